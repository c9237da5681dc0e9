/** Does what is left of one run, stage by stage, through the command line. */
import { copyFile, mkdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { ImportReport } from '#shared/contract/cases.ts';
import type { ModelInfo, SegmentReport, UnfinishedTraining } from '#shared/contract/training.ts';
import { attemptsOfModel, howToTrain, type Attempt } from './how-to-train.ts';
import type { Lamina } from './lamina.ts';
import type { Machine, Program } from './machine.ts';
import type { Images, QualityCase, QualitySet, Split } from './quality-set.ts';
import { readRecord, readStages, remainingStages, stagesOf, writeRecord, type StageName, type StageRecord } from './stages.ts';
import { trainOptionsOf, trialPlan, type TrainingLength } from './training-length.ts';

export interface Run {
  readonly set: QualitySet;
  readonly images: Images;
  readonly split: Split;
  readonly seed: number;
  readonly length: TrainingLength;
  /** Of this run alone. */
  readonly folder: string;
}

export type Circumstances = { readonly machine: Machine; readonly program: Program };

export interface Doing {
  readonly lamina: Lamina;
  readonly circumstances: () => Promise<Circumstances>;
  readonly onStage: (stage: StageName) => void;
  readonly now: () => Date;
}

/** Names within the run's folder. */
const places = { project: 'project', masks: 'masks', reference: 'reference', plan: 'plan.json', attempts: 'attempts' } as const;

/** @throws CommandFailed, Interrupted; what was done before stays */
export async function doRun(run: Run, doing: Doing): Promise<void> {
  await mkdir(run.folder, { recursive: true });
  const records = { ...await readStages(run.folder) };
  for (const stage of remainingStages(stagesOf(run.set, run.split), records)) {
    doing.onStage(stage);
    const startedAt = doing.now();
    const { command, answer } = await doStage(stage, run, doing, records.train?.answer as ModelInfo | undefined);
    const seconds = (doing.now().getTime() - startedAt.getTime()) / 1000;
    const record: StageRecord<unknown> = { command, startedAt: startedAt.toISOString(), seconds, answer };
    await writeRecord(run.folder, stage, record);
    records[stage] = record;
  }
}

/** Starts of the training that the run's model consists of. */
export async function attemptsOf(folder: string): Promise<readonly Attempt<Circumstances>[]> {
  return attemptsOfModel(await allAttempts(folder));
}

type Done = Pick<StageRecord<unknown>, 'command' | 'answer'>;

async function doStage(stage: StageName, run: Run, doing: Doing, model: ModelInfo | undefined): Promise<Done> {
  const { set, images, split, folder } = run;
  const ask = async (command: readonly string[]): Promise<Done> => ({ command, answer: await doing.lamina(command) });
  const listed = (names: readonly string[]): readonly QualityCase[] => names.map((name) => images.cases.find((one) => one.name === name)!);
  switch (stage) {
    case 'init':
      // Half-made, or of a run that was begun anew.
      await rm(join(folder, places.project), { recursive: true, force: true });
      return ask(['init', places.project, '--name', set.name]);
    case 'import': {
      const patient = set.patientPattern === null ? [] : ['--patient', set.patientPattern];
      const done = await ask(['import', places.project, ...listed(split.fit).flatMap(pathsOf), '--labels', images.labels, ...patient, ...set.importOptions]);
      const { imported, present } = done.answer as ImportReport;
      if (imported.length + present.length !== split.fit.length) throw new RangeError(`${imported.length + present.length} of ${split.fit.length} images are in the project`);
      return done;
    }
    case 'train':
      return train(run, doing, ask);
    case 'segment': {
      const done = await ask(['segment', places.project, ...listed(split.judge).flatMap(pathsOf), '--out', places.masks, '--model', model!.id, '--force']);
      const { written } = done.answer as SegmentReport;
      if (written.length !== split.judge.length) throw new RangeError(`${written.length} of ${split.judge.length} images were segmented`);
      return done;
    }
    case 'evaluate':
      await copyReferences(listed(split.judge), join(folder, places.reference));
      return ask(['evaluate', places.masks, places.reference, ...set.evaluateOptions]);
    case 'examine':
      return { command: null, answer: await set.examine!({ folder, project: places.project, model: model!, images, split, lamina: doing.lamina }) };
  }
}

function pathsOf({ image, further = [] }: QualityCase): readonly string[] {
  return [image, ...further];
}

async function train({ set, seed, length, folder }: Run, { lamina, circumstances, now }: Doing, ask: (command: readonly string[]) => Promise<Done>): Promise<Done> {
  const models = await lamina(['models', places.project]) as ModelInfo[];
  const { unfinished } = await lamina(['trainings', places.project]) as { readonly unfinished: UnfinishedTraining[] };
  const how = howToTrain(models, unfinished);
  if (how.kind === 'done') return { command: ['models', places.project], answer: how.model };
  await writeRecord(folder, places.attempts, [...await allAttempts(folder), { startedAt: now().toISOString(), how: how.kind, circumstances: await circumstances() }]);
  if (how.kind === 'resume') return ask(['train', places.project, '--resume', how.id]);
  if (length.kind === 'trial') await writeRecord(folder, basename(places.plan, '.json'), trialPlan);
  return ask(['train', places.project, ...trainOptionsOf(length, places.plan), '--seed', String(seed), ...set.trainOptions]);
}

async function allAttempts(folder: string): Promise<readonly Attempt<Circumstances>[]> {
  return (await readRecord(folder, places.attempts) ?? []) as readonly Attempt<Circumstances>[];
}

/** Only those of the judging cases, under the names of their masks: in the data's own folder are all the others. */
async function copyReferences(cases: readonly QualityCase[], folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  for (const { name, reference } of cases) {
    const [ending = ''] = /\.(?:nii\.gz|nii|png)$/.exec(reference) ?? [];
    await copyFile(reference, join(folder, `${name}${ending}`));
  }
}
