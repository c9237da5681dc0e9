/** What maps are called, and what the ends of their scales mean. */
import type { NetworkLayer } from '#shared/contract/explanation.ts';
import { useWords } from '../../locales/use-words.ts';
import type { LoadedMap } from '../../pages/annotate/loaded-map.ts';
import { useWorkplace } from '../../stores/workplace.ts';

export function useMapWords() {
  const { t, amount } = useWords();
  const workplace = useWorkplace();
  const nameOf = (index: number): string => workplace.labelTable.find((one) => one.index === index)?.name ?? t('annotate.labels.background');
  return {
    nameOf,
    titleOf: ({ kind, label }: LoadedMap): string => (label === null ? t(`insight.overlays.${kind}`) : t('insight.ofLabel', { map: t(`insight.overlays.${kind}`), label: nameOf(label.index) })),
    scaleOf: ({ kind, modelId }: LoadedMap): string => {
      const outputs = workplace.models.find(({ id }) => id === modelId)?.plan.outputs.length;
      return t(`insight.scales.${kind}`, { n: outputs === undefined ? 'C' : amount(outputs) });
    },
    layerName: ({ part, level, channels }: NetworkLayer): string => t(`insight.explain.layers.${part}`, { level: level + 1, channels: amount(channels) }),
  };
}
