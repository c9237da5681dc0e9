/** How a figure lies over the cases, label by label, as ECharts is told of it. Pure: figures, words and colours in, option out. */
import { boxOf } from '#shared/learning/evaluation/box-of.ts';
import { plainAxis, plainTooltip, roundMaximum, type ChartLook } from './chart-look.ts';

export interface BoxRow {
  readonly label: string;
  readonly colour: string;
  readonly cases: readonly { readonly name: string; readonly value: number }[];
}

export interface BoxWords {
  readonly figure: (value: number) => string;
  readonly quartiles: (label: string, low: string, middle: string, high: string) => string;
}

export type BoxScale = 'share' | 'amount' | 'difference';

/** A share is drawn from 0 to 1, an amount from nothing up, a difference as far to both sides: nothing is stretched to look worse or better than it is. */
export function boxRange(scale: BoxScale, values: readonly number[]): { readonly min: number; readonly max: number } {
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const max = scale === 'share' || largest === 0 ? 1 : roundMaximum(largest);
  return { min: scale === 'difference' ? -max : 0, max };
}

/** Boxes are the first series and cases the second, in the order of the rows. */
export function boxOption(rows: readonly BoxRow[], scale: BoxScale, words: BoxWords, look: ChartLook) {
  const axis = plainAxis(look);
  const { min, max } = boxRange(scale, rows.flatMap(({ cases }) => cases.map(({ value }) => value)));
  const boxes = rows.map(({ label, colour, cases }) => ({ label, colour, box: boxOf(cases.map(({ value }) => value)) }));
  const dots = rows.flatMap(({ cases }, row) => cases.map(({ name, value }) => ({ name, value: [value, row] })));
  return {
    animation: false,
    textStyle: { fontFamily: 'inherit' },
    grid: { left: 8, right: 24, top: 8, bottom: 24, containLabel: true },
    tooltip: {
      ...plainTooltip(look),
      trigger: 'item' as const,
      formatter: ({ seriesIndex, dataIndex }: { readonly seriesIndex: number; readonly dataIndex: number }): string => {
        if (seriesIndex === 1) return `${dots[dataIndex]?.name ?? ''}: ${words.figure(dots[dataIndex]?.value[0] ?? 0)}`;
        const { label = '', box = null } = boxes[dataIndex] ?? {};
        return box === null ? label : words.quartiles(label, words.figure(box.low), words.figure(box.middle), words.figure(box.high));
      },
    },
    xAxis: { ...axis, type: 'value' as const, min, max, interval: (max - min) / 4, splitLine: { lineStyle: { color: look.line } } },
    yAxis: { ...axis, type: 'category' as const, inverse: true, data: rows.map(({ label }) => label), axisLabel: { ...axis.axisLabel, color: look.text, width: 120, overflow: 'truncate' as const } },
    series: [
      {
        type: 'boxplot' as const, boxWidth: [12, 18],
        data: boxes.map(({ colour, box }) => ({
          value: box === null ? [] : [box.first, box.low, box.middle, box.high, box.last],
          // The label's colour inside; lines that can be seen whatever it is.
          itemStyle: { color: `${colour}66`, borderColor: look.text },
        })),
      },
      { type: 'scatter' as const, symbolSize: 6, data: dots, itemStyle: { color: look.text, opacity: 0.55 }, cursor: 'pointer' },
    ],
  };
}
