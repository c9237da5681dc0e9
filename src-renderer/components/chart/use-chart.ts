/** Keeps a chart drawn into an element: anew when its option or the theme changes, and when the element grows. */
import { init, type EChartsCoreOption, type EChartsType } from 'echarts/core';
import { onBeforeUnmount, onMounted, watch, type Ref } from 'vue';
import { useTheme } from 'vuetify';
import { lookOf, type ChartLook } from './chart-look.ts';

/**
 * @param option reads all that it depends on
 * @param picked is told the index of the series and of the value that was clicked
 */
export function useChart(place: Readonly<Ref<HTMLElement | null>>, option: (look: ChartLook) => EChartsCoreOption, picked?: (series: number, value: number) => void): void {
  const theme = useTheme();
  let chart: EChartsType | null = null;
  const draw = (now: EChartsCoreOption): void => { chart?.setOption(now, { notMerge: true }); };
  const present = (): EChartsCoreOption => option(lookOf(theme.current.value));
  const watcher = new ResizeObserver(() => chart?.resize());
  onMounted(() => {
    if (place.value === null) return;
    chart = init(place.value, null, { renderer: 'canvas' });
    if (picked !== undefined) chart.on('click', ({ seriesIndex, dataIndex }) => picked(seriesIndex ?? -1, dataIndex));
    watcher.observe(place.value);
    draw(present());
  });
  onBeforeUnmount(() => {
    watcher.disconnect();
    chart?.dispose();
  });
  watch(present, draw);
}
