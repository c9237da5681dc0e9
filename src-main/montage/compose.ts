/** Lays cases out on one sheet: a legend above, for each case its slices with outlines and its scores. */
import { defaultColour } from '#shared/labels/default-colours.ts';
import { type Canvas, type Colour, colourOf, createCanvas, fillRectangle, mixed, paint } from './canvas.ts';
import type { CasePicture } from './case-picture.ts';
import { drawPanel, outlinePens } from './panel.ts';
import { strokeLine } from './strokes.ts';
import { drawText, fittingText, textWidth } from './text.ts';

export interface MontageCase {
  readonly name: string;
  readonly picture: CasePicture;
  readonly predicted: boolean;
  /** Mean over the labels; null where neither mask holds any. */
  readonly dice: number | null;
  readonly labels: readonly { readonly label: number; readonly dice: number | null }[];
}

export interface MontageHead {
  readonly title: string;
  /** At the right end of the head. */
  readonly summary: string;
}

const sheet: Colour = colourOf('#121212');
const panelGround: Colour = colourOf('#000000');
const text: Colour = colourOf('#e6e6e6');
const quiet: Colour = colourOf('#9a9a9a');
const alarm: Colour = colourOf('#ff6b6b');

const margin = 24;
const gap = 4;
const captionHeight = 34;
const blockGap = 28;
const headHeight = 76;
/** Wider sheets no longer fit a screen at full size. */
const widestSheet = 2_200;

export function composeMontage(cases: readonly MontageCase[], head: MontageHead): Canvas {
  // A few cases have room to be large; more stand in two columns, whatever the form of their slices.
  const [panelHeight, widestPanel] = cases.length <= 3 ? [320, 430] : [240, 262];
  const panels = 1 + Math.max(...cases.map(({ picture }) => picture.slices.length));
  const panelWidth = Math.min(widestPanel, Math.max(150, ...cases.map(({ picture }) => Math.ceil(panelHeight * aspectOf(picture)))));
  const blockWidth = panels * panelWidth + (panels - 1) * gap;
  const blockHeight = captionHeight + panelHeight;
  const columns = Math.max(1, Math.min(cases.length, Math.floor((widestSheet - 2 * margin + blockGap) / (blockWidth + blockGap))));
  const rows = Math.ceil(cases.length / columns);

  const labels = [...new Set(cases.flatMap((one) => one.labels.map(({ label }) => label)))].sort((a, b) => a - b);
  const colours = new Map(labels.map((label, at) => [label, colourOf(defaultColour((at % 255) + 1))]));
  const width = Math.max(760, 2 * margin + columns * blockWidth + (columns - 1) * blockGap);
  const canvas = createCanvas(width, headHeight + rows * blockHeight + (rows - 1) * blockGap + margin, sheet);

  drawHead(canvas, head, colours);
  cases.forEach((one, at) => {
    const left = margin + (at % columns) * (blockWidth + blockGap);
    const top = headHeight + Math.floor(at / columns) * (blockHeight + blockGap);
    drawCaption(canvas, one, colours, { left, top, width: blockWidth });
    const { slices, main } = one.picture;
    const shown = [{ slice: slices[main]!, outlined: false }, ...slices.map((slice) => ({ slice, outlined: true }))];
    for (let n = 0; n < panels; n += 1) {
      const frame = { left: left + n * (panelWidth + gap), top: top + captionHeight, width: panelWidth, height: panelHeight };
      fillRectangle(canvas, frame.left, frame.top, frame.width, frame.height, panelGround);
      const panel = shown[n];
      if (panel !== undefined) drawPanel(canvas, frame, one.picture, panel.slice, panel.outlined ? colours : null);
    }
  });
  return canvas;
}

function aspectOf({ width, height, pixelMm }: CasePicture): number {
  return (width * pixelMm[0]) / (height * pixelMm[1]);
}

function drawHead(canvas: Canvas, { title, summary }: MontageHead, colours: ReadonlyMap<number, Colour>): void {
  drawText(canvas, title, margin, 32, { size: 20, colour: text });
  drawText(canvas, summary, canvas.width - margin - textWidth(summary, 16), 32, { size: 16, colour: text });
  let x = margin;
  const baseline = 58;
  for (const source of ['reference', 'prediction'] as const) {
    paint(canvas, strokeLine(outlinePens[source], { width: 36, height: 8 }, Math.round(x), baseline - 9), text);
    x = drawText(canvas, source, x + 42, baseline, { size: 14, colour: text }) + 22;
  }
  for (const [label, colour] of colours) {
    const name = `label ${label}`;
    if (x + 22 + textWidth(name, 14) > canvas.width - margin - 40) {
      drawText(canvas, '…', x, baseline, { size: 14, colour: quiet });
      break;
    }
    fillRectangle(canvas, Math.round(x), baseline - 11, 12, 12, colour);
    x = drawText(canvas, name, x + 19, baseline, { size: 14, colour: text }) + 18;
  }
}

function drawCaption(
  canvas: Canvas,
  { name, predicted, dice, labels }: MontageCase,
  colours: ReadonlyMap<number, Colour>,
  { left, top, width }: { readonly left: number; readonly top: number; readonly width: number },
): void {
  const baseline = top + 22;
  const scored = labels.filter((one) => one.dice !== null);
  const score = !predicted ? 'no prediction' : dice === null ? 'both empty' : `Dice ${dice.toFixed(3)}`;
  // From the right: the labels' own scores where they fit and there is more than one, before them the case's.
  let right = left + width;
  if (predicted && scored.length > 1 && scored.length <= 6) {
    for (const one of [...scored].reverse()) {
      const value = (one.dice ?? 0).toFixed(2);
      right -= textWidth(value, 13);
      drawText(canvas, value, right, baseline, { size: 13, colour: mixed(colours.get(one.label) ?? text, text, 0.25) });
      right -= 12;
    }
  }
  right -= textWidth(score, 16);
  drawText(canvas, score, right, baseline, { size: 16, colour: predicted ? text : alarm });
  drawText(canvas, fittingText(name, 16, right - left - 16), left, baseline, { size: 16, colour: text });
}
