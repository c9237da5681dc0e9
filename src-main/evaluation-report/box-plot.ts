/** How one figure lies over the cases, label by label: a picture for a page without script. */
import { boxOf } from '#shared/learning/evaluation/box-of.ts';
import { html, type Markup } from './markup.ts';

export interface BoxPlotRow {
  readonly label: string;
  readonly cases: readonly { readonly name: string; readonly value: number }[];
}

const width = 640;
const rowHeight = 26;
const room = { left: 70, right: 20, bottom: 24 };

/**
 * @param highest that a value can be; null: the highest that there is, and the axis ends at a round number
 * @param show how a value is written
 */
export function boxPlot(title: string, rows: readonly BoxPlotRow[], highest: number | null, show: (value: number) => string): Markup {
  const values = rows.flatMap(({ cases }) => cases.map(({ value }) => value));
  const step = roundStep((highest ?? values.reduce((most, value) => Math.max(most, value), 0)) / 4);
  const ticks = [0, 1, 2, 3, 4].map((count) => count * step);
  const x = (value: number): string => (room.left + (value / (4 * step)) * (width - room.left - room.right)).toFixed(1);
  const bottom = rows.length * rowHeight;
  return html`<svg viewBox="0 0 ${width} ${bottom + room.bottom}" role="img" aria-label="${title}">
${ticks.map((tick) => html`<line class="grid" x1="${x(tick)}" x2="${x(tick)}" y1="0" y2="${bottom}"/><text class="tick" x="${x(tick)}" y="${bottom + 16}">${show(tick)}</text>`)}
${rows.map((row, at) => drawRow(row, at * rowHeight + rowHeight / 2, x, show))}
</svg>`;
}

/** The next of 1, 2, 2.5 and 5, and their tenfolds. */
function roundStep(least: number): number {
  if (least <= 0) return 1;
  const unit = 10 ** Math.floor(Math.log10(least));
  // A little less than the quotient: 0.3 / 0.1 is 2.9999999999999996.
  return unit * ([1, 2, 2.5, 5, 10].find((factor) => factor >= least / unit - 1e-9) ?? 10);
}

function drawRow({ label, cases }: BoxPlotRow, y: number, x: (value: number) => string, show: (value: number) => string): Markup {
  const name = html`<text class="name" x="${room.left - 8}" y="${y + 4}">${label}</text>`;
  const box = boxOf(cases.map(({ value }) => value));
  if (box === null) return name;
  const { low, middle, high, first, last } = box;
  const outside = cases.filter(({ value }) => value < first || value > last);
  return html`${name}<line class="whisker" x1="${x(first)}" x2="${x(last)}" y1="${y}" y2="${y}"/>
<rect class="box" x="${x(low)}" width="${(Number(x(high)) - Number(x(low))).toFixed(1)}" y="${y - 8}" height="16"/>
<line class="median" x1="${x(middle)}" x2="${x(middle)}" y1="${y - 8}" y2="${y + 8}"/>
${outside.map((one) => html`<circle cx="${x(one.value)}" cy="${y}" r="3"><title>${one.name}: ${show(one.value)}</title></circle>`)}`;
}
