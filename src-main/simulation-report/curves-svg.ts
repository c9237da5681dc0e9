/** The curves as a drawing in a page without script. */
import type { SimulationFigures } from '#shared/learning/simulation/figures.ts';
import type { Sentence } from '#shared/text/sentence.ts';
import { html, type Markup } from '../evaluation-report/markup.ts';
import { layOutCurves, type CurvesLayout, type DrawnCurve, type DrawnLevel } from './curves-layout.ts';
import { armTitle, fullTitle } from './names.ts';
import { simulationReportSentences as texts } from './simulation-report-sentences.ts';

export function curvesSvg(figures: Pick<SimulationFigures, 'arms' | 'full'>, words: (sentence: Sentence) => string): Markup {
  const layout = layOutCurves(figures);
  const { width, height, left, right, top, bottom, budgets, dice, curves, levels } = layout;
  return html`<svg class="curves" viewBox="0 0 ${width} ${height}" role="img" aria-label="${words(texts.title)}">
${dice.map(({ y, text }) => html`<line class="grid" x1="${left}" x2="${right}" y1="${px(y)}" y2="${px(y)}"/><text class="name" x="${left - 8}" y="${px(y + 4)}">${text}</text>`)}
${budgets.map(({ x, text }) => html`<line class="grid" x1="${px(x)}" x2="${px(x)}" y1="${top}" y2="${bottom}"/><text class="tick" x="${px(x)}" y="${bottom + 18}">${text}</text>`)}
<text class="tick" x="${(left + right) / 2}" y="${bottom + 38}">${words(texts.axis)}</text>
<text class="tick" transform="translate(16 ${(top + bottom) / 2}) rotate(-90)">${words(texts.dice)}</text>
${levels.map((level) => html`<line class="${level.kind}" x1="${left}" x2="${right}" y1="${px(level.y)}" y2="${px(level.y)}"><title>${levelTitle(level, words)}</title></line>`)}
${curves.map((curve) => drawCurve(curve, words))}
${legend(layout, words)}
</svg>`;
}

function drawCurve({ arm, colour, points }: DrawnCurve, words: (sentence: Sentence) => string): Markup {
  const name = words(armTitle(arm));
  return html`<g stroke="${colour}" fill="${colour}"><title>${name}</title>
<polyline class="${arm.warm ? 'warm' : 'cold'}" points="${points.map(({ x, y }) => `${px(x)},${px(y)}`).join(' ')}"/>
${points.map(({ x, y, ends }) => html`${ends === null ? [] : html`<line x1="${px(x)}" x2="${px(x)}" y1="${px(ends[0])}" y2="${px(ends[1])}"/>`}<circle class="dot" cx="${px(x)}" cy="${px(y)}" r="3.5"/>`)}
</g>`;
}

function legend({ left, bottom, curves, levels }: CurvesLayout, words: (sentence: Sentence) => string): Markup[] {
  const rows = [
    ...curves.map(({ arm, colour }) => ({ title: words(armTitle(arm)), sample: (y: number) => html`<line class="${arm.warm ? 'warm' : 'cold'}" stroke="${colour}" x1="${left}" x2="${left + 30}" y1="${y}" y2="${y}"/>` })),
    ...levels.map((level) => ({ title: levelTitle(level, words), sample: (y: number) => html`<line class="${level.kind}" x1="${left}" x2="${left + 30}" y1="${y}" y2="${y}"/>` })),
  ];
  return rows.map(({ title, sample }, place) => {
    const y = bottom + 60 + 20 * place;
    return html`${sample(y)}<text x="${left + 40}" y="${y + 4}">${title}</text>`;
  });
}

export function levelTitle({ kind, timesTheSteps }: DrawnLevel, words: (sentence: Sentence) => string): string {
  return words(kind === 'share' ? texts.share : fullTitle({ timesTheSteps }));
}

function px(value: number): string {
  return value.toFixed(1);
}
