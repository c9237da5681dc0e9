import { rmSync } from 'node:fs';
import path from 'node:path';
import { decode } from 'fast-png';
import { describe, expect, it } from 'vitest';
import type { ModelInfo } from '#shared/contract/training.ts';
import { writeBalls } from '../tiny-nifti.ts';
import { hostInTest, type HostInTest } from './host-in-test.ts';

async function trained(): Promise<HostInTest & { readonly model: ModelInfo }> {
  const place = await hostInTest();
  const { images, labels } = writeBalls(place.folder, 6);
  await place.run(place.client.cases.import({ paths: [images], labels }));
  await place.run(place.client.training.start({ epochs: 1, validation: 2 }));
  const [model] = await place.client.training.models();
  return { ...place, model: model! };
}

const pictureOf = ({ host }: HostInTest, model: string, caseId: string): Promise<Response> =>
  host.fetch(new Request(`http://lamina.invalid/judged/${model}/${caseId}`));

/** The pixels that carry a colour, the scan being grey. */
function coloured({ data }: { readonly data: ArrayLike<number> }): readonly (readonly [number, number, number])[] {
  return Array.from({ length: data.length / 3 }, (_, pixel) => [data[3 * pixel]!, data[3 * pixel + 1]!, data[3 * pixel + 2]!] as const)
    .filter((colour) => Math.max(...colour) - Math.min(...colour) > 24);
}

describe('a model', () => {
  it('is told with the figures of its labels over the cases that judged it', async () => {
    const { model } = await trained();
    expect(model.judged).toMatchObject({ patients: 2, cases: 2, unit: 'mm' });
    const [label] = model.judged!.labels;
    expect(label!.figures).toMatchObject({ dice: { mean: 0.9, sd: 0, median: 0.9, n: 2 }, hd95: { mean: 2, n: 2 }, assd: { mean: null, n: 0 } });
  });

  it('is told case by case when it is asked for', async () => {
    const place = await trained();
    const { unit, tolerance, cases } = await place.client.training.judgement({ id: place.model.id });
    expect([unit, tolerance]).toEqual(['mm', 1]);
    expect(cases.map(({ patient }) => patient).sort()).toEqual(place.model.validationPatients);
    await expect(place.client.training.judgement({ id: '7b7c9d1e-33a9-4a6e-8a0e-0c5f2a0f4f08' })).rejects.toMatchObject({ code: 'not-found' });
  });

  it('shows what it was judged by, whatever is drawn later', async () => {
    const place = await trained();
    const { cases: [one] } = await place.client.training.judgement({ id: place.model.id });
    const reply = await pictureOf(place, place.model.id, one!.caseId);
    expect([reply.status, reply.headers.get('content-type')]).toEqual([200, 'image/png']);
    const picture = await reply.arrayBuffer();
    const { width, height, channels } = decode(picture);
    expect([Math.max(width, height), channels]).toEqual([320, 3]);

    // Outlines in the label's colour, the orange #e69f00, darker at their seam and lighter where they are predicted.
    expect((await place.client.labels.table()).map(({ colour }) => colour)).toEqual(['#e69f00']);
    const lines = coloured(decode(picture));
    expect(lines.length).toBeGreaterThan(width + height);
    expect(lines.every(([r, g, b]) => r > g && g > b)).toBe(true);

    const { labelmapId } = await place.client.labels.open({ caseId: one!.caseId });
    const [newest] = await place.client.labels.history({ labelmapId });
    await place.client.labels.revert({ labelmapId, edit: newest!.id });
    expect(Buffer.from(await (await pictureOf(place, place.model.id, one!.caseId)).arrayBuffer())).toEqual(Buffer.from(picture));
  });

  it('says when there is nothing to show: of a case that judged nobody, or of which the file is gone', async () => {
    const place = await trained();
    const { cases } = await place.client.training.judgement({ id: place.model.id });
    const teacher = (await place.client.cases.list()).find(({ id }) => !cases.some(({ caseId }) => caseId === id));
    expect((await pictureOf(place, place.model.id, teacher!.id)).status).toBe(404);
    rmSync(path.join(place.project, 'models', place.model.id, 'judged'), { recursive: true });
    const reply = await pictureOf(place, place.model.id, cases[0]!.caseId);
    expect([reply.status, await reply.text()]).toEqual([404, expect.stringContaining('not kept') as string]);
    expect((await place.host.fetch(new Request(`http://lamina.invalid/judged/${place.model.id}/${cases[0]!.caseId}`, { method: 'POST' }))).status).toBe(405);
  });
});
