import { resolve } from 'node:path';
import { fill } from '#shared/text/sentence.ts';
import type { Measurement } from '#shared/contract/measurements.ts';
import type { Registry } from '../program.ts';
import { textTable } from '../text-table.ts';
import { writeFile } from '../write-file.ts';

const texts = {
  about: { en: 'Show what was measured, or write it as a CSV table.', 'zh-CN': '显示测量结果，或将其写为 CSV 表格。' },
  project: { en: 'folder of the project', 'zh-CN': '项目文件夹' },
  out: { en: 'CSV file to write', 'zh-CN': '要写入的 CSV 文件' },
  labels: { en: 'with --out: also the volume of each label of each case, and its mean and SD in the image', 'zh-CN': '与 --out 同用：同时写入每个病例各标签的体积及其在图像中的均值和标准差' },
  force: { en: 'replace a file that is there already', 'zh-CN': '替换已存在的文件' },
  name: { en: 'Case', 'zh-CN': '病例' },
  what: { en: 'Kind', 'zh-CN': '类型' },
  value: { en: 'Value', 'zh-CN': '数值' },
  mean: { en: 'Mean ± SD', 'zh-CN': '均值 ± 标准差' },
  text: { en: 'Text', 'zh-CN': '文字' },
  distance: { en: 'distance', 'zh-CN': '距离' },
  angle: { en: 'angle', 'zh-CN': '角度' },
  polygon: { en: 'polygon', 'zh-CN': '多边形' },
  rectangle: { en: 'rectangle', 'zh-CN': '矩形' },
  ellipse: { en: 'ellipse', 'zh-CN': '椭圆' },
  written: { en: 'Measurements written to {out}: {measurements}, labels: {labels}.', 'zh-CN': '已将 {measurements} 项测量和 {labels} 个标签写入 {out}。' },
  none: { en: 'Nothing was measured yet.', 'zh-CN': '尚无测量。' },
} as const;

const unitText = { mm: ' mm', mm2: ' mm²', mm3: ' mm³', voxels: ' voxels', voxels2: ' voxels²', voxels3: ' voxels³', degrees: '°' } as const;

interface Options { out?: string; labels?: boolean; force?: boolean }

export function addMeasurements({ command, words, run }: Registry): void {
  command('measurements', texts.about)
    .argument('<project>', words(texts.project))
    .option('--out <file>', words(texts.out))
    .option('--labels', words(texts.labels))
    .option('--force', words(texts.force))
    .action((project: string, { out, labels = false, force = false }: Options) => run(async (line) => {
      const { client } = await line.connect(resolve(project));
      if (out !== undefined) {
        const file = resolve(out);
        const { text, measurements, labels: described } = await client.measurements.table({ labels });
        const counts = { measurements, labels: described };
        await writeFile(file, text, force);
        return { value: { file, ...counts }, text: [words(fill(texts.written, { out: file, ...counts }))] };
      }
      const cases = await client.cases.list();
      const found = await Promise.all(cases.map(async ({ id, name }) => (await client.measurements.list({ caseId: id })).map((one) => ({ case: name, ...one }))));
      const all = found.flat();
      const header = [texts.name, texts.what, texts.value, texts.mean, texts.text].map(words);
      const rows = all.map((one) => [one.case, words(texts[one.kind]), valueText(one), meanText(one), one.text]);
      return { value: all, text: rows.length === 0 ? [words(texts.none)] : textTable(header, rows) };
    }));
}

function valueText({ value, unit }: Measurement): string {
  return value === null || unit === null ? '–' : `${Number(value.toPrecision(5))}${unitText[unit]}`;
}

function meanText({ statistics }: Measurement): string {
  return statistics === null ? '–' : `${statistics.mean.toPrecision(5)} ± ${statistics.standardDeviation.toPrecision(3)}`;
}
