/** How commands are called: those that choose from a list after what they choose. */
import { choiceOf, isChoice, type ChoiceCommand } from '../../editing/choice-commands.ts';
import type { Command } from '../../editing/shortcuts.ts';
import type { Word } from '../../locales/use-words.ts';

type LabelKey = Extract<Command, `label.${1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9}`>;
type WindowKey = Extract<Command, `review.window-${number}`>;
type NamedCommand = Exclude<Command, LabelKey | WindowKey | ChoiceCommand>;
type Say = (word: Word, values?: Record<string, string | number>) => string;

export const isLabelKey = (command: Command): command is LabelKey => /^label\.\d$/.test(command);

const isWindowKey = (command: Command): command is WindowKey => command.startsWith('review.window-');

/** Under the title of its list. */
export interface CommandWord {
  readonly word: Word;
  readonly values?: { readonly n: number };
}

export function wordOf(command: Command): CommandWord {
  if (isLabelKey(command)) return { word: 'keys.pickLabel', values: { n: Number(command.slice('label.'.length)) } };
  if (isWindowKey(command)) return { word: 'keys.pickWindow', values: { n: Number(command.slice('review.window-'.length)) } };
  if (!isChoice(command)) return { word: `keys.commands.${command satisfies NamedCommand}` };
  const choice = choiceOf(command);
  switch (choice.of) {
    case 'region': return { word: `regions.kinds.${choice.one}` };
    case 'measure': return { word: `measure.kinds.${choice.one}` };
    case 'views': return { word: `annotate.layouts.${choice.one}` };
  }
}

export const listTitles = { region: 'annotate.regions.title', measure: 'measure.title', views: 'annotate.layoutChoice' } as const;

/** By itself. @param say in some language */
export function commandText(command: Command, say: Say): string {
  const { word, values } = wordOf(command);
  const name = say(word, { ...values });
  return isChoice(command) ? say('keys.choice', { list: say(listTitles[choiceOf(command).of]), name }) : name;
}
