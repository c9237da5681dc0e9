/** The images that the demo works on: real ones where they lie beside the checkout, else phantoms. */
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Client } from './connect.ts';

export interface DemoData {
  readonly kind: 'hippocampus' | 'example';
  /** Folders with files of the same names. */
  readonly images: string;
  readonly labels: string;
  /** Names of files: to learn from, and to judge by. */
  readonly train: readonly string[];
  readonly judge: readonly string[];
  /** What the label values mean, where it is known. */
  readonly labelNames: Readonly<Record<number, string>>;
}

export const demoSize = { train: 30, judge: 6 } as const;

const hippocampus = fileURLToPath(new URL('../../../shared/data/hippocampus', import.meta.url));

/** @param folder where phantoms are written if there are no real images. @throws UserFacingError */
export async function demoData(client: Client, folder: string, signal: AbortSignal): Promise<DemoData> {
  return await realImages() ?? phantoms(client, folder, signal);
}

/** The data set's own split says which cases may be learnt from and which may only judge. */
async function realImages(): Promise<DemoData | null> {
  const split = await readFile(join(hippocampus, 'split.json'), 'utf8').then(
    (text) => JSON.parse(text) as { fit: string[]; judge: string[] },
    () => null,
  );
  if (split === null || split.fit.length < demoSize.train || split.judge.length < demoSize.judge) return null;
  return {
    kind: 'hippocampus',
    images: join(hippocampus, 'imagesTr'),
    labels: join(hippocampus, 'labelsTr'),
    train: split.fit.slice(0, demoSize.train),
    judge: split.judge.slice(0, demoSize.judge),
    labelNames: { 1: 'anterior', 2: 'posterior' },
  };
}

async function phantoms(client: Client, folder: string, signal: AbortSignal): Promise<DemoData> {
  const { images, labels } = await client.system.writeExample({
    out: folder, preset: 'organs', cases: demoSize.train + demoSize.judge, seed: 1,
  }, { signal });
  const names = (await readdir(images)).sort();
  return { kind: 'example', images, labels, train: names.slice(0, demoSize.train), judge: names.slice(demoSize.train), labelNames: {} };
}
