import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { MeasurementKind } from '#shared/measurements/measure.ts';
import { hostInTest, type HostInTest } from '../host/host-in-test.ts';
import { tinySize, writeNifti } from '../tiny-nifti.ts';

const [ni, nj, nk] = tinySize;
type Point = [number, number, number];
/** NIfTI files are RAS, so a scan with this sform has its voxel (i, j, k) at LPS −i, −j, 2k mm. */
const at = (i: number, j: number, k: number): Point => [-i + 0, -j + 0, 2 * k];
const ramp = (i: number, j: number, k: number): number => 3 * i + 10 * j + 100 * k;

interface Place extends HostInTest {
  readonly add: (kind: MeasurementKind, points: Point[], more?: object) => ReturnType<HostInTest['client']['measurements']['add']>;
  readonly list: () => ReturnType<HostInTest['client']['measurements']['list']>;
}

async function scanned(voxel = ramp): Promise<Place> {
  const place = await hostInTest();
  const { client, run, folder } = place;
  const image = writeNifti(path.join(folder, 'images', 'scan.nii.gz'), { size: tinySize, voxel, spacing: [1, 1, 2] });
  const labels = writeNifti(path.join(folder, 'labels', 'scan.nii.gz'), { size: tinySize, voxel: (i, j, k) => (k === 2 && i < 4 && j < 3 ? 7 : 0), spacing: [1, 1, 2] });
  await run(client.cases.import({ paths: [image], labels }));
  const [one] = await client.cases.list();
  const add: Place['add'] = (kind, points, more = {}) =>
    client.measurements.add({ caseId: one!.id, imageId: one!.images[0]!.id, kind, points, plane: { point: points[0]!, normal: [0, 0, 1] }, ...more });
  return { ...place, add, list: () => client.measurements.list({ caseId: one!.id }) };
}

/** Mean and sample deviation by their definitions. */
function described(values: readonly number[]): { mean: number; standardDeviation: number; lowest: number; highest: number; samples: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const round = (value: number): number => Number(value.toFixed(6));
  return { mean: round(mean), standardDeviation: round(Math.sqrt(squares / (values.length - 1))), lowest: Math.min(...values), highest: Math.max(...values), samples: values.length };
}
const rounded = (statistics: object | null): object | null => statistics && Object.fromEntries(Object.entries(statistics).map(([name, value]) => [name, Number((value as number).toFixed(6))]));

describe('an area on a slice', () => {
  it('has the mean of the voxels whose centres it holds, whichever way the slice runs', async () => {
    const { add } = await scanned();
    const inside = (values: (u: number, v: number) => number, [u0, u1]: [number, number], [v0, v1]: [number, number]): number[] => {
      const found: number[] = [];
      for (let v = v0; v <= v1; v += 1) for (let u = u0; u <= u1; u += 1) found.push(values(u, v));
      return found;
    };
    const axial = await add('rectangle', [at(1.5, 2.5, 3), at(5.5, 2.5, 3), at(5.5, 4.5, 3), at(1.5, 4.5, 3)]);
    expect(axial).toMatchObject({ unit: 'mm2', author: 'Ada' });
    expect(axial.value).toBeCloseTo(8, 6);
    expect(rounded(axial.statistics)).toMatchObject(described(inside((i, j) => ramp(i, j, 3), [2, 5], [3, 4])));
    const sagittal = await add('polygon', [at(6, 0.5, 0.5), at(6, 3.5, 0.5), at(6, 3.5, 4.5), at(6, 0.5, 4.5)]);
    expect(sagittal.value).toBeCloseTo(3 * 8, 6);
    expect(rounded(sagittal.statistics)).toMatchObject(described(inside((j, k) => ramp(6, j, k), [1, 3], [1, 4])));
    const coronal = await add('ellipse', [at(5, 4, 2), at(8, 4, 2), at(5, 4, 3)]);
    const ellipse = inside((i, k) => ((i - 5) ** 2 / 9 + (k - 2) ** 2 <= 1 ? ramp(i, 4, k) : NaN), [0, ni - 1], [0, nk - 1]).filter((value) => !Number.isNaN(value));
    expect(coronal.value).toBeCloseTo(Math.PI * 3 * 2, 6);
    expect(rounded(coronal.statistics)).toMatchObject(described(ellipse));
  });

  it('that is oblique has, of an image that grows evenly, the value at its middle', async () => {
    const { add } = await scanned();
    // The mean of a linear function over an area is its value at the area's centroid.
    const corners = [at(3, 2, 1), at(8, 2, 2), at(8, 6, 4), at(3, 6, 3)];
    const { statistics } = await add('polygon', corners);
    expect(statistics!.mean).toBeCloseTo(ramp(5.5, 4, 2.5), -1);
    expect(Math.abs(statistics!.mean - ramp(5.5, 4, 2.5))).toBeLessThan(3);
    expect(statistics!.samples).toBeGreaterThan(20);
  });

  it('has none where it holds no voxel, or lies outside', async () => {
    const { add } = await scanned();
    expect((await add('ellipse', [at(2.5, 2.5, 1), at(2.6, 2.5, 1), at(2.5, 2.6, 1)])).statistics).toBeNull();
    expect((await add('ellipse', [at(2, 2, 40), at(4, 2, 40), at(2, 4, 40)])).statistics).toBeNull();
    expect((await add('polygon', [at(90, 90, 10), at(95, 92, 14), at(90, 95, 20)])).statistics).toBeNull();
  });
});

