/** An evaluation, and its files where they are asked for: figures for programs, a page for people. */
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Evaluation, EvaluationOptions } from '#shared/contract/evaluation.ts';
import { worstFirst } from '#shared/learning/evaluation/worst-first.ts';
import { worstSlice, type WorstSlice } from '#shared/learning/evaluation/worst-slice.ts';
import { failure } from '#shared/text/user-facing-error.ts';
import { evaluationPage } from '../evaluation-report/page.ts';
import { casesTable, summaryTable } from '../evaluation-report/tables.ts';
import { writeWhole } from '../files/write-whole.ts';
import { evaluateMasks, type SeenCase } from './evaluate-masks.ts';
import { evaluationSentences } from './evaluation-sentences.ts';
import { breathe, type LongWork } from './long-work.ts';

export const reportFiles = ['report.html', 'evaluation.json', 'cases.csv', 'summary.csv'] as const;

/** As many as a person looks at. */
const shownSlices = 12;

/**
 * @throws UserFacingError as `evaluateMasks`; `conflict` where a file of the report is there already and
 *   nobody said to replace it; `disk-full`. Of a report that fails no new file is left.
 */
export async function reportEvaluation(options: EvaluationOptions, version: string, work: LongWork): Promise<Evaluation> {
  const { out, force, locale } = options;
  if (out === undefined) return evaluateMasks(options, work);
  for (const file of reportFiles) {
    if (!force && existsSync(join(out, file))) throw failure('conflict', evaluationSentences.reportExists, { file: join(out, file) });
  }
  let worst: (Pick<SeenCase, 'name' | 'dice'> & { readonly slice: WorstSlice })[] = [];
  const evaluation = await evaluateMasks(options, work, ({ name, dice, masks, geometry, orientationKnown }) => {
    const slice = worstSlice(masks, geometry, orientationKnown);
    if (slice !== null) worst = worstFirst([...worst, { name, dice, slice }], (one) => one.dice).slice(0, shownSlices);
  });
  const page = evaluationPage({
    evaluation, worst, version,
    predictions: basename(options.predictions), references: basename(options.references),
    date: new Intl.DateTimeFormat(locale, { dateStyle: 'long' }).format(new Date()),
  }, locale);
  await breathe(work);
  await writeAll(out, {
    'report.html': page,
    'evaluation.json': `${JSON.stringify(evaluation, null, 2)}\n`,
    'cases.csv': casesTable(evaluation),
    'summary.csv': summaryTable(evaluation),
  });
  return evaluation;
}

async function writeAll(folder: string, contents: Readonly<Record<(typeof reportFiles)[number], string>>): Promise<void> {
  const added: string[] = [];
  try {
    for (const name of reportFiles) {
      const file = join(folder, name);
      if (!existsSync(file)) added.push(file);
      await writeWhole(file, contents[name]);
    }
  } catch (error) {
    for (const file of added) await rm(file, { force: true });
    throw error;
  }
}
