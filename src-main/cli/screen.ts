/** What a person sees: messages and bars on stderr, results on stdout. Knows no command and no contract. */
import type { Locale, Sentence } from '#shared/text/sentence.ts';

export interface Progress {
  readonly phase: string;
  readonly done: number;
  readonly total: number;
  readonly note?: Sentence | undefined;
}

export interface Screen {
  readonly locale: Locale;
  /** A message on stderr. */
  say(text: Sentence | string): void;
  /** A line of the result, on stdout. */
  print(text: string): void;
  progress(progress: Progress): void;
  /** Takes the bar away, so that what follows stands on a line of its own. */
  endProgress(): void;
}

interface Bar {
  start(total: number, startValue: number, payload: object): void;
  update(value: number, payload: object): void;
  setTotal(total: number): void;
  stop(): void;
}

/** Where stderr is no terminal, a line at each new phase and then seldom: logs are read, not watched. */
const plainLineEveryMs = 15_000;

export function createScreen(locale: Locale, streams: { readonly stdout: NodeJS.WriteStream; readonly stderr: NodeJS.WriteStream } = process): Screen {
  const { stdout, stderr } = streams;
  let bar: Bar | null = null;
  let loading = false;
  let latest: Progress | null = null;
  let lastLine = { phase: '', at: 0 };

  const endProgress = (): void => {
    latest = null;
    bar?.stop();
    bar = null;
  };
  const label = ({ phase }: Progress): string => phaseNames[phase]?.[locale] ?? phase;
  const note = (progress: Progress): string => progress.note?.[locale] ?? '';
  const plain = (progress: Progress): void => {
    const now = Date.now();
    if (progress.phase === lastLine.phase && now - lastLine.at < plainLineEveryMs) return;
    lastLine = { phase: progress.phase, at: now };
    const percent = progress.total > 0 ? ` ${Math.floor((100 * progress.done) / progress.total)} %` : '';
    const said = note(progress);
    stderr.write(`${label(progress)}${percent}${said === '' ? '' : aside[locale].replace('{said}', said)}\n`);
  };
  const draw = (progress: Progress): void => {
    const payload = { phase: label(progress), note: note(progress) };
    if (bar === null) return;
    bar.setTotal(Math.max(1, progress.total));
    bar.update(Math.min(progress.done, Math.max(1, progress.total)), payload);
  };

  return {
    locale,
    say(text) {
      endProgress();
      stderr.write(`${visible(typeof text === 'string' ? text : text[locale])}\n`);
    },
    print(text) {
      endProgress();
      stdout.write(`${visible(text)}\n`);
    },
    progress(progress) {
      if (!stderr.isTTY) return plain(progress);
      latest = progress;
      if (bar !== null) return draw(progress);
      if (loading) return;
      loading = true;
      // Loaded only now: `lamina --help` has no use for it.
      void import('cli-progress').then(({ default: { SingleBar } }) => {
        loading = false;
        if (latest === null) return;
        bar = new SingleBar({ format: '{phase} [{bar}] {percentage}% {note}', hideCursor: true, clearOnComplete: true, stream: stderr });
        bar.start(1, 0, { phase: label(latest), note: note(latest) });
        draw(latest);
      });
    },
    endProgress,
  };
}

/** A file's name may hold line breaks, which would tear a table, and sequences that command the terminal: shown, not obeyed. */
function visible(text: string): string {
  // U+2400 to U+2421 are the pictures of U+0000 to U+0020 and U+007F.
  return text.replace(/[\0-\x1f\x7f]/g, (character) => (character === '\x7f' ? '\u2421' : String.fromCharCode(0x2400 + character.charCodeAt(0))));
}

const aside: Sentence = { en: ' ({said})', 'zh-CN': '（{said}）' };

const phaseNames: Readonly<Record<string, Sentence>> = {
  importing: { en: 'Importing', 'zh-CN': '导入' },
  snapshot: { en: 'Taking the snapshot', 'zh-CN': '生成快照' },
  reading: { en: 'Reading', 'zh-CN': '读取' },
  measuring: { en: 'Measuring this machine', 'zh-CN': '测量本机性能' },
  training: { en: 'Training', 'zh-CN': '训练' },
  validating: { en: 'Validating', 'zh-CN': '验证' },
  predicting: { en: 'Predicting', 'zh-CN': '预测' },
  segmenting: { en: 'Segmenting', 'zh-CN': '分割' },
  writing: { en: 'Writing', 'zh-CN': '写入' },
  verifying: { en: 'Checking the log', 'zh-CN': '检查日志' },
  'checking-files': { en: 'Checking files', 'zh-CN': '检查文件' },
  exporting: { en: 'Exporting', 'zh-CN': '导出' },
  simulating: { en: 'Simulating', 'zh-CN': '模拟' },
};
