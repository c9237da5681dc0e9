import { resolve } from 'node:path';
import { fill } from '#shared/text/sentence.ts';
import type { Registry } from '../program.ts';

const texts = {
  about: { en: 'Make an empty project in a new or empty folder.', 'zh-CN': '在新建或空文件夹中创建空项目。' },
  project: { en: 'the folder', 'zh-CN': '文件夹' },
  name: { en: 'name of the project (else that of the folder)', 'zh-CN': '项目名称（默认为文件夹名）' },
  made: { en: 'Made the project {name} in {folder}.', 'zh-CN': '已在 {folder} 创建项目 {name}。' },
} as const;

export function addInit({ command, words, run }: Registry): void {
  command('init', texts.about)
    .argument('<project>', words(texts.project))
    .option('--name <name>', words(texts.name))
    .action((project: string, { name }: { name?: string }) => run(async (line) => {
      const { client } = await line.connect(null);
      const made = await client.project.create({ folder: resolve(project), name });
      return { value: made, text: [line.words(fill(texts.made, { name: made.name, folder: made.folder }))] };
    }));
}
