/** Two copies of the same work at two places, and files between them. */
import type { BundleOptions, TakenReport } from '#shared/contract/bundles.ts';
import type { ProjectStore } from '#main/store/project-store.ts';
import type { SliceChoice } from '#main/store/bundle-items.ts';
import type { LongWork } from '#main/use-cases/long-work.ts';
import { lookAtBundle, takeInBundle } from '#main/use-cases/take-in-bundle.ts';
import { writeBundle } from '#main/use-cases/write-bundle.ts';
import { newCase, newProject, temporaryFolder, type Sample } from '../store/sample-project.ts';

export const quiet: LongWork = { signal: new AbortController().signal, progress: () => {}, report: () => {} };

let sent = 0;
export async function send(store: ProjectStore, options: Partial<BundleOptions> = {}, by = 'Ada'): Promise<string> {
  const out = await temporaryFolder();
  sent += 1;
  return (await writeBundle(store, { out, name: `${sent}.lamina-bundle`, images: false, force: false, ...options }, { name: by, program: 'Lamina' }, quiet)).file;
}

/** @param choice of every slice that both sides changed */
export async function take(store: ProjectStore, file: string, by = 'Bob', choice?: SliceChoice): Promise<TakenReport> {
  const { hash } = await look(store, file, by);
  return takeInBundle(store, { path: file, hash }, { choices: [], ...(choice === undefined ? {} : { otherwise: choice }) }, by, quiet);
}

export async function look(store: ProjectStore, file: string, person = 'Bob') {
  return (await lookAtBundle(store, file, person, quiet)).look;
}

/** An empty project, or one with the same image as a sample, under another name. */
export async function elsewhere({ withImage }: { readonly withImage: boolean }): Promise<ProjectStore> {
  const store = await newProject();
  if (withImage) {
    const { images, ...rest } = await newCase(store);
    store.cases.add({ ...rest, name: 'theirs', images });
  }
  return store;
}

/** The same sample in another project, as its person has it there. */
export function sampleIn(store: ProjectStore, annotator: string, size: Sample['size']): Sample {
  const [only] = store.cases.list();
  return { store, caseId: only!.id, labelmapId: store.labelmaps.forAnnotator(only!.id, annotator).id, size };
}
