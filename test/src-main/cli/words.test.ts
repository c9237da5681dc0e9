import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { chooseLocale } from '#main/cli/language.ts';
import { createProgram } from '#main/cli/program.ts';
import { textTable, widthOf, wrap } from '#main/cli/text-table.ts';

describe('the language of messages', () => {
  it.each([
    [{}, 'en'], [{ LANG: 'de_DE.UTF-8' }, 'en'], [{ LANG: 'zh_CN.UTF-8' }, 'zh-CN'], [{ LANG: 'zh_TW' }, 'zh-CN'],
    [{ LANG: 'zh_CN.UTF-8', LC_ALL: 'C' }, 'en'], [{ LANG: 'C', LC_ALL: 'zh_CN.UTF-8' }, 'zh-CN'],
    [{ LANG: 'C', LC_MESSAGES: 'zh_CN.UTF-8' }, 'zh-CN'], [{ LANG: 'zh_CN.UTF-8', LC_ALL: '' }, 'zh-CN'],
  ] as const)('of a terminal with %o is %s', (environment, locale) => {
    expect(chooseLocale(['list', 'p'], environment)).toBe(locale);
  });

  it.each([[['--lang', 'zh-CN'], 'zh-CN'], [['list', '--lang=zh-cn', 'p'], 'zh-CN'], [['--lang', 'zh'], 'zh-CN'], [['--lang', 'en'], 'en'], [['--lang=en-GB'], 'en']] as const)(
    'is that of %j before all else', (argv, locale) => {
      expect(chooseLocale(argv, { LC_ALL: locale === 'en' ? 'zh_CN.UTF-8' : 'C' })).toBe(locale);
    });
});

describe('the help', () => {
  const all = (locale: 'en' | 'zh-CN'): Command[] => {
    const program = createProgram(locale, '1.2.3', async () => {});
    return [program, ...program.commands];
  };

  it('names exactly the commands that the product promises', () => {
    expect(all('en').slice(1).map((command) => command.name()).sort()).toEqual(
      ['agreement', 'bundle', 'demo', 'doctor', 'evaluate', 'example', 'explain', 'export', 'import', 'init', 'inspect', 'labels', 'list', 'log', 'maps', 'measurements', 'models', 'open', 'plan', 'quality', 'queue', 'rounds', 'segment', 'serve', 'simulate', 'split', 'train', 'trainings', 'unbundle', 'verify']);
  });

  it('explains every command, argument and option, in English without a Chinese word and the other way round', () => {
    for (const command of all('en')) {
      expect(command.helpInformation()).not.toMatch(/[\u4e00-\u9fff]/);
      for (const { description } of [...command.options, ...command.registeredArguments]) expect(description).not.toBe('');
    }
    for (const command of all('zh-CN')) {
      // What may stay: names of commands, options, files, programs and codes.
      const text = command.helpInformation();
      expect(text).not.toMatch(/\b(the|of|show|Usage|Options|Arguments|Commands)\b/);
      for (const { description } of [...command.options, ...command.registeredArguments]) expect(description).toMatch(/[\u4e00-\u9fff]/);
    }
  });

  it('stays within the width of a terminal in Chinese, where a character takes two columns', () => {
    for (const command of all('zh-CN')) {
      command.configureHelp({ ...command.configureHelp(), helpWidth: 80 });
      for (const row of command.helpInformation().split('\n')) expect(widthOf(row)).toBeLessThanOrEqual(80);
    }
  });
});

it('Chinese is broken between characters, never before a full stop', () => {
  expect(wrap('导入图像及其标注。', 8)).toBe('导入图像\n及其标\n注。');
  expect(wrap('one two three', 8)).toBe('one two\nthree');
});

it('tables stand in columns whatever the script', () => {
  const rows = textTable(['名称', 'Dice'], [['肝脏', '0.91'], ['spleen', '–']]);
  expect(rows).toEqual(['名称    Dice', '肝脏    0.91', 'spleen     –']);
  expect(textTable(null, [['体素', 'mm'], ['spacing', '1 × 2']])).toEqual(['体素     mm', 'spacing  1 × 2']);
});
