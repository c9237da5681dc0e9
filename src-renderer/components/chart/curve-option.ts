/** A learning curve as ECharts is told of it. Pure: figures, words and colours in, option out. */
import type { EpochFigures } from '#shared/contract/training.ts';

export interface CurveLook {
  readonly text: string;
  readonly quiet: string;
  readonly line: string;
  readonly panel: string;
  readonly loss: string;
  readonly dice: string;
}

export interface CurveWords {
  readonly epoch: string;
  readonly loss: string;
  readonly dice: string;
  readonly figure: (value: number) => string;
}

/** The axis' end: four equal, round steps hold all values. */
export function roundMaximum(largest: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(largest, 1e-6)));
  const steps = [1, 1.2, 1.6, 2, 2.4, 3.2, 4, 6, 8, 10];
  return power * (steps.find((step) => power * step >= largest) ?? 10);
}

/** Loss on the left from nothing up, Dice on the right from 0 to 1: neither curve is stretched to look better than it is. */
export function curveOption(epochs: readonly EpochFigures[], expectedEpochs: number | null, words: CurveWords, look: CurveLook) {
  const judged = epochs.filter((one) => one.validationDice !== null);
  const lossEnd = roundMaximum(Math.max(...epochs.map(({ loss }) => loss)));
  const axis = { axisLine: { show: false }, axisTick: { show: false }, axisLabel: { color: look.quiet, fontSize: 12 }, nameTextStyle: { color: look.quiet, fontSize: 12 } };
  return {
    animation: false,
    textStyle: { fontFamily: 'inherit' },
    grid: { left: 48, right: 48, top: 16, bottom: 40 },
    tooltip: {
      trigger: 'axis' as const,
      // As text on the canvas: as HTML its inline styles would be refused by the page's policy.
      renderMode: 'richText' as const,
      backgroundColor: look.panel,
      borderColor: look.line,
      borderWidth: 1,
      shadowBlur: 0,
      padding: [6, 10],
      textStyle: { color: look.text, fontSize: 12 },
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
        lineStyle: { color: look.loss, width: 1.5 }, itemStyle: { color: look.loss },
      },
      {
        name: words.dice, type: 'line' as const, yAxisIndex: 1, symbol: 'circle', symbolSize: 6,
        data: judged.map(({ epoch, validationDice }) => [epoch, validationDice]),
        lineStyle: { color: look.dice, width: 2 }, itemStyle: { color: look.dice },
      },
    ],
  };
}
