/** Predicts imported cases into the model's own labelmaps; a person's labels are never touched. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Engine } from '../engine-client/engine.ts';
import type { ProjectStore } from '../store/project-store.ts';
import { furtherImagesOf, volumeFileOf, withAbsolutePaths } from './case-images.ts';
import { breathe, type LongWork } from './long-work.ts';
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
 * @throws UserFacingError `not-found` for an unknown case or model; what the engine says
 */
export async function predictCases(
  store: ProjectStore,
  engine: Engine,
  options: PredictOptions,
  work: LongWork,
  changed: (labelmapId: string, edit: number) => void = () => {},
): Promise<PredictReport> {
  const model = modelToUse(store, options.model);
  const records = options.cases.map((id) => store.cases.get(id));
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
