/** An event of the project's log in words. Knows nothing of how it is listed. */
import { deedIn, logSubjects, partsOf, whatIn, type LogSubject } from '#shared/contract/log-sentences.ts';
import type { LoggedEvent } from '#shared/contract/log.ts';
import type { Sentence } from '#shared/text/sentence.ts';
import { history } from '../../locales/en/history.ts';
import { measure } from '../../locales/en/measure.ts';
import { review } from '../../locales/en/review.ts';
import type { useWords, Word } from '../../locales/use-words.ts';
import { toolWord } from '../annotate/history-words.ts';

type Words = Pick<ReturnType<typeof useWords>, 't' | 'say'>;

const has = <Tree extends object>(tree: Tree, name: string): name is keyof Tree & string => Object.hasOwn(tree, name);

/** What the window calls what the log names by a code; null for names, and for codes that this version does not know. */
function codeWord(kind: string, code: string): Word | null {
  switch (kind) {
    case 'edit': {
      const tool = toolWord(code);
      return tool === 'history.tools.other' ? null : tool;
    }
    case 'review': return code === 'incomplete' ? 'log.openedAgain' : has(review.states, code) ? `review.states.${code}` : null;
    case 'pin': return has(review.severities, code) ? `review.severities.${code}` : null;
    case 'measurement': return has(measure.kinds, code) ? `measure.kinds.${code}` : null;
    case 'model_note': return code === 'deleted' ? 'log.deleted' : null;
    case 'consensus': {
      const tool = `consensus-${code}`;
      return has(history.tools, tool) ? `history.tools.${tool}` : null;
    }
    default: return null;
  }
}

export function deedOf(event: LoggedEvent, { t, say }: Words): string {
  const { kind, what } = event;
  const named = whatIn(event);
  if (what === null || named === null) return say(deedIn(event));
  const word = codeWord(kind, what);
  return `${say(deedIn(event))} · ${word === null ? say(named) : t(word)}`;
}

/** On what, and with which model's help. */
export function aboutOf(event: LoggedEvent, { say }: Words): string {
  return partsOf(event).map(say).join(' · ');
}

export interface KindChoice {
  /** Null where everything is listed. */
  readonly kinds: readonly string[] | null;
  readonly title: string;
}

/** Everything, then each subject with its kinds set in below it. */
export function kindChoices({ t, say }: Words): KindChoice[] {
  const subjects = Object.entries(logSubjects) as [LogSubject, Readonly<Record<string, Sentence>>][];
  return [
    { kinds: null, title: t('log.everything') },
    ...subjects.flatMap(([subject, kinds]) => [
      { kinds: Object.keys(kinds), title: t(`log.subjects.${subject}`) },
      ...Object.entries(kinds).map(([kind, sentence]) => ({ kinds: [kind], title: `\u2003${say(sentence)}` })),
    ]),
  ];
}
