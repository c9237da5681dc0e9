/**
 * A simulation as one HTML file for people: opened without a network, printed, sent on; it holds no script and fetches
 * nothing. Knows figures; no files and no networks.
 */
import type { ArmFigures, CurvePointFigures, SimulationFigures } from '#shared/learning/simulation/figures.ts';
import type { PairedMean } from '#shared/learning/statistics/budget-area.ts';
import type { Budget } from '#shared/learning/simulation/budgets.ts';
import { fill, type Locale, type Sentence } from '#shared/text/sentence.ts';
import { html, Markup } from '../evaluation-report/markup.ts';
import { pageStyle } from '../evaluation-report/style.ts';
import { curvesSvg } from './curves-svg.ts';
import { armTitle, fullTitle } from './names.ts';
import { simulationReportSentences as texts } from './simulation-report-sentences.ts';

export interface ReportedSimulation {
  readonly result: SimulationFigures & {
    readonly network: string;
    readonly steps: number;
    readonly pool: { readonly cases: number; readonly slices: number };
    readonly test: { readonly cases: number };
    readonly seeds: readonly number[];
    readonly brokenOff: readonly { readonly seed: number; readonly arm: string; readonly budget: Budget; readonly why: Sentence }[];
    readonly rounds: { readonly done: number; readonly total: number };
  };
  readonly version: string;
  /** As people write it. */
  readonly date: string;
}

type Words = (sentence: Sentence) => string;

const curveStyle = `
.curves { width: 100%; max-width: 60rem; }
.curves polyline { fill: none; stroke-width: 2; }
.curves line.cold, .curves line.warm { stroke-width: 2; }
.curves .warm { stroke-dasharray: 6 4; }
.curves line.full, .curves line.longer, .curves line.share { stroke: var(--ink); stroke-width: 1.2; }
.curves line.longer { stroke-dasharray: 8 3; }
.curves line.share { stroke-dasharray: 2 4; }
.curves circle.dot { fill: inherit; stroke: none; }
.curves text { stroke: none; }
td.whole { text-align: left; }
`;

export function simulationPage({ result, version, date }: ReportedSimulation, locale: Locale): string {
  const words: Words = (sentence) => sentence[locale];
  const { network, steps, pool: { cases, slices }, test, seeds } = result;
  const about = fill(texts.about, { network, steps, cases, slices, tests: test.cases, seeds: seeds.join(', ') });
  return `<!doctype html>\n${html`<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${words(texts.title)}</title>
<style>${new Markup(pageStyle + curveStyle)}</style>
</head>
<body>
<h1>${words(texts.title)}</h1>
<p>${words(about)}<br>${words(fill(texts.made, { version, date }))}</p>
<h2>${words(texts.toMind)}</h2>
<ul>${notesOf(result).map((note) => html`<li>${words(note)}</li>`)}</ul>
<h2>${words(texts.curves)}</h2>
<p>${words(texts.curvesNote)}</p>
${curvesSvg(result, words)}
${diceSection(result, words)}
${result.comparisons.length === 0 ? [] : comparisonSection(result, words)}
</body>
</html>`.text}\n`;
}

function notesOf({ arms, rounds: { done, total }, seeds, brokenOff }: ReportedSimulation['result']): readonly Sentence[] {
  return [
    ...brokenOff.map(({ seed, arm, budget: { percent }, why }) => fill(texts.brokenOff, { seed, arm, percent, why })),
    ...done < total ? [fill(texts.unfinished, { done, total })] : [],
    texts.budgetNote,
    ...arms.some(({ strategy, predicted }) => strategy === 'foreground-random' && !predicted) ? [texts.referenceNote] : [],
    ...arms.some(({ warm }) => warm) ? [texts.warmNote] : [],
    ...seeds.length === 1 ? [texts.oneSeed] : [],
  ];
}

function diceSection({ arms, full }: SimulationFigures, words: Words): Markup {
  const budgets = [...new Map(arms.flatMap(({ points }) => points).map((point) => [point.slices, point])).values()].sort((a, b) => a.slices - b.slices);
  const row = ({ points, area, ...arm }: ArmFigures): Markup => html`<tr><th scope="row">${words(armTitle(arm))}</th>${budgets.map(({ slices }) => {
    const point = points.find((one) => one.slices === slices);
    return point === undefined ? html`<td>–</td>` : html`<td>${withHalf(point.dice)}${sharesOf(point)}</td>`;
  })}<td>${area === null ? '–' : withHalf(area)}</td></tr>`;
  return html`<h2>${words(texts.figures)}</h2>
<p>${words(texts.figuresNote)}</p>
<div class="wide"><table>
<thead><tr><th scope="col">${words(texts.arm)}</th>${budgets.map(({ percent, slices }) => html`<th scope="col">${words(fill(texts.budget, { percent, slices }))}</th>`)}<th scope="col">${words(texts.area)}</th></tr></thead>
<tbody>${arms.map(row)}
${full.map((one) => html`<tr><th scope="row">${words(fullTitle(one))}</th><td class="whole" colspan="${budgets.length + 1}">${withHalf(one.dice)}</td></tr>`)}</tbody>
</table></div>`;
}

function sharesOf({ shareOfFull, shareOfLonger }: CurvePointFigures): Markup | string {
  const shares = [shareOfFull, shareOfLonger].flatMap((share) => (share === null ? [] : [`${(100 * share).toFixed(1)} %`]));
  return shares.length === 0 ? '' : html`<small>${shares.join('; ')}</small>`;
}

function comparisonSection({ arms, comparisons }: SimulationFigures, words: Words): Markup {
  const titleOf = (name: string): Sentence => { const arm = arms.find((one) => one.name === name); return arm === undefined ? { en: name, 'zh-CN': name } : armTitle(arm); };
  return html`<h2>${words(texts.comparisons)}</h2>
<p>${words(texts.comparisonsNote)}</p>
<div class="wide"><table>
<thead><tr><th scope="col">${words(texts.arm)}</th><th scope="col">${words(texts.difference)}</th><th scope="col">${words(texts.interval)}</th><th scope="col">${words(texts.seeds)}</th></tr></thead>
<tbody>${comparisons.map(({ first, second, area: { mean, n, interval } }) => html`<tr><th scope="row">${words(fill(texts.less, { first: titleOf(first), second: titleOf(second) }))}</th><td>${signed(mean)}</td><td>${
    interval === null ? '–' : `${signed(interval.low)} … ${signed(interval.high)}`}</td><td>${n}</td></tr>`)}</tbody>
</table></div>`;
}

function withHalf({ mean, interval }: PairedMean): string {
  return interval === null ? mean.toFixed(3) : `${mean.toFixed(3)} ± ${(interval.high - mean).toFixed(3)}`;
}

function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(3)}`;
}
