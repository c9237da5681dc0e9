/**
 * An evaluation as one HTML file for people: opened without a network, printed, sent on; it holds no
 * script and fetches nothing. Knows figures and pictures; no files and no masks.
 */
import type { Evaluation, FigureSummary } from '#shared/contract/evaluation.ts';
import { measureNames, type MeasureName } from '#shared/learning/evaluation/measure-case.ts';
import { measureTitle, showMeasure } from '#shared/learning/evaluation/measure-sentences.ts';
import { meanDice, worstFirst } from '#shared/learning/evaluation/worst-first.ts';
import type { WorstSlice } from '#shared/learning/evaluation/worst-slice.ts';
import { fill, type Locale, type Sentence } from '#shared/text/sentence.ts';
import { boxPlot } from './box-plot.ts';
import { html, Markup } from './markup.ts';
import { reportSentences as texts } from './report-sentences.ts';
import { drawSlice } from './slice-drawing.ts';
import { pageStyle } from './style.ts';

export interface ReportedEvaluation {
  readonly evaluation: Evaluation;
  /** Of the cases with the lowest Dice, lowest first. */
  readonly worst: readonly { readonly name: string; readonly dice: number | null; readonly slice: WorstSlice }[];
  /** What the two folders or files are called. */
  readonly predictions: string;
  readonly references: string;
  readonly version: string;
  /** As people write it. */
  readonly date: string;
}

interface Context { readonly evaluation: Evaluation; readonly words: (sentence: Sentence) => string }
type CaseRow = Evaluation['cases'][number];

const byValue = (labels: Readonly<Record<string, unknown>>): string[] => Object.keys(labels).sort((a, b) => Number(a) - Number(b));

export function evaluationPage(report: ReportedEvaluation, locale: Locale): string {
  const { evaluation, predictions, references, version, date } = report;
  const words = (sentence: Sentence): string => sentence[locale];
  const context = { evaluation, words };
  const notes = notesOf(evaluation);
  return `<!doctype html>\n${html`<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${words(texts.title)}: ${words(fill(texts.what, { predictions, references }))}</title>
<style>${new Markup(pageStyle)}</style>
</head>
<body>
<h1>${words(texts.title)}</h1>
<p>${words(fill(texts.what, { predictions, references }))}<br>${words(fill(texts.made, { cases: evaluation.cases.length, version, date }))}</p>
${notes.length === 0 ? [] : html`<h2>${words(texts.toMind)}</h2><ul>${notes.map((note) => html`<li>${words(note)}</li>`)}</ul>`}
${summarySection(context)}
${spreadSection(context)}
${report.worst.length === 0 ? [] : worstSection(report.worst, context)}
${casesSection(context)}
${meaningSection(context)}
</body>
</html>`.text}\n`;
}

function notesOf({ missing, unmatched, cases, warnings }: Evaluation): Sentence[] {
  return [
    ...missing.map((name) => fill(texts.missing, { name })),
    ...unmatched.map((name) => fill(texts.unmatched, { name })),
    ...cases.flatMap(({ name, partly }) => (partly === null ? [] : [fill(texts.unfinished, { name, ...partly })])),
    ...warnings,
  ];
}

/** More labels than this stand below each other, else the figures do: few people have screens for twelve columns. */
const fewLabels = 6;

function summarySection({ evaluation: { summary, mean, unit }, words }: Context): Markup {
  const labels = byValue(summary);
  const cell = (name: MeasureName, { mean: middle, sd, median, n }: FigureSummary): Markup => html`<td>${showMeasure(name, middle, unit)}${
    sd === null ? '' : ` ± ${showMeasure(name, sd, unit)}`}<small>${words(fill(texts.medianAndN, { median: showMeasure(name, median, unit), n }))}</small></td>`;
  const alike = (name: MeasureName): Markup => {
    const foreground = mean['foreground'] as Readonly<Partial<Record<MeasureName, number | null>>> | undefined;
    return html`<td>${foreground !== undefined && name in foreground ? showMeasure(name, foreground[name], unit) : ''}</td>`;
  };
  const [corner, last] = [words(texts.label), words(texts.foreground)];
  const table = labels.length <= fewLabels
    ? html`<thead><tr><th scope="col">${corner}</th>${[...labels, last].map((label) => html`<th scope="col">${label}</th>`)}</tr></thead>
<tbody>${measureNames.map((name) => html`<tr><th scope="row">${words(measureTitle(name, unit))}</th>${labels.map((label) => cell(name, summary[label]![name]))}${alike(name)}</tr>`)}</tbody>`
    : html`<thead><tr><th scope="col">${corner}</th>${headings(unit, words)}</tr></thead>
<tbody>${labels.map((label) => html`<tr><th scope="row">${label}</th>${measureNames.map((name) => cell(name, summary[label]![name]))}</tr>`)}
<tr><th scope="row">${last}</th>${measureNames.map(alike)}</tr></tbody>`;
  return html`<h2>${words(texts.summary)}</h2>
<p>${words(texts.summaryNote)}</p>
<div class="wide"><table>${table}</table></div>`;
}

