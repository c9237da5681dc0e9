import path from 'node:path';
import { expect, it } from 'vitest';
import { makePlan } from '#shared/learning/make-plan.ts';
import { openProject } from '#main/store/open-project.ts';
import type { ModelMetrics } from '#main/use-cases/models.ts';
import { seriousFaults } from '../browser/accessibility.ts';
import { awaitSaved, drawThrough, shownSlice } from '../browser/annotate-page.ts';
import { phantomProject } from '../browser/projects.ts';
import type { ServedHost } from '../browser/served-host.ts';
import { inBrowser, windowForTest } from '../browser/window.ts';

const first = 'sub-001_organs';
const second = 'sub-002_organs';
/** In the order in which they are given: slices, and in which case. */
const batch = [[first, 5], [second, 7], [first, 9], [second, 3], [first, 12]] as const;

const fingerprint: Parameters<typeof makePlan>[0] = {
  trainingCases: 2, trainingSlices: 40, modality: 'mr', medianSize: [64, 64, 20], medianSpacingMm: [1, 1, 3], sliceAxis: 2, drawnLabels: [1], foreground: null,
};

/** A project with a model that sees the label in the lower half of every slice, and a batch of slices chosen by it. */
async function queueOfAModel(host: ServedHost, folder: string): Promise<void> {
  await phantomProject(2)(host, folder);
  await host.client.project.close();
  const project = path.join(folder, 'project');
  const store = await openProject(project);
  const metrics: ModelMetrics = {
    parameters: 1, steps: 1, seconds: 1, finalLoss: 0.5, validation: null, validationPatients: [], notes: [],
    engine: { library: 'native', version: '2', device: 'CPU', note: null },
  };
  const snapshotId = store.snapshots.add('a'.repeat(64), 'snapshots/a.json', 0);
  const model = store.models.add({ name: 'm1', snapshotId, parentId: null, plan: makePlan(fingerprint, store.labels.table()), folder: 'models/m1', seed: 1, metrics, state: 'ready' });
  store.models.activate(model.id);
  const ids = new Map<string, string>();
  for (const { id, name, images } of store.cases.list()) {
    ids.set(name, id);
    const [ni, nj, nk] = images[0]!.image.geometry.size;
    const predicted = new Uint8Array(ni * nj * nk).map((_, at) => Number(Math.floor(at / ni) % nj < nj / 2));
    store.labelmaps.replace(store.labelmaps.forModel(id, model.id).id, `model:${model.id}`, 'prediction', predicted);
  }
  store.queue.fill({
    modelId: model.id, how: { strategy: 'entropy', seed: 1 },
    slices: batch.map(([name, index], at) => ({ caseId: ids.get(name)!, axis: 2, index, reason: at === 3 ? 'uniform' : 'entropy', score: at === 3 ? null : 0.5 })),
  });
  store.close();
  await host.client.project.open({ folder: project });
}

inBrowser('the queue', () => {
  it('is worked through by one key a slice, in the name of whoever signed in, until the batch is done', async () => {
    const { page, host } = await windowForTest({ before: queueOfAModel });
    const ada = host().as('Ada');
    await page.getByTestId('person').click();
    await page.getByRole('textbox', { name: 'Sign in by name' }).fill('Ada');
    await page.keyboard.press('Enter');
    await page.getByTestId('person').filter({ hasText: 'Ada' }).waitFor();

    await page.getByTestId('next-slice').filter({ hasText: /Next slice\s*5/ }).click();
    const strip = page.getByTestId('queue');
    const at = async ([name, index]: readonly [string, number]): Promise<void> => {
      await strip.getByText(`${name}, slice ${index + 1}`, { exact: true }).waitFor();
      await page.getByLabel(`Image ${name}`).waitFor();
      await page.getByTestId('slice').filter({ hasText: new RegExp(` ${index + 1}/`) }).waitFor();
    };
    const standing = async (name: string) => {
      const { info } = await host().labelmap(name);
      const { labelmapId } = await ada.labels.open({ caseId: info.id });
      return { labelmapId, complete: (await ada.labels.open({ caseId: info.id })).completeSlices };
    };
    await at(batch[0]);
    await strip.getByText('The model is unsure here').waitFor();
    expect(await seriousFaults(page)).toEqual([]);

    await page.keyboard.press('a');
    await at(batch[1]);
    await strip.getByText(`${first}, slice 6: accepted`).waitFor();
    expect((await standing(first)).complete).toEqual([5]);

    // Another slice is looked at: nothing is done with the one that is not seen.
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('a');
    await at(batch[1]);
    expect((await standing(second)).complete).toEqual([]);

    await drawThrough(page, [[-60, 0], [60, 0]]);
    await awaitSaved(page);
    await page.keyboard.press('Space');
    await at(batch[2]);
    await page.keyboard.press('n');
    await at(batch[3]);
    await strip.getByText('Drawn by chance', { exact: true }).waitFor();
    await page.keyboard.press('s');
    await at(batch[4]);
    await page.getByTestId('queue-counts').filter({ hasText: '1 left · 3 done' }).waitFor();

    // Whoever stops gives the slice back; it is the next one again.
    await page.keyboard.press('Escape');
    await strip.waitFor({ state: 'detached' });
    expect((await ada.queue.state()).given).toBeNull();
    await page.keyboard.press('Shift+S');
    await at(batch[4]);
    await page.keyboard.press('a');
    await strip.getByText('Nothing else is left for you').waitFor();
    await strip.getByRole('button', { name: 'Train now' }).waitFor();

    expect((await standing(first)).complete).toEqual([5, 9, 12]);
    expect((await standing(second)).complete).toEqual([7]);
    const { labelmapId } = await standing(first);
    const { edits: deeds } = await ada.labels.historyPage({ labelmapId });
    const predicted = (await ada.cases.list()).find(({ name }) => name === first)!.labelmaps.map(({ owner }) => owner).find(({ kind }) => kind === 'model');
    const helped = predicted?.kind === 'model' ? { model: predicted.modelId, prediction: predicted.edit } : null;
    expect(deeds).toMatchObject([1, 2].map(() => ({ annotator: 'Ada', tool: 'accept-prediction', helped })));
    expect(await shownSlice(page)).toBe(12);
    // Nothing of it is the machine's own person's.
    expect((await host().labelmap(first)).completeSlices).toEqual([]);
  });
});
