import { resolve } from 'node:path';
import type { ModelId } from '#shared/contract/ids.ts';
import type { ModelInfo } from '#shared/contract/training.ts';
import { fill, type Sentence } from '#shared/text/sentence.ts';
import { comparisonLines } from '../compared-lines.ts';
import type { Client } from '../connect.ts';
import { endedEarlyLines, judgedLines } from '../judged-lines.ts';
import type { Line, Outcome } from '../line.ts';
import type { Registry } from '../program.ts';
import { modelId, UsageError } from '../usage-errors.ts';
import { writeFile } from '../write-file.ts';

const texts = {
  about: { en: 'Show the models of a project and how good each one is; compare them, choose one, or write a model’s card.', 'zh-CN': '显示项目中的模型及其质量；比较模型、选择模型，或写出模型卡。' },
  project: { en: 'folder of the project', 'zh-CN': '项目文件夹' },
  modelOf: { en: 'id of the model, as “lamina models” shows it', 'zh-CN': '“lamina models”所列的模型编号' },
  second: { en: 'id of the model that it is compared with', 'zh-CN': '与之比较的模型编号' },
  model: { en: '{name}, {id}', 'zh-CN': '{name}，{id}' },
  inUse: { en: '{name}, {id} (in use)', 'zh-CN': '{name}，{id}（使用中）' },
  trained: { en: 'Trained by {by} on {date}, seed {seed}.', 'zh-CN': '由 {by} 于 {date} 训练，种子 {seed}。' },
  unknown: { en: 'somebody', 'zh-CN': '未知人员' },
  from: { en: 'It started from {name}.', 'zh-CN': '它以 {name} 为起点。' },
  note: { en: 'Note: {note}', 'zh-CN': '备注：{note}' },
  unjudged: { en: 'Not judged: nothing was held back.', 'zh-CN': '未评估：没有留出数据。' },
  none: { en: 'No model yet.', 'zh-CN': '还没有模型。' },
  card: { en: 'Write all that is known of a model: its data, its training, its figures, its limits.', 'zh-CN': '写出模型的全部信息：数据、训练、指标与局限。' },
  out: { en: 'file to write: HTML where it ends in .html, else Markdown; without it Markdown is printed', 'zh-CN': '要写入的文件：以 .html 结尾时为 HTML，否则为 Markdown；省略时打印 Markdown' },
  force: { en: 'replace a file that is there already', 'zh-CN': '替换已存在的文件' },
  cardWritten: { en: 'Card written to {file}.', 'zh-CN': '模型卡已写入 {file}。' },
  compare: { en: 'Compare two models case by case, on the cases that judged both against the same labels.', 'zh-CN': '在以相同标签评估过两个模型的病例上逐例比较。' },
  use: { en: 'Use a model from now on.', 'zh-CN': '从现在起使用某个模型。' },
  used: { en: '{name} is used from now on.', 'zh-CN': '从现在起使用 {name}。' },
  rollBack: { en: 'Use the model again that was in use before the present one.', 'zh-CN': '重新使用之前使用的模型。' },
  rename: { en: 'Give a model another name.', 'zh-CN': '重命名模型。' },
  name: { en: 'its name from now on', 'zh-CN': '新名称' },
  notName: { en: 'A model’s name has 1 to {most} characters; give it another one.', 'zh-CN': '模型名称须有 1 到 {most} 个字符；请换一个名称。' },
  renamed: { en: 'The model is called {name} from now on.', 'zh-CN': '模型现在名为 {name}。' },
  takeNote: { en: 'Write a note on a model; an empty text takes it away.', 'zh-CN': '为模型写备注；空文本会删除备注。' },
  text: { en: 'the whole note', 'zh-CN': '备注全文' },
  noted: { en: 'The note was kept.', 'zh-CN': '备注已保存。' },
  delete: { en: 'Delete the files of a model that nothing needs; what the log tells of it stays.', 'zh-CN': '删除不再被需要的模型文件；日志中的记录会保留。' },
  deleted: { en: 'The model {name} was deleted.', 'zh-CN': '已删除模型 {name}。' },
} as const;

const mostNameLetters = 200;

function newName(given: string): string {
  const name = given.trim();
  if (name === '' || name.length > mostNameLetters) throw new UsageError(fill(texts.notName, { most: mostNameLetters }));
  return name;
}