describe('what was measured', () => {
  it('is changed, removed and told to windows, its history kept', async () => {
    const { client, add, list } = await scanned();
    const events = await client.jobs.events({});
    const made = await add('distance', [at(0, 0, 0), at(3, 4, 0)], { text: 'rim', labelIndex: 1, colour: '#00ff00' });
    expect(made).toMatchObject({ unit: 'mm', statistics: null, labelIndex: 1 });
    expect(made.value).toBeCloseTo(5, 6);
    const changed = await client.measurements.change({ id: made.id, points: [at(0, 0, 0), at(0, 0, 3)] });
    expect(changed).toMatchObject({ text: 'rim', value: 6, madeAt: made.madeAt });
    expect(await list()).toEqual([changed]);
    await client.measurements.remove({ id: made.id });
    expect(await list()).toEqual([]);
    expect((await client.measurements.history({ id: made.id })).map(({ value, removed }) => [value, removed])).toEqual([[made.value, false], [6, false], [6, true]]);
    for (let times = 0; times < 3; times += 1) expect((await events.next()).value).toMatchObject({ kind: 'measurements', caseId: made.caseId });
    await expect(client.measurements.change({ id: made.id, kind: 'text' })).rejects.toMatchObject({ code: 'bad-input' });
    await expect(add('text', [at(0, 0, 0)], { labelIndex: 200 })).rejects.toMatchObject({ code: 'not-found' });
  });

  it('is in voxels on an image that does not say how it lies, until somebody says so', async () => {
    const { client, run, folder } = await hostInTest();
    const image = writeNifti(path.join(folder, 'plain.nii.gz'), { size: [ni, nj, nk], voxel: ramp, sform: null });
    await run(client.cases.import({ paths: [image] }));
    const [one] = await client.cases.list();
    expect(one?.images[0]?.trust).toBe('orientation-unknown');
    const [a, b, c, x, d, e, f, y, g, h, i, z] = one!.images[0]!.affine as [number, number, number, number, number, number, number, number, number, number, number, number];
    const place = (u: number, v: number, w: number): Point => [a * u + b * v + c * w + x, d * u + e * v + f * w + y, g * u + h * v + i * w + z];
    const made = await client.measurements.add({ caseId: one!.id, imageId: one!.images[0]!.id, kind: 'distance', points: [place(0, 0, 0), place(3, 4, 0)], plane: null });
    expect(made).toMatchObject({ unit: 'voxels' });
    expect(made.value).toBeCloseTo(5, 9);
    expect((await client.measurements.table({})).text).not.toMatch(/mm/);
    await run(client.cases.import({ paths: [image], orientation: 'RAS' }));
    const [told] = await client.measurements.list({ caseId: one!.id });
    expect(told).toMatchObject({ id: made.id, unit: 'mm', author: 'Ada' });
    expect(told!.value).toBeCloseTo(5, 9);
  });

  it('comes as a table with its units, and with the sizes of labels', async () => {
    const { client, add } = await scanned();
    await add('distance', [at(0, 0, 0), at(3, 4, 0)], { text: '=1+1, "quoted"', labelIndex: 1 });
    await add('rectangle', [at(1.5, 2.5, 3), at(5.5, 2.5, 3), at(5.5, 4.5, 3), at(1.5, 4.5, 3)]);
    const { text, name, measurements, labels } = await client.measurements.table({ labels: true });
    expect([name, measurements, labels]).toEqual(['project-measurements.csv', 2, 1]);
    const rows = text.trim().split('\r\n');
    expect(rows[0]).toBe('case,patient,image,kind,label,value,unit,mean,sd,minimum,maximum,median,samples,text,author,made_at,changed_at,points_lps,plane_normal_lps');
    expect(rows[1]).toMatch(/^scan,scan,image,distance,label 7,5,mm,,,,,,,"'=1\+1, ""quoted""",Ada,20/);
    expect(rows[2]).toMatch(/^scan,scan,image,rectangle,,8(\.0+\d*|)?,mm2,3/);
    // 4 × 3 voxels of 1 × 1 × 2 mm.
    const values = Array.from({ length: 12 }, (_, n) => ramp(n % 4, Math.floor(n / 4), 2));
    const { mean, standardDeviation } = described(values);
    const cells = rows[3]!.split(',');
    expect(cells.slice(0, 7)).toEqual(['scan', 'scan', 'image', 'volume', 'label 7', '24', 'mm3']);
    expect([Number(Number(cells[7]).toFixed(6)), Number(Number(cells[8]).toFixed(6)), Number(cells[12])]).toEqual([mean, standardDeviation, 12]);
  });
});
