/** All commands, their options and help in the person's language, put together for the parser. */
import { Command, Help } from 'commander';
import { fill, locales, type Locale, type Sentence } from '#shared/text/sentence.ts';
import { addAgreement } from './commands/agreement.ts';
import { addBundle } from './commands/bundle.ts';
import { addDemo } from './commands/demo.ts';
import { addDoctor } from './commands/doctor.ts';
import { addEvaluate } from './commands/evaluate.ts';
import { addExample } from './commands/example.ts';
import { addExplain } from './commands/explain.ts';
import { addExport } from './commands/export.ts';
import { addImport } from './commands/import.ts';
import { addInit } from './commands/init.ts';
import { addInspect } from './commands/inspect.ts';
import { addLabels } from './commands/labels.ts';
import { addList } from './commands/list.ts';
import { addLog } from './commands/log.ts';
import { addMaps } from './commands/maps.ts';
import { addMeasurements } from './commands/measurements.ts';
import { addModels } from './commands/models.ts';
import { addOpen } from './commands/open.ts';
import { addPlan } from './commands/plan.ts';
import { addQuality } from './commands/quality.ts';
import { addQueue } from './commands/queue.ts';
import { addRounds } from './commands/rounds.ts';
import { addSegment } from './commands/segment.ts';
import { addServe } from './commands/serve.ts';
import { addSimulate } from './commands/simulate.ts';
import { addSplit } from './commands/split.ts';
import { addTrain } from './commands/train.ts';
import { addTrainings } from './commands/trainings.ts';
import { addVerify } from './commands/verify.ts';
import { asLanguage } from './language.ts';
import type { Command as LineCommand } from './line.ts';
import { widthOf, wrap } from './text-table.ts';
import { UsageError } from './usage-errors.ts';
import { usageSentences } from './command-line-sentences.ts';

/** What a command's file is given to add itself. */
export interface Registry {
  readonly command: (name: string, description: Sentence) => Command;
  readonly words: (sentence: Sentence) => string;
  /** Runs when the command was written; the arguments are already parsed. */
  readonly run: (command: LineCommand) => Promise<void>;
}

const texts = {
  about: {
    en: 'Segments medical images slice by slice and retrains its network on the labels, on this computer alone.',
    'zh-CN': '逐层分割医学图像，并用标注重新训练网络；一切都在本机进行。',
  },
  json: { en: 'print exactly one JSON value on stdout', 'zh-CN': '在标准输出上只打印一个 JSON 值' },
  lang: { en: 'language of messages: en or zh-CN (else that of the terminal)', 'zh-CN': '消息语言：en 或 zh-CN（默认随终端）' },
  help: { en: 'show this help', 'zh-CN': '显示帮助' },
  version: { en: 'show the version', 'zh-CN': '显示版本' },
} as const;

function language(given: string): Locale {
  const found = asLanguage(given);
  if (found === null) throw new UsageError(fill(usageSentences.notOneOf, { option: '--lang', choices: locales.join(', '), given }));
  return found;
}

/** The parser's own words, which it has in English only. */
const parserWords: readonly (readonly [string, string])[] = [
  ['Usage:', '用法：'], ['Arguments:', '参数：'], ['Global Options:', '通用选项：'], ['Options:', '选项：'], ['Commands:', '命令：'],
  ['[options]', '[选项]'], ['[command]', '[命令]'],
];

export function createProgram(locale: Locale, version: string, run: Registry['run']): Command {
  const words = (sentence: Sentence): string => sentence[locale];
  const translate = (text: string): string =>
    locale === 'en' ? text : parserWords.reduce((done, [from, to]) => done.replaceAll(from, to), text);
  const prepare = (command: Command): Command => command
    .helpOption('-h, --help', words(texts.help))
    .exitOverride()
    .configureOutput({ writeErr: () => {} })
    .configureHelp({
      showGlobalOptions: true,
      displayWidth: widthOf,
      boxWrap: wrap,
      subcommandTerm: (shown) => [shown.name(), ...shown.registeredArguments.map((argument) => {
        const name = argument.name() + (argument.variadic ? '...' : '');
        return argument.required ? `<${name}>` : `[${name}]`;
      })].join(' '),
      formatHelp: (shown, helper) => translate(Help.prototype.formatHelp.call(helper, shown, helper)),
    });

  const program = prepare(new Command('lamina'))
    .description(words(texts.about))
    .option('--json', words(texts.json))
    .option('--lang <language>', words(texts.lang), language)
    .version(version, '-V, --version', words(texts.version))
    .helpCommand(false);
  const registry: Registry = {
    command: (name, description) => prepare(program.command(name).description(words(description))),
    words,
    run,
  };
  for (const add of [addInit, addImport, addList, addLabels, addMeasurements, addModels, addSplit, addPlan, addTrain, addTrainings, addQueue, addRounds, addSegment, addMaps, addExplain, addQuality, addExport, addBundle, addEvaluate, addAgreement, addSimulate, addVerify, addLog, addInspect, addOpen, addServe, addDoctor, addDemo, addExample]) {
    add(registry);
  }
  return program;
}
