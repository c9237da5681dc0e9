import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { openProject } from '#main/store/open-project.ts';
import { keepMaps, pathOfMap } from '#main/use-cases/kept-maps.ts';
import { mappedCase } from '#main/use-cases/mapped-case.ts';
import { tallyCalibration } from '#shared/learning/statistics/calibration.ts';
import { awaitSaved, drawThrough, goToSlice, openCase, picture, pictureAlone, placesIn, pointTo } from '../browser/annotate-page.ts';
import { phantomProject } from '../browser/projects.ts';
import type { ServedHost } from '../browser/served-host.ts';
import { inBrowser, windowForTest } from '../browser/window.ts';
import { tinyPlan } from '../src-main/engine/phantom-project.ts';

const [first, last] = [20, 30];
const isPredicted = (i: number, j: number): boolean => i >= first && i < last && j >= first && j < last;

/** Voxels that are called foreground with that probability, so many of ten rightly. */
function judged(probability: number, right: number) {
  const tally = tallyCalibration(2);
  tally.add(Float32Array.from({ length: 20 }, (_, at) => (at % 2 === 0 ? 1 - probability : probability)), Uint8Array.from({ length: 10 }, (_, at) => Number(at < right)), null);
  return tally.result().foreground;
}

/** A model that nobody has trained, with what it is said to think: a square is predicted, and it is unsure of half the image. */
async function withModel(host: ServedHost, folder: string): Promise<void> {
  await phantomProject(3, 1)(host, folder);
  await host.client.project.close();
  const store = await openProject(path.join(folder, 'project'));
  const id = randomUUID();
  store.models.add({
    id, name: 'Made up', snapshotId: store.snapshots.add('a'.repeat(64), 'snapshots/a.json', 0), parentId: null, plan: tinyPlan, folder: `models/${id}`, seed: 1, state: 'ready',
    metrics: {
      parameters: 1, steps: 1, seconds: 1, finalLoss: 1, validation: null, validationPatients: ['p'], engine: { library: 'native', version: '2', device: 'CPU', note: null }, notes: [],
      calibration: { patients: 2, temperature: 3, before: { all: judged(0.9, 6), foreground: judged(0.9, 6) }, after: { foreground: judged(0.6, 6) }, notes: [] },
    },
  });
  store.models.activate(id);
  for (const [place, record] of store.cases.list().slice(1).entries()) {
    const [ni, nj, nk] = record.images[0]!.image.geometry.size;
    const voxels = new Uint8Array(ni * nj * nk);
    const unsure = new Uint8Array(voxels.length);
    for (let k = 0, at = 0; k < nk; k += 1) for (let j = 0; j < nj; j += 1) for (let i = 0; i < ni; i += 1, at += 1) {
      voxels[at] = Number(isPredicted(i, j));
      unsure[at] = i < ni / 2 ? 128 : 0;
    }
    store.labelmaps.replace(store.labelmaps.forModel(record.id, id).id, `model:${id}`, 'prediction', voxels);
    const mapped = mappedCase(store, { caseId: record.id, slice: null });
    await keepMaps(store, mapped, 'whole', async (made) => {
      await writeFile(path.join(made, 'uncertainty'), unsure);
      return {
        caseId: record.id, modelId: id, axis: mapped.axis, slice: null, size: mapped.size, notes: [], computedAt: '2026-01-01T00:00:00.000Z', temperature: 3, disagreement: null,
        maps: [{ kind: 'uncertainty', label: null, path: pathOfMap(mapped, 'whole', 'uncertainty'), maximum: 1 }],
      };
    });
    // Of a hundred voxels, ninety or thirty are expected to be right: a Dice of 2 · 90 / 200, or of 2 · 30 / 200.
    const sums = [0, 1, 2, 3].map((output) => ({ sure: output === 1 ? [90, 30][place]! : 0, expected: output === 1 ? 100 : 0, highest: 1 }));
    store.scores.put(id, Array.from({ length: mapped.image.geometry.size[mapped.axis] }, (_, index) => ({
      caseId: record.id, axis: mapped.axis, index, features: [],
      reading: { entropy: 0.5, mutualInformation: null, outputs: sums.map((_one, output) => ({ voxels: output === 1 ? 100 : 0, entropy: 0 })), sums },
    })));
  }
  store.close();
  await host.client.project.open({ folder: path.join(folder, 'project') });
}

