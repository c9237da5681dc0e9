/** A reliability diagram as ECharts is told of it. Pure: figures, words and colours in, option out. */
import type { Reliability } from '#shared/learning/statistics/calibration.ts';
import { plainAxis, plainTooltip, type ChartLook } from '../chart/chart-look.ts';

export interface ReliabilityWords {
  readonly confidence: string;
  readonly accuracy: string;
  readonly perfect: string;
  readonly before: string;
  readonly after: string;
  readonly bin: (bin: ReliabilityBin) => string;
}
type ReliabilityBin = Reliability['bins'][number];

/** Bins that hold voxels. */
export function filledBins({ bins }: Pick<Reliability, 'bins'>): (ReliabilityBin & { readonly confidence: number; readonly accuracy: number })[] {
  return bins.flatMap((bin) => (bin.confidence === null || bin.accuracy === null ? [] : [{ ...bin, confidence: bin.confidence, accuracy: bin.accuracy }]));
}

/** What few voxels say is drawn small: by the area of its point. */
function pointSize(voxels: number, bins: readonly { readonly voxels: number }[]): number {
  return 4 + 8 * Math.sqrt(voxels / Math.max(...bins.map((bin) => bin.voxels)));
}

/** Both axes from 0 to 1, so that the diagonal is what it means; bins without voxels have no point. */
export function reliabilityOption(before: Reliability, after: Reliability | null, words: ReliabilityWords, look: ChartLook) {
  const axis = plainAxis(look);
  const scale = { ...axis, type: 'value' as const, min: 0, max: 1, interval: 0.25, splitLine: { lineStyle: { color: look.line } } };
  const curve = (name: string, bins: ReturnType<typeof filledBins>, colour: string, symbol: string) => ({
    name, type: 'line' as const, symbol, data: bins.map(({ confidence, accuracy, voxels }) => ({ value: [confidence, accuracy], symbolSize: pointSize(voxels, bins) })), lineStyle: { color: colour, width: 1.5 }, itemStyle: { color: colour },
  });
  const [beforeBins, afterBins] = [filledBins(before), after === null ? [] : filledBins(after)];
  return {
    animation: false,
    textStyle: { fontFamily: 'inherit' },
    grid: { left: 56, right: 16, top: 12, bottom: 44 },
    tooltip: {
      ...plainTooltip(look),
      trigger: 'item' as const,
      formatter: ({ seriesIndex, dataIndex }: { readonly seriesIndex: number; readonly dataIndex: number }): string => {
        const bin = (seriesIndex === 1 ? beforeBins : seriesIndex === 2 ? afterBins : [])[dataIndex];
        return bin === undefined ? words.perfect : words.bin(bin);
      },
    },
    xAxis: { ...scale, name: words.confidence, nameLocation: 'middle' as const, nameGap: 28 },
    yAxis: { ...scale, name: words.accuracy, nameLocation: 'middle' as const, nameGap: 38 },
    series: [
      { name: words.perfect, type: 'line' as const, symbol: 'none', data: [{ value: [0, 0] }, { value: [1, 1] }], lineStyle: { color: look.quiet, width: 1, type: 'dashed' as const } },
      curve(words.before, beforeBins, look.soft, 'circle'),
      ...(after === null ? [] : [curve(words.after, afterBins, look.accent, 'diamond')]),
    ],
  };
}
