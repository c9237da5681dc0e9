/** What the figures are called. */
import { fill, type Sentence } from '../../text/sentence.ts';
import type { MeasureName } from './measure-case.ts';

export const measureSentences = {
  dice: { en: 'Dice', 'zh-CN': 'Dice' },
  jaccard: { en: 'Jaccard', 'zh-CN': 'Jaccard' },
  accuracy: { en: 'Accuracy', 'zh-CN': '准确率' },
  precision: { en: 'Precision', 'zh-CN': '精确率' },
  recall: { en: 'Recall', 'zh-CN': '召回率' },
  hd: { en: 'Hausdorff distance', 'zh-CN': 'Hausdorff 距离' },
  hd95: { en: 'Hausdorff distance, 95th percentile', 'zh-CN': 'Hausdorff 距离（95 百分位）' },
  assd: { en: 'Mean surface distance', 'zh-CN': '平均表面距离' },
  surfaceDice: { en: 'Surface Dice', 'zh-CN': '表面 Dice' },
  volumePredicted: { en: 'Volume predicted', 'zh-CN': '预测体积' },
  volumeReference: { en: 'Volume of the reference', 'zh-CN': '参考体积' },
  volumeError: { en: 'Error of the volume', 'zh-CN': '体积误差' },
} as const satisfies Record<MeasureName, Sentence>;

const units = {
  mm: { en: 'mm', 'zh-CN': 'mm' },
  ml: { en: 'ml', 'zh-CN': 'ml' },
  voxels: { en: 'voxels', 'zh-CN': '体素' },
} as const;

const withUnit = { en: '{name} ({unit})', 'zh-CN': '{name}（{unit}）' } as const;

/** A figure's name with what it is counted in, where it is counted in anything. */
export function measureTitle(name: MeasureName, unit: 'mm' | 'voxels'): Sentence {
  const counted = unitOf(name, unit);
  if (counted === null) return measureSentences[name];
  const put = (locale: 'en' | 'zh-CN'): string => fill(withUnit, { name: measureSentences[name][locale], unit: units[counted][locale] })[locale];
  return { en: put('en'), 'zh-CN': put('zh-CN') };
}

/** What a figure is counted in; null for a share. */
export function unitOf(name: MeasureName, unit: 'mm' | 'voxels'): 'mm' | 'ml' | 'voxels' | null {
  switch (name) {
    case 'hd': case 'hd95': case 'assd': return unit;
    case 'volumePredicted': case 'volumeReference': case 'volumeError': return unit === 'mm' ? 'ml' : unit;
    case 'dice': case 'jaccard': case 'accuracy': case 'precision': case 'recall': case 'surfaceDice': return null;
  }
}

/** As people read them: shares to three places, distances to a hundredth, volumes to a thousandth of a ml or a tenth of a voxel. */
export function showMeasure(name: MeasureName, value: number | null | undefined, unit: 'mm' | 'voxels'): string {
  if (value === null || value === undefined) return '–';
  switch (unitOf(name, unit)) {
    case 'mm': return rounded(value, 2);
    case 'voxels': return rounded(value, name === 'hd' || name === 'hd95' || name === 'assd' ? 2 : 1).replace(/\.0$/, '');
    case 'ml': case null: return rounded(value, 3);
  }
}

/** Never “-0.00”. */
function rounded(value: number, places: number): string {
  return value.toFixed(places).replace(/^-(?=[0.]+$)/, '');
}
