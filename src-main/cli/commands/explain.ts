import { resolve } from 'node:path';
import type { ExplainedRegion, WrittenMaps } from '#shared/contract/explanation.ts';
import { fill } from '#shared/text/sentence.ts';
import { followJob } from '../follow-job.ts';
import type { Registry } from '../program.ts';
import { modelId, oneOf, UsageError, wholeNumber } from '../usage-errors.ts';
import { usageSentences } from '../command-line-sentences.ts';
import { caseNamed, sayMaps } from './maps.ts';

const texts = {
  about: { en: 'Show what in an image the score of a label was made of (Seg-Grad-CAM).', 'zh-CN': '显示某标签的得分来自图像的哪些部分（Seg-Grad-CAM）。' },
  project: { en: 'folder of the project', 'zh-CN': '项目文件夹' },
  case: { en: 'name or id of the case', 'zh-CN': '病例的名称或编号' },
  label: { en: 'name or value of the label', 'zh-CN': '标签的名称或数值' },
  out: { en: 'file to write: .nii.gz, or .png for one slice', 'zh-CN': '要写入的文件：.nii.gz，或单个切片的 .png' },
  slice: { en: 'only this slice, counted from 0 along the case’s slice axis', 'zh-CN': '仅此切片，沿病例的切片轴从 0 数起' },
  layer: { en: 'layer of the network to look at (else the bottleneck)', 'zh-CN': '要查看的网络层（默认为瓶颈层）' },
  region: { en: 'whose scores: predicted (every voxel that is called the label) or drawn (what you drew)', 'zh-CN': '解释哪些体素的得分：predicted（所有被判为该标签的体素）或 drawn（您绘制的部分）' },
  voxel: { en: 'explain this voxel alone: i,j,k', 'zh-CN': '仅解释此体素：i,j,k' },
  box: { en: 'explain a box, both corners in it: i,j,k,i,j,k', 'zh-CN': '解释一个长方体，两个角点均在内：i,j,k,i,j,k' },
  model: { en: 'id of the model (else the one in use)', 'zh-CN': '模型编号（默认为使用中的模型）' },
  force: { en: 'replace a file that is there already', 'zh-CN': '替换已存在的文件' },
  noLabel: { en: 'This project has no label {label}; lamina labels lists them.', 'zh-CN': '此项目没有标签 {label}；可用 lamina labels 查看。' },
} as const;

interface Options {
  label: string; out: string; slice?: number; layer?: string; region?: 'predicted' | 'drawn'; voxel?: number[]; box?: number[]; model?: string; force?: boolean;
}

export function addExplain({ command, words, run }: Registry): void {
  command('explain', texts.about)
    .argument('<project>', words(texts.project))
    .argument('<case>', words(texts.case))
    .requiredOption('--label <label>', words(texts.label))
    .requiredOption('--out <file>', words(texts.out))
    .option('--slice <n>', words(texts.slice), wholeNumber('--slice', 0))
    .option('--layer <name>', words(texts.layer))
    .option('--region <region>', words(texts.region), oneOf('--region', ['predicted', 'drawn']))
    .option('--voxel <i,j,k>', words(texts.voxel), indices('--voxel', 3))
    .option('--box <i,j,k,i,j,k>', words(texts.box), indices('--box', 6))
    .option('--model <id>', words(texts.model), modelId('--model'))
    .option('--force', words(texts.force))
    .action((project: string, name: string, options: Options) => run(async (line) => {
      const region = regionOf(options);
      const { client } = await line.connect(resolve(project));
      const { id } = await caseNamed(client, name);
      const wanted = options.label;
      const label = (await client.labels.table()).find((one) => one.name === wanted) ?? (await client.labels.table()).find(({ value }) => String(value) === wanted);
      if (label === undefined) throw new UsageError(fill(texts.noLabel, { label: wanted }));
      const report = await followJob<WrittenMaps>(
        () => client.explanation.writeExplanation({
          caseId: id, model: options.model, slice: options.slice ?? null, label: label.index, region, layer: options.layer,
          out: resolve(options.out), force: options.force ?? false,
        }),
        { client, ...line },
      );
      return sayMaps(report, line);
    }));
}

function regionOf({ region, voxel, box }: Options): ExplainedRegion {
  if (voxel !== undefined && box !== undefined) throw new UsageError(fill(usageSentences.eitherOr, { one: '--voxel', other: '--box' }));
  if (region !== undefined && (voxel ?? box) !== undefined) throw new UsageError(fill(usageSentences.eitherOr, { one: '--region', other: voxel === undefined ? '--box' : '--voxel' }));
  if (voxel !== undefined) return { kind: 'voxel', at: voxel as [number, number, number] };
  if (box !== undefined) return { kind: 'box', from: box.slice(0, 3) as [number, number, number], to: box.slice(3) as [number, number, number] };
  return { kind: region ?? 'predicted' };
}

const indices = (option: string, count: number) => (given: string): number[] => {
  const found = given.split(',').map((word) => (/^\d{1,6}$/.test(word.trim()) ? Number(word) : NaN));
  if (found.length !== count || found.some(Number.isNaN)) throw new UsageError(fill(usageSentences.notIndices, { option, count, given }));
  return found;
};
