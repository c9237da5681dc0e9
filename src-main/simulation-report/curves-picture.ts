/** The curves as pixels, for where a page cannot be shown. In English: the letters at hand are Latin ones. */
import type { SimulationFigures } from '#shared/learning/simulation/figures.ts';
import { colourOf, createCanvas, fillRectangle, paint, type Canvas, type Colour } from '../montage/canvas.ts';
import { strokeOutlines } from '../montage/strokes.ts';
import { drawText, textWidth } from '../montage/text.ts';
import { layOutCurves } from './curves-layout.ts';
import { levelTitle } from './curves-svg.ts';
import { armTitle } from './names.ts';
import { simulationReportSentences as texts } from './simulation-report-sentences.ts';

const [paper, ink, grid] = [colourOf('#ffffff'), colourOf('#1a1d21'), colourOf('#dcdcdc')];
/** Sharp on dense screens, and in print. */
const enlarged = 2;

interface Point { readonly x: number; readonly y: number }
interface Pen { readonly width: number; readonly colour: Colour; readonly dash?: readonly [number, number] }

const levelDashes = { full: undefined, longer: [8, 3], share: [2, 4] } as const;

export function drawCurves(figures: Pick<SimulationFigures, 'arms' | 'full'>): Canvas {
  const { width, height, left, right, top, bottom, budgets, dice, curves, levels } = layOutCurves(figures);
  const canvas = createCanvas(enlarged * width, enlarged * height, paper);
  for (const { y, text } of dice) {
    fillRectangle(canvas, enlarged * left, Math.round(enlarged * y), enlarged * (right - left), 1, grid);
    write(canvas, text, { x: left - 8, y: y + 4 }, 'end');
  }
  for (const { x, text } of budgets) {
    fillRectangle(canvas, Math.round(enlarged * x), enlarged * top, 1, enlarged * (bottom - top), grid);
    write(canvas, text, { x, y: bottom + 18 }, 'middle');
  }
  write(canvas, `${texts.dice.en}; ${texts.axis.en}`, { x: (left + right) / 2, y: bottom + 38 }, 'middle');
  const levelPen = (kind: keyof typeof levelDashes): Pen => ({ width: 1.2, colour: ink, ...levelDashes[kind] === undefined ? {} : { dash: levelDashes[kind] } });
  for (const { kind, y } of levels) line(canvas, { x: left, y }, { x: right, y }, levelPen(kind));
  for (const { arm, colour: hex, points } of curves) {
    const colour = colourOf(hex);
    points.forEach((point, place) => {
      const before = points[place - 1];
      if (before !== undefined) line(canvas, before, point, curvePen(colour, arm.warm));
      if (point.ends !== null) line(canvas, { x: point.x, y: point.ends[0] }, { x: point.x, y: point.ends[1] }, { width: 1, colour });
      line(canvas, point, point, { width: 7, colour });
    });
  }
  const samples = [
    ...curves.map(({ arm, colour }) => ({ title: armTitle(arm).en, pen: curvePen(colourOf(colour), arm.warm) })),
    ...levels.map((level) => ({ title: levelTitle(level, (sentence) => sentence.en), pen: levelPen(level.kind) })),
  ];
  samples.forEach(({ title, pen }, place) => {
    const y = bottom + 60 + 20 * place;
    line(canvas, { x: left, y }, { x: left + 30, y }, pen);
    write(canvas, title, { x: left + 40, y: y + 4 }, 'start');
  });
  return canvas;
}

function curvePen(colour: Colour, warm: boolean): Pen {
  return { width: 2, colour, ...warm ? { dash: [6, 4] as const } : {} };
}

const letterSize = 12;

function write(canvas: Canvas, text: string, { x, y }: Point, align: 'start' | 'middle' | 'end'): void {
  const size = enlarged * letterSize;
  const before = { start: 0, middle: 0.5, end: 1 }[align] * textWidth(text, size);
  drawText(canvas, text, enlarged * x - before, enlarged * y, { size, colour: ink });
}

/** Also of no length: then it is a dot. */
function line(canvas: Canvas, from: Point, to: Point, { width, colour, dash }: Pen): void {
  for (const [begin, end] of dash === undefined ? [[from, to] as const] : dashes(from, to, dash)) {
    const room = width + 2;
    const [left, top] = [Math.floor(enlarged * (Math.min(begin.x, end.x) - room)), Math.floor(enlarged * (Math.min(begin.y, end.y) - room))];
    const size = {
      width: Math.ceil(enlarged * (Math.max(begin.x, end.x) + room)) - left,
      height: Math.ceil(enlarged * (Math.max(begin.y, end.y) + room)) - top,
    };
    const inside = ({ x, y }: Point): Point => ({ x: enlarged * x - left, y: enlarged * y - top });
    paint(canvas, strokeOutlines([[inside(begin), inside(end)]], { width: enlarged * width, dash: null }, size, left, top), colour);
  }
}

function dashes(from: Point, to: Point, [dash, gap]: readonly [number, number]): readonly (readonly [Point, Point])[] {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  const at = (walked: number): Point => ({ x: from.x + ((to.x - from.x) * walked) / length, y: from.y + ((to.y - from.y) * walked) / length });
  return Array.from({ length: Math.ceil(length / (dash + gap)) }, (_, count) => {
    const begin = count * (dash + gap);
    return [at(begin), at(Math.min(length, begin + dash))] as const;
  });
}
