/** A learning curve as ECharts is told of it. Pure: figures, words and colours in, option out. */
import type { EpochFigures } from '#shared/contract/training.ts';
import { plainAxis, plainTooltip, roundMaximum, type ChartLook } from './chart-look.ts';

export interface CurveWords {
  readonly epoch: string;
  readonly loss: string;
  readonly dice: string;
  readonly figure: (value: number) => string;
}

/** Loss on the left from nothing up, Dice on the right from 0 to 1: neither curve is stretched to look better than it is. */
export function curveOption(epochs: readonly EpochFigures[], expectedEpochs: number | null, words: CurveWords, look: ChartLook) {
  const judged = epochs.filter((one) => one.validationDice !== null);
  const lossEnd = roundMaximum(Math.max(...epochs.map(({ loss }) => loss)));
  const axis = plainAxis(look);
  return {
    animation: false,
    textStyle: { fontFamily: 'inherit' },
    grid: { left: 48, right: 48, top: 16, bottom: 40 },
    tooltip: {
      ...plainTooltip(look),
      trigger: 'axis' as const,
      valueFormatter: (value: unknown) => (typeof value === 'number' ? words.figure(value) : '–'),
      axisPointer: { type: 'line' as const, lineStyle: { color: look.quiet }, label: { show: false } },
    },
    xAxis: {
      ...axis,
      type: 'value' as const,
      name: words.epoch,
      nameLocation: 'middle' as const,
      nameGap: 26,
      min: 1,
      max: Math.max(2, expectedEpochs ?? 0, epochs.at(-1)?.epoch ?? 0),
      minInterval: 1,
      splitLine: { show: false },
      axisLine: { show: true, lineStyle: { color: look.line } },
    },
    yAxis: [
      { ...axis, type: 'value' as const, min: 0, max: lossEnd, interval: lossEnd / 4, splitLine: { lineStyle: { color: look.line } } },
      { ...axis, type: 'value' as const, min: 0, max: 1, interval: 0.25, splitLine: { show: false } },
    ],
    series: [
      {
        name: words.loss, type: 'line' as const, yAxisIndex: 0, symbol: 'circle', symbolSize: 6, showSymbol: epochs.length === 1,
        data: epochs.map(({ epoch, loss }) => [epoch, loss]),
        lineStyle: { color: look.soft, width: 1.5 }, itemStyle: { color: look.soft },
      },
      {
        name: words.dice, type: 'line' as const, yAxisIndex: 1, symbol: 'circle', symbolSize: 6,
        data: judged.map(({ epoch, validationDice }) => [epoch, validationDice]),
        lineStyle: { color: look.accent, width: 2 }, itemStyle: { color: look.accent },
      },
    ],
  };
}
