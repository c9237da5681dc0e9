/** What the document says of one set: its split, the figures of each run and their mean, and what they were reached with. */
import { planInShort } from './plan-in-short.ts';
import type { QualitySet } from './quality-set.ts';
import type { LabelFigure, RunResult } from './run-result.ts';
import { repeatingCommand, type TrainingLength } from './training-length.ts';

type Described = Pick<QualitySet, 'name' | 'about' | 'minutes' | 'remarks' | 'peers' | 'every' | 'pending'>;

/** Markdown, without a heading. @param planned number of runs that the set has */
export function sectionOf(set: Described, results: readonly RunResult[], planned: number, length: TrainingLength | null = null): string {
  const repeat = `Repeat: \`${repeatingCommand(set.name, length)}\`.`;
  if (results.length === 0) return [set.about, '', notMeasured(set), '', repeat].join('\n');
  const paragraphs = [
    set.about,
    figureTable(set, results).join('\n'),
    ...checkTable(results),
    ...everyValue(set, results),
    ...(set.remarks === '' ? [] : [set.remarks]),
    [...(results.length < planned ? [`${results.length} of ${planned} runs are done.`] : []), planLine(results), machineLine(results), repeat].join(' '),
  ];
  return paragraphs.join('\n\n');
}

const unmeasured = '**Not measured yet**';

function notMeasured({ pending, minutes }: Described): string {
  return pending === null ? `${unmeasured} (${minutes} minutes a run).` : `${unmeasured}: ${pending}.`;
}

/** Whether a part of the document holds no figures that could be lost. */
export function isUnmeasured(part: string | null): boolean {
  return part === null || part === '' || part.includes(unmeasured);
}

function figureTable({ peers }: Described, results: readonly RunResult[]): string[] {
  const labels = [...new Map(results.flatMap(({ figures }) => figures?.labels ?? []).map((label) => [label.value, label])).values()];
  const judged = labels.length > 0;
  const header = ['run', 'learnt', ...(judged ? ['judged', ...labels.map(({ name }) => name), 'foreground'] : ['Dice of slices kept apart']), 'steps', 'training, min', 'all, min'];
  const rows = results.map((result) => {
    const own = (value: number): LabelFigure | undefined => result.figures?.labels.find((label) => label.value === value);
    return [
      result.run, result.learnt.cases,
      ...(judged ? [result.judged.cases, ...labels.map(({ value }) => spread(own(value))), `**${three(result.figures?.foreground)}**`] : [three(result.validated.dice)]),
      result.steps.toLocaleString('en'), result.trainingMinutes.toFixed(1), result.wholeMinutes.toFixed(1),
    ];
  });
  if (judged && results.length > 1) {
    const over = (values: readonly (number | null | undefined)[]): string => meanAndSpread(values.filter((value) => value != null));
    rows.push([
      `mean of ${results.length} runs`, '', '',
      ...labels.map(({ value }) => over(results.map(({ figures }) => figures?.labels.find((label) => label.value === value)?.dice.mean))),
      `**${over(results.map(({ figures }) => figures?.foreground))}**`, '', '', '',
    ]);
  }
  for (const peer of judged ? peers : []) {
    rows.push([peer.name, '', '', ...labels.map(({ value }) => three(peer.labels[value])), three(peer.foreground), '', '', '']);
  }
  return markdownTable(header, rows);
}

/** Mean ± SD over the cases of a run. */
function spread(label: LabelFigure | undefined): string {
  if (label === undefined) return '–';
  return label.dice.sd === null ? three(label.dice.mean) : `${three(label.dice.mean)} ± ${three(label.dice.sd)}`;
}

/** Over runs. */
function meanAndSpread(values: readonly number[]): string {
  if (values.length === 0) return '–';
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  if (values.length === 1) return three(mean);
  return `${three(mean)} ± ${three(Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1)))}`;
}

function everyValue({ every }: Described, results: readonly RunResult[]): string[] {
  const cases = results.flatMap(({ figures }) => figures?.cases ?? []);
  if (every === 'none' || cases.length === 0) return [];
  const grouped = Map.groupBy(cases, ({ name, patient }) => (every === 'case' ? name : patient));
  const told = [...grouped].map(([name, group]) => {
    const known = group.flatMap(({ dice }) => dice ?? []);
    return `${name} ${known.length === 0 ? '–' : three(known.reduce((sum, dice) => sum + dice, 0) / known.length)}`;
  });
  return [`${every === 'case' ? 'Every case' : 'Every patient, the mean of the slices'}: ${told.join(', ')}.`];
}

function checkTable(results: readonly RunResult[]): string[] {
  const rows = results.flatMap(({ run, checks }) => checks.map(({ what, expected, found, holds }) => [run, what, `\`${expected}\``, `\`${found}\``, holds ? 'yes' : '**no**']));
  return rows.length === 0 ? [] : [markdownTable(['run', 'checked', 'expected', 'found', 'holds'], rows).join('\n')];
}

function planLine(results: readonly RunResult[]): string {
  const plans = Map.groupBy(results, ({ plan }) => planInShort(plan));
  const told = [...plans].map(([plan, runs]) => (plans.size === 1 ? plan : `${runs.map(({ run }) => run).join(', ')}: ${plan}`));
  return `Plan: ${told.join('. ')}.`;
}

function machineLine(results: readonly RunResult[]): string {
  const each = (tell: (result: RunResult) => string): string => [...new Set(results.map(tell))].join(', ');
  const machine = each(({ circumstances: { machine: { cores, cpu, memoryGiB, system } } }) => `${cores} cores of ${cpu}, ${memoryGiB} GiB, ${system}`);
  const program = each(({ circumstances: { program: { commit, changed } } }) => `${commit ?? 'no commit'}${changed ? ' with changes' : ''}`);
  const resumed = results.filter((result) => result.resumed > 0).map(({ run, resumed: times }) => `${run} (${times})`);
  return [
    `Machine: ${machine}; load when a training began ${results.map(({ circumstances }) => circumstances.machine.load).join(', ')}; ${each(({ computedWith }) => computedWith)}; program ${program}; ${each(({ startedAt }) => startedAt.slice(0, 10))}.`,
    ...(resumed.length === 0 ? [] : [`Cut short and gone on with: ${resumed.join(', ')}.`]),
  ].join(' ');
}

function three(value: number | null | undefined): string {
  return value == null ? '–' : value.toFixed(3);
}

/** Numbers stand to the right. */
export function markdownTable(header: readonly string[], rows: readonly (readonly (string | number)[])[]): string[] {
  const cell = (text: string | number): string => String(text).replaceAll('|', '\\|');
  const line = (cells: readonly (string | number)[]): string => `| ${cells.map(cell).join(' | ')} |`;
  const numeric = header.map((_, column) => rows.every((row) => /^[\d.,±–* ]*$/.test(String(row[column]))));
  return [line(header), `| ${numeric.map((right) => (right ? '--:' : '---')).join(' | ')} |`, ...rows.map(line)];
}