inBrowser('what a model thinks', () => {
  it('is seen beside the brush, believed as far as it was right, and says which case to look at first', async () => {
    const { page, host } = await windowForTest({ before: withModel });
    const { client } = host();
    const info = (await client.cases.list()).find(({ completeSlices }) => completeSlices === 0)!;
    await client.settings.change({ brushRadiusVoxels: 2 });
    await openCase(page, info);
    await goToSlice(page, 11);
    const at = await placesIn(page, info);

    // Where labels and prediction differ follows the stroke.
    await page.keyboard.press('Shift+U');
    const difference = page.getByTestId('difference-legend');
    await difference.getByText(/^Only predicted: 100 voxels, \d/).waitFor();
    await drawThrough(page, [at([25, 25, 11]), at([26, 25, 11])]);
    await awaitSaved(page);
    const { voxels } = await host().labelmap(info.name);
    const painted = voxels.reduce((sum, label) => sum + Number(label > 0), 0);
    expect(painted).toBeGreaterThan(10);
    await difference.getByText(new RegExp(`^Only predicted: ${100 - painted} voxels`)).waitFor();
    await difference.getByText(/^Only drawn: 0 voxels/).waitFor();

    // The map has the colours of its bar, its values stand below, and the same key takes it away.
    await page.getByRole('radio', { name: 'None' }).check();
    await picture(page).focus();
    await page.keyboard.press('d');
    const [unsure, sure] = [[8, 40, 11], [60, 40, 11]] as const;
    const middle = await picture(page).boundingBox();
    const pixel = async (voxel: readonly [number, number, number]) => {
      const [right, down] = at(voxel);
      return (await pictureAlone(page)).at(Math.round(middle!.width / 2 + right), Math.round(middle!.height / 2 + down));
    };
    const before = { unsure: await pixel(unsure), sure: await pixel(sure) };
    await page.keyboard.press('u');
    await page.getByTestId('map-legend').getByText('entropy, in units of log 4').waitFor();
    // The middle of inferno is #bc3754, drawn at 60 %.
    expect(await pixel(unsure)).toEqual([188, 55, 84].map((part, channel) => expect.closeTo(0.6 * part + 0.4 * before.unsure[channel]!, -0.5) as unknown));
    expect(await pixel(sure)).toEqual(before.sure);
    await pointTo(page, at(unsure));
    await page.getByTestId('map-value').filter({ hasText: 'entropy 0.50' }).waitFor();
    await pointTo(page, at(sure));
    await page.getByTestId('map-value').filter({ hasText: 'entropy 0.00' }).waitFor();
    await page.keyboard.press('u');
    await page.getByTestId('map-legend').waitFor({ state: 'detached' });

    // What lies deep in the panel is brought into view within the panel: the frame stays where it is.
    const deep = page.getByRole('region', { name: 'What the model sees' });
    await deep.evaluate((part) => { (part as unknown as { scrollIntoView(): void }).scrollIntoView(); });
    expect([(await page.locator('header').first().boundingBox())!.y, (await deep.boundingBox())!.y < 700]).toEqual([0, true]);

    await page.keyboard.press('Alt+3');
    const calibration = page.getByRole('region', { name: 'Calibration' });
    await calibration.getByText(/^Expected calibration error 0\.300/).waitFor();
    await calibration.getByText(/^After temperature scaling: 0\.000.* temperature 3\.00/).waitFor();
    await calibration.getByRole('button', { name: 'As a table' }).click();
    expect(await calibration.getByRole('row').nth(1).getByRole('cell').allInnerTexts()).toEqual(['0', '–', '–', '10', '0.600', '0.600']);

    await page.keyboard.press('Alt+1');
    await page.getByRole('button', { name: /^Look at these first\s+2$/ }).click();
    await page.getByRole('row').nth(2).waitFor();
    expect(await page.getByRole('row').allInnerTexts().then((rows) => rows.slice(1).map((row) => /0\.\d\d/.exec(row)?.[0]))).toEqual(['0.30', '0.90']);
  });
});
