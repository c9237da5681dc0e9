/** The rounds as ECharts is told of them. Pure: points, words and colours in, option out. */
import { plainAxis, plainTooltip, roundMaximum, type ChartLook } from './chart-look.ts';
import type { RoundPoint } from './rounds-points.ts';

export interface RoundsWords {
  readonly effort: string;
  readonly test: string;
  readonly validation: string;
  readonly slabs: string;
  readonly active: string;
  /** A point in a line or two. */
  readonly told: (point: RoundPoint) => string;
}

/** A start from fresh weights is a circle, one from an earlier model a triangle. */
const shapes: Readonly<Record<RoundPoint['start'], string>> = { cold: 'circle', warm: 'triangle' };

/** Series 0 is the test set, 1 the validation by patients, 2 that by slabs; each has every point, so that an index means the same round in all. No line leads from slabs to patients. */
export function roundsOption(points: readonly RoundPoint[], words: RoundsWords, look: ChartLook) {
  const axis = plainAxis(look);
  const figures = points.flatMap(({ test, validation }) => [test?.dice, test?.low, validation].filter((value) => typeof value === 'number'));
  // A curve that lies between 0.8 and 0.9 is not seen on a scale from 0: the axis says where it begins.
  const least = Math.max(0, Math.floor((Math.min(1, ...figures) - 0.05) * 10) / 10);
  const validated = (bySlabs: boolean) => points.map((one) => point(one, one.bySlabs === bySlabs ? one.validation : null, look.soft, true));
  const point = (one: RoundPoint, value: number | null, colour: string, hollow: boolean) => ({
    value: [one.effort, value ?? '-'],
    symbol: shapes[one.start],
    symbolSize: one.active ? 12 : 8,
    itemStyle: hollow ? { color: look.panel, borderColor: colour, borderWidth: 1.5 } : { color: colour },
    // Above the newest stands, as a rule, its validation.
    label: { show: one.active && (colour === look.accent || one.test === null), position: one === points.at(-1) ? 'right' as const : 'top' as const, formatter: words.active, color: look.text, fontSize: 11 },
  });
  return {
    animation: false,
    textStyle: { fontFamily: 'inherit' },
    grid: { left: 48, right: 56, top: 20, bottom: 40 },
    tooltip: {
      ...plainTooltip(look),
      trigger: 'item' as const,
      formatter: ({ dataIndex }: { readonly dataIndex: number }): string => {
        const found = points[dataIndex];
        return found === undefined ? '' : words.told(found);
      },
    },
    xAxis: {
      ...axis, type: 'value' as const, name: words.effort, nameLocation: 'middle' as const, nameGap: 26, min: 0,
      max: roundMaximum(Math.max(1, ...points.map(({ effort }) => effort))), splitLine: { show: false }, axisLine: { show: true, lineStyle: { color: look.line } },
    },
    yAxis: { ...axis, type: 'value' as const, min: least, max: 1, splitLine: { lineStyle: { color: look.line } } },
    series: [
      {
        name: words.test, type: 'line' as const, z: 3, connectNulls: true, // Hollow where too few judged to tell anything.
        data: points.map((one) => point(one, one.test?.dice ?? null, look.accent, one.test?.tooFew ?? false)),
        lineStyle: { color: look.accent, width: 2 }, itemStyle: { color: look.accent }, cursor: 'pointer',
      },
      {
        name: words.validation, type: 'line' as const, z: 2, connectNulls: true, data: validated(false),
        lineStyle: { color: look.soft, width: 1, type: 'dashed' as const }, itemStyle: { color: look.soft }, cursor: 'pointer',
      },
      {
        name: words.slabs, type: 'line' as const, z: 2, connectNulls: true, data: validated(true),
        lineStyle: { color: look.soft, width: 1, type: 'dotted' as const }, itemStyle: { color: look.soft, opacity: 0.6 }, cursor: 'pointer',
      },
      {
        // An upright line for each interval, with a bar at each end; a gap between two of them.
        name: words.test, type: 'line' as const, z: 1, silent: true, symbol: 'rect', symbolSize: [9, 1.5] as const, connectNulls: false,
        data: points.flatMap(({ effort, test }) => (test === null || test.low === null || test.high === null ? [] : [[effort, test.low], [effort, test.high], [effort, '-']])),
        lineStyle: { color: look.accent, width: 1.5, opacity: 0.6 }, itemStyle: { color: look.accent, opacity: 0.6 },
      },
    ],
  };
}
