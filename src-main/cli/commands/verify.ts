import { resolve } from 'node:path';
import type { Verification } from '#shared/contract/verification.ts';
import { fill } from '#shared/text/sentence.ts';
import { followJob } from '../follow-job.ts';
import type { Registry } from '../program.ts';
import { UsageError } from '../usage-errors.ts';

const texts = {
  about: { en: 'Prove that a project is what its log tells, or say what is not; changes nothing.', 'zh-CN': '证明项目与其日志一致，或指出不一致之处；不作任何更改。' },
  project: { en: 'folder of the project', 'zh-CN': '项目文件夹' },
  head: {
    en: 'a hash of the log that was noted elsewhere, such as logHead in the JSON beside an exported mask (may be given several times)',
    'zh-CN': '在别处记下的日志哈希，例如导出掩膜旁 JSON 中的 logHead（可多次给出）',
  },
  notHash: { en: '--head is a hash of 64 hexadecimal digits, not “{given}”.', 'zh-CN': '--head 应为 64 位十六进制哈希，而不是“{given}”。' },
  checked: {
    en: '{name}: {events} events with {edits} edits, and {files} files ({megabytes} MB), were checked.',
    'zh-CN': '{name}：已检查 {events} 个事件（含 {edits} 次编辑）和 {files} 个文件（{megabytes} MB）。',
  },
  clean: { en: 'Everything is as the log tells.', 'zh-CN': '一切与日志一致。' },
  proven: {
    en: 'Up to event {event} of {date} the log is the one that was noted elsewhere.',
    'zh-CN': '截至 {date} 的事件 {event}，日志与别处记下的一致。',
  },
  head64: { en: 'Newest hash, to be noted elsewhere: {hash} (event {event})', 'zh-CN': '最新哈希（请记在别处）：{hash}（事件 {event}）' },
  wrong: {
    en: 'Not as the log tells: {count}; compare with a back-up copy of the project’s folder.',
    'zh-CN': '有 {count} 处与日志不一致；请与项目文件夹的备份副本比对。',
  },
} as const;

interface Options { head?: string[] }

export function addVerify({ command, words, run }: Registry): void {
  command('verify', texts.about)
    .argument('<project>', words(texts.project))
    .option('--head <hash>', words(texts.head), hashes)
    .action((project: string, { head = [] }: Options) => run(async (line) => {
      const folder = resolve(project);
      // Whoever looks must not bring it up to date, nor begin the log of a copy.
      const { client } = await line.connect(folder, false);
      const verification = await followJob<Verification>(() => client.project.verify({ folder, heads: head }), { client, ...line });
      const { wrong } = verification;
      return {
        value: verification,
        text: linesOf(verification).map(words),
        failure: wrong.length === 0 ? null : fill(texts.wrong, { count: wrong.length }),
      };
    }));
}

function linesOf({ project, wrong, unproven, head, proven, checked: { events, edits, files, bytes } }: Verification) {
  return [
    fill(texts.checked, { name: project.name, events, edits, files, megabytes: Math.ceil(bytes / 1e6) }),
    ...wrong.length === 0 ? [texts.clean] : wrong.map(({ sentence }) => sentence),
    ...proven === null ? [] : [fill(texts.proven, { event: proven.event, date: proven.at.slice(0, 10) })],
    ...unproven,
    ...head === null ? [] : [fill(texts.head64, head)],
  ];
}

function hashes(given: string, before: string[] = []): string[] {
  const hash = given.trim().toLowerCase();
  if (!/^[0-9a-f]{64}$/.test(hash)) throw new UsageError(fill(texts.notHash, { given }));
  return [...before, hash];
}