function headings(unit: Evaluation['unit'], words: Context['words']): Markup[] {
  return measureNames.map((name) => html`<th scope="col">${words(measureTitle(name, unit))}</th>`);
}

function spreadSection({ evaluation: { summary, cases, unit }, words }: Context): Markup {
  const plots = ([['dice', 1], ['surfaceDice', 1], ['hd95', null]] as const).flatMap(([name, highest]) => {
    const rows = byValue(summary).map((label) => ({
      label,
      cases: cases.filter((one) => name === 'dice' || one.unit === unit)
        .flatMap((one) => { const value = one.labels[label]?.[name] ?? null; return value === null ? [] : [{ name: one.name, value }]; }),
    }));
    if (rows.every((row) => row.cases.length === 0)) return [];
    const title = words(measureTitle(name, unit));
    return [html`<figure><figcaption>${title}</figcaption>${boxPlot(title, rows, highest, (value) => showMeasure(name, value, unit))}</figure>`];
  });
  return html`<h2>${words(texts.spread)}</h2><p>${words(texts.spreadNote)}</p><div class="figures">${plots}</div>`;
}

function worstSection(worst: ReportedEvaluation['worst'], { words }: Context): Markup {
  const legend = [['agreed', texts.agreed], ['missed', texts.onlyReference], ['invented', texts.onlyPrediction], ['confused', texts.confused]] as const;
  return html`<h2>${words(texts.worst)}</h2>
<p>${words(texts.worstNote)} ${legend.map(([verdict, name]) => html`<span class="key"><svg viewBox="0 0 1 1"><rect class="${verdict}" width="1" height="1"/></svg> ${words(name)}</span> `)}</p>
<div class="slices">${worst.map(({ name, dice, slice }) => {
    const place = words(fill(texts.slice, { number: slice.slice + 1, slices: slice.plane.slices }));
    const about = words(fill(texts.meanDice, { dice: showMeasure('dice', dice, 'mm') }));
    return html`<figure>${drawSlice(slice, `${name}${words(texts.comma)}${place}`)}<figcaption>${name}<small>${about}${words(texts.comma)}${place}</small></figcaption></figure>`;
  })}</div>`;
}

function casesSection({ evaluation: { cases, unit }, words }: Context): Markup {
  const ordered = worstFirst(cases, (one) => meanDice(Object.values(one.labels)));
  return html`<h2>${words(texts.cases)}</h2>
<div class="wide"><table>
<thead><tr><th scope="col">${words(texts.case)}</th><th scope="col">${words(texts.label)}</th><th scope="col">${words(texts.found)}</th>${headings(unit, words)}</tr></thead>
${ordered.map((one) => caseRows(one, unit, words))}
</table></div>`;
}

function caseRows({ name, predicted, unit, partly, labels }: CaseRow, common: Evaluation['unit'], words: Context['words']): Markup {
  const marks = [
    ...partly === null ? [] : [words(fill(texts.partly, partly))],
    ...unit === common ? [] : [words(texts.inVoxels)],
    ...predicted ? [] : [words(texts.noFile)],
  ];
  const values = byValue(labels);
  const heading = html`<th scope="rowgroup" rowspan="${values.length}">${name}${marks.length === 0 ? [] : html`<small>${marks.join(words(texts.comma))}</small>`}</th>`;
  return html`<tbody>${values.map((label, at) => html`<tr>${at === 0 ? heading : []}<td>${label}</td><td class="${labels[label]!.found}">${words(texts[labels[label]!.found])}</td>${
    measureNames.map((measure) => html`<td>${showMeasure(measure, labels[label]![measure], unit)}</td>`)}</tr>`)}</tbody>`;
}

function meaningSection({ evaluation: { tolerance, unit }, words }: Context): Markup {
  const length = (value: number): string => words(fill(unit === 'mm' ? texts.mm : texts.voxels, { value }));
  const told = [length(tolerance.every), ...byValue(tolerance.labels).map((label) => words(fill(texts.ofLabel, { label, value: length(tolerance.labels[label]!) })))].join(words(texts.comma));
  return html`<h2>${words(texts.meaning)}</h2>
<p>${words(texts.overlaps)}</p><p>${words(texts.distances)}</p><p>${words(fill(texts.surfaceDice, { tolerance: told }))}</p>`;
}
