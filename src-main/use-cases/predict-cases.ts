/** Predicts imported cases into the model's own labelmaps; a person's labels are never touched. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fill } from '#shared/text/sentence.ts';
import { UserFacingError } from '#shared/text/user-facing-error.ts';
import type { Engine } from '../engine-client/engine.ts';
import type { ProjectStore } from '../store/project-store.ts';
import { furtherImagesOf, volumeFileOf, withAbsolutePaths } from './case-images.ts';
import { breathe, type LongWork } from './long-work.ts';
import { loopSentences } from './loop-sentences.ts';
import { unpaintedTestCases } from './loop-test-slices.ts';
import { modelFolders } from './model-members.ts';
import { modelToUse } from './models.ts';
import { withWorkFolder } from './work-folder.ts';

export interface PredictOptions {
  readonly cases: readonly string[];
  readonly model?: string | undefined;
}

export interface PredictReport {
  readonly model: string;
  readonly predicted: readonly { readonly caseId: string; readonly labelmapId: string }[];
}

/**
 * @param changed called with each labelmap that was written, and its edit
 * Cases of the test set whose drawn slices are not painted yet are left out, with a warning: who paints them must not have seen a prediction.
 * @throws UserFacingError `not-found` for an unknown case or model; `conflict` where all are left out; what the engine says
 */
export async function predictCases(
  store: ProjectStore,
  engine: Engine,
  options: PredictOptions,
  work: LongWork,
  changed: (labelmapId: string, edit: number) => void = () => {},
): Promise<PredictReport> {
  const model = modelToUse(store, options.model);
  const asked = options.cases.map((id) => store.cases.get(id));
  const unpainted = unpaintedTestCases(store);
  const records = asked.filter(({ id }) => !unpainted.has(id));
  const withheld = asked.filter(({ id }) => unpainted.has(id)).map(({ name }) => fill(loopSentences.unpaintedTestCase, { name }));
  if (records.length === 0 && withheld[0] !== undefined) throw new UserFacingError('conflict', withheld[0]);
  for (const sentence of withheld) work.report({ kind: 'warning', sentence });
  const predicted: { caseId: string; labelmapId: string }[] = [];
  await withWorkFolder(store, async (folder) => {
    for (const [place, record] of records.entries()) {
      await breathe(work);
      const { image } = record.images[0]!;
      const furtherImages = withAbsolutePaths(store, furtherImagesOf(store, record, image));
      const output = join(folder, `${record.id}.raw`);
      await engine.run(
        {
          kind: 'segment',
          modelFolders: modelFolders(store, model),
          volumes: [{ name: record.name, image: { ...volumeFileOf(image), path: store.blobs.path(image.blob) }, furtherImages, output }],
        },
        (event) => {
          if (event.kind === 'warning') work.report(event);
          if (event.kind === 'progress') work.progress({ phase: event.phase, done: place + event.done / Math.max(1, event.total), total: records.length });
        },
        work.signal,
      );
      const labelmap = store.labelmaps.forModel(record.id, model.id);
      const edit = store.labelmaps.replace(labelmap.id, `model:${model.id}`, 'prediction', await readFile(output));
      if (edit !== null) changed(labelmap.id, edit.number);
      predicted.push({ caseId: record.id, labelmapId: labelmap.id });
      work.progress({ phase: 'predicting', done: place + 1, total: records.length });
    }
  });
  return { model: model.id, predicted };
}