export function addModels({ command, words, run }: Registry): void {
  const models = command('models', texts.about)
    .argument('<project>', words(texts.project))
    .action((folder: string) => run(async (line) => listed((await line.connect(resolve(folder))).client, line)));
  const part = (name: string, about: Sentence) => models.command(name).description(words(about)).argument('<project>', words(texts.project));
  const ofModel = (name: string, about: Sentence) => part(name, about).argument('<model>', words(texts.modelOf), modelId('<model>'));
  const connected = (folder: string, act: (client: Client, line: Line) => Promise<Outcome>) =>
    run(async (line) => act((await line.connect(resolve(folder))).client, line));

  ofModel('card', texts.card).option('--out <file>', words(texts.out)).option('--force', words(texts.force))
    .action((folder: string, id: ModelId, { out, force = false }: { out?: string; force?: boolean }) => connected(folder, async (client, line) => {
      const format = out !== undefined && /\.html?$/i.test(out) ? 'html' : 'markdown';
      const { text, logHead, name } = await client.models.card({ id, format, locale: line.words({ en: 'en', 'zh-CN': 'zh-CN' }) as 'en' | 'zh-CN' });
      if (out === undefined) return { value: { name, text, logHead }, text: text.trimEnd().split('\n') };
      const file = resolve(out);
      await writeFile(file, text, force);
      return { value: { file, logHead }, text: [line.words(fill(texts.cardWritten, { file }))] };
    }));
  ofModel('compare', texts.compare).argument('<second>', words(texts.second), modelId('<second>'))
    .action((folder: string, first: ModelId, second: ModelId) => connected(folder, async (client, line) => {
      const comparison = await client.models.compare({ first, second });
      const nameOf = await namesOf(client);
      return { value: comparison, text: comparisonLines(comparison, nameOf(first), nameOf(second), line.words) };
    }));
  ofModel('use', texts.use).action((folder: string, id: ModelId) => connected(folder, async (client, { words: say }) => {
    await client.training.activate({ id });
    return { value: { id }, text: [say(fill(texts.used, { name: (await namesOf(client))(id) }))] };
  }));
  part('roll-back', texts.rollBack).action((folder: string) => connected(folder, async (client, { words: say }) => {
    const { id, name } = await client.models.rollBack();
    return { value: { id, name }, text: [say(fill(texts.used, { name }))] };
  }));
  ofModel('rename', texts.rename).argument('<name>', words(texts.name), newName).action((folder: string, id: ModelId, name: string) => connected(folder, async (client, { words: say }) => {
    await client.models.describe({ id, name });
    return { value: { id, name }, text: [say(fill(texts.renamed, { name }))] };
  }));
  ofModel('note', texts.takeNote).argument('<text>', words(texts.text)).action((folder: string, id: ModelId, note: string) => connected(folder, async (client, { words: say }) => {
    await client.models.describe({ id, note });
    return { value: { id, note }, text: [say(texts.noted)] };
  }));
  ofModel('delete', texts.delete).action((folder: string, id: ModelId) => connected(folder, async (client, { words: say }) => {
    const name = (await namesOf(client))(id);
    await client.models.remove({ id });
    return { value: { id, name }, text: [say(fill(texts.deleted, { name }))] };
  }));
}

async function namesOf(client: Client): Promise<(id: string) => string> {
  const models = await client.training.models();
  return (id) => models.find((one) => one.id === id)?.name ?? id;
}

async function listed(client: Client, { words }: Line): Promise<Outcome> {
  const models = await client.training.models();
  const nameOf = (id: string): string => models.find((one) => one.id === id)?.name ?? id;
  const text = models.flatMap((model) => {
    const lines = judgedLines(model);
    return [
      words(fill(model.active ? texts.inUse : texts.model, { name: model.name, id: model.id })),
      ...[...factLines(model, nameOf), ...endedEarlyLines(model), ...(lines.length === 0 ? [texts.unjudged] : lines)].map((said) => `  ${words(said)}`),
    ];
  });
  return { value: models, text: models.length === 0 ? [words(texts.none)] : text };
}

function factLines({ trainedBy, createdAt, plan, parentId, note }: ModelInfo, nameOf: (id: string) => string): Sentence[] {
  return [
    fill(texts.trained, { by: trainedBy ?? texts.unknown, date: createdAt.slice(0, 10), seed: plan.seed }),
    ...parentId === null ? [] : [fill(texts.from, { name: nameOf(parentId) })],
    ...note === '' ? [] : [fill(texts.note, { note: note.replace(/\s+/g, ' ') })],
  ];
}
