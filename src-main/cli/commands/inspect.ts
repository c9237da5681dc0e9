import { resolve } from 'node:path';
import { fill } from '#shared/text/sentence.ts';
import type { Registry } from '../program.ts';
import { textTable } from '../text-table.ts';

const texts = {
  about: { en: 'Show what a file holds and where it lies; imports nothing.', 'zh-CN': '显示文件内容及其空间位置；不导入任何内容。' },
  file: { en: 'a NIfTI or PNG file, or a DICOM folder', 'zh-CN': 'NIfTI 或 PNG 文件，或 DICOM 文件夹' },
  format: { en: 'format', 'zh-CN': '格式' },
  size: { en: 'voxels', 'zh-CN': '体素' },
  timePoints: { en: 'time points', 'zh-CN': '时间点' },
  spacing: { en: 'spacing, mm', 'zh-CN': '间距（毫米）' },
  orientation: { en: 'orientation', 'zh-CN': '方位' },
  voxelType: { en: 'voxel type', 'zh-CN': '体素类型' },
  scale: { en: 'slope, intercept', 'zh-CN': '斜率、截距' },
  range: { en: 'values', 'zh-CN': '数值范围' },
  modality: { en: 'modality', 'zh-CN': '模态' },
  guess: { en: '{guess} ({reason})', 'zh-CN': '{guess}（{reason}）' },
  patient: { en: 'patient', 'zh-CN': '患者' },
} as const;

export function addInspect({ command, words, run }: Registry): void {
  command('inspect', texts.about)
    .argument('<file>', words(texts.file))
    .action((file: string) => run(async (line) => {
      const { client } = await line.connect(null);
      const found = await client.cases.inspect({ path: resolve(file) }, { signal: line.interrupted });
      for (const warning of found.warnings) line.screen.say(warning);
      const number = (value: number): string => String(Number(value.toPrecision(6)));
      const rows: [keyof typeof texts, string][] = [
        ['format', found.format],
        ['size', found.size.join(' × ')],
        ['timePoints', String(found.timePoints)],
        ['spacing', found.spacingMm.map(number).join(' × ')],
        ['orientation', found.orientation],
        ['voxelType', found.voxelType],
        ['scale', `${number(found.slope)}, ${number(found.intercept)}`],
        ['range', `${number(found.range.minimum)} … ${number(found.range.maximum)}`],
        ['modality', words(fill(texts.guess, { guess: found.modality.guess, reason: words(found.modality.reason) }))],
        ['patient', found.patient ?? '–'],
      ];
      return { value: found, text: [found.file, ...textTable(null, rows.map(([name, value]) => [words(texts[name]), value]))] };
    }));
}
