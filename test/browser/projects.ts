/** Projects that stories begin with, made by the same calls that the page makes. */
import { cpSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { madeOnce } from '../made-once.ts';
import type { ServedHost } from './served-host.ts';

/** Phantom scans below `folder/scans`, of which the first ones have label files. */
export async function writeScans(host: ServedHost, folder: string, cases: number, labelled: number): Promise<{ images: string; labels: string }> {
  const drawn = await madeOnce(`scans-${cases}`, (out) => host.client.system.writeExample({ out, preset: 'organs', cases, seed: 1 }));
  const [images, labels] = ['images', 'labels'].map((part) => path.join(folder, 'scans', part)) as [string, string];
  cpSync(drawn, path.join(folder, 'scans'), { recursive: true });
  for (const name of readdirSync(labels).sort().slice(labelled)) rmSync(path.join(labels, name));
  return { images, labels };
}

/** A project of phantoms is open; the first ones are complete, the others have not been touched. */
export const phantomProject = (cases: number, labelled = 0) => async (host: ServedHost, folder: string): Promise<void> => {
  await host.client.project.create({ folder: path.join(folder, 'project'), name: 'Phantoms' });
  if (labelled === 0) await host.client.labels.add({ value: 1, name: 'Organ', colour: '#e69f00', code: null, locked: false });
  const { images, labels } = await writeScans(host, folder, cases, labelled);
  await host.run(host.client.cases.import({ paths: [images], modality: 'mr', ...(labelled > 0 ? { labels } : {}) }));
};

/** Learns in seconds. */
export const quickPlan = {
  network: { name: 'unet-2d' as const, filters: [4, 8] },
  patch: [32, 32] as [number, number],
  batch: 4,
  microBatch: 4,
  stepsPerEpoch: 5,
};

/** The same, with a model. */
export const trainedProject = (cases: number, labelled: number, epochs = 2) => async (host: ServedHost, folder: string): Promise<void> => {
  await phantomProject(cases, labelled)(host, folder);
  await host.run(host.client.training.start({ epochs, seed: 1, plan: quickPlan }));
};
