import { resolve } from 'node:path';
import { fill } from '#shared/text/sentence.ts';
import type { Registry } from '../program.ts';
import { oneOf, wholeNumber } from '../usage-errors.ts';

const texts = {
  about: { en: 'Write the example: scans of phantoms with their labels, to try everything on.', 'zh-CN': '生成示例：带标注的体模扫描，可用于试用全部功能。' },
  folder: { en: 'folder for images/ and labels/', 'zh-CN': 'images/ 与 labels/ 的输出文件夹' },
  preset: { en: 'organs (the default), or sparse: few, small targets', 'zh-CN': 'organs（默认），或 sparse：少而小的目标' },
  cases: { en: 'number of scans (36)', 'zh-CN': '扫描数量（默认 36）' },
  seed: { en: 'seed; the same seed gives the same files', 'zh-CN': '随机种子；相同种子得到相同文件' },
  done: { en: '{cases} scans in {images}, their labels in {labels}.', 'zh-CN': '{images} 中有 {cases} 个扫描，标注位于 {labels}。' },
} as const;

export function addExample({ command, words, run }: Registry): void {
  command('example', texts.about)
    .argument('<folder>', words(texts.folder))
    .option('--preset <name>', words(texts.preset), oneOf('--preset', ['organs', 'sparse']))
    .option('--cases <n>', words(texts.cases), wholeNumber('--cases', 1, 500))
    .option('--seed <n>', words(texts.seed), wholeNumber('--seed', 0))
    .action((folder: string, { preset = 'organs', cases = 36, seed = 1 }: { preset?: 'organs' | 'sparse'; cases?: number; seed?: number }) => run(async (line) => {
      const { client } = await line.connect(null);
      const written = await client.system.writeExample({ out: resolve(folder), preset, cases, seed }, { signal: line.interrupted });
      return { value: written, text: [words(fill(texts.done, written))] };
    }));
}
