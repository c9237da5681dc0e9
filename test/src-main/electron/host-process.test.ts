import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Refusal, startHostProcess, whyNotStarted, type HostNews, type HostProcess } from '../../../src-main/electron/host-process.ts';
import { shellSentences } from '../../../src-main/electron/shell-sentences.ts';

/** A process that behaves as the given script says, in the host's place. */
function hostThat(script: string, graceMs = 5_000): { host: HostProcess; news: HostNews[] } {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'lamina-host-process-'));
  const hostEntry = path.join(folder, 'host.mjs');
  writeFileSync(hostEntry, `const say = (message) => process.send(message);\n${script}`);
  const news: HostNews[] = [];
  const host = startHostProcess({ node: process.execPath, hostEntry, port: null, locale: 'zh-CN', onNews: (item) => news.push(item), graceMs });
  onTestFinished(async () => {
    await host.end();
    rmSync(folder, { recursive: true, force: true });
  });
  return { host, news };
}

const opens = "say({ kind: 'ready', port: 7, token: 't', log: 'l' });";
const living = 'process.on("message", () => {});';

describe('the host as the shell sees it', () => {
  it('is started in the person’s language, with what was open last, and passes on its news', async () => {
    const { host, news } = hostThat(`${living} say({ kind: 'busy', jobs: process.argv.slice(2).join(' ') }); say({ kind: 'language', language: 'en' }); ${opens}`);
    expect(await host.ready).toEqual({ kind: 'ready', port: 7, token: 't', log: 'l' });
    expect(news).toEqual([{ kind: 'busy', jobs: '--lang zh-CN serve --open-last --port 0' }, { kind: 'language', language: 'en' }]);
  });

  it('answers each request for a grant with its own answer, in whatever order', async () => {
    const { host } = hostThat(`${opens} const seen = []; process.on('message', (message) => {
      seen.push(message);
      if (seen.length === 2) for (const { id, paths } of seen.reverse()) say(paths[0] === '/no' ? { kind: 'refused', id, sentence: { en: 'No.', 'zh-CN': '不。' } } : { kind: 'granted', id, grant: 'grant:' + paths.join() });
    });`);
    await host.ready;
    const refused = host.grant(['/no']).catch((error: unknown) => error);
    expect(await host.grant(['/a', '/b'])).toBe('grant:/a,/b');
    expect((await refused as Refusal).sentence['zh-CN']).toBe('不。');
  });

  it('tells its last line where it could not start', async () => {
    const { host } = hostThat("process.stderr.write('first\\nThe disk is full.\\n'); process.exitCode = 1; process.disconnect();");
    const lastWords = await host.ended;
    expect(lastWords).toBe('The disk is full.');
    expect(whyNotStarted(lastWords).en).toBe('Lamina could not be started: The disk is full.');
    expect(whyNotStarted('')['zh-CN']).toContain('lamina doctor');
    expect(whyNotStarted({ en: 'no Node.', 'zh-CN': '缺少 Node。' })).toEqual({ en: 'Lamina could not be started: no Node.', 'zh-CN': '无法启动 Lamina：缺少 Node。' });
  });

  it('leaves nobody waiting for a grant when it dies', async () => {
    const { host } = hostThat(`${opens} process.on('message', () => process.kill(process.pid, 'SIGKILL'));`);
    await host.ready;
    await expect(host.grant(['/a'])).rejects.toMatchObject({ sentence: shellSentences.hostAway });
    await expect(host.grant(['/a'])).rejects.toBeInstanceOf(Refusal);
  });

  it('ends when its channel closes, and is killed where it does not', async () => {
    const willing = hostThat(`${living} ${opens} process.once('disconnect', () => process.exit(0));`, 60_000).host;
    await willing.ready;
    await willing.end();
    const stubborn = hostThat(`${living} ${opens} setInterval(() => {}, 1000);`, 200).host;
    await stubborn.ready;
    await stubborn.end();
  });

  it('whose program is missing ends at once', async () => {
    const host = startHostProcess({ node: path.join(os.tmpdir(), 'no-such-node'), hostEntry: 'x', port: null, locale: 'en', onNews: () => {} });
    expect(await host.ended).toContain('ENOENT');
  });
});
