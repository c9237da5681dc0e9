import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { plain } from '#main/cli/line.ts';
import { writeBalls } from '../tiny-nifti.ts';
import { placeForTest } from './lamina.ts';

it.skipIf(process.platform === 'win32').each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s ends a served project properly', async (signal) => {
  const place = placeForTest();
  const project = path.join(place.folder, 'project');
  await place.lamina('init', project);
  const served = place.start('serve', project);
  await served.says(/Lamina is running/);
  expect(readdirSync(project)).toContain('project.sqlite-wal');
  served.child.kill(signal);
  expect((await served.ended).code).toBe(0);
  expect(readdirSync(project)).not.toContain('project.sqlite-wal');
  expect(readdirSync(path.join(place.folder, 'lamina'))).toEqual([]);
});

it('a host that went away in the middle of an answer is told as that, also where the client wraps what it met', async () => {
  const gone = new TypeError('terminated', { cause: new Error('other side closed') });
  for (const met of [gone, new Error('Cannot parse response body', { cause: gone })]) {
    expect((await plain(met)).sentence.en).toMatch(/no longer answers/);
  }
});

it('work whose messages nobody reads any more is done all the same', async () => {
  const place = placeForTest();
  await place.lamina('init', 'p');
  const { images } = writeBalls(place.folder, 3);
  const importing = place.start('import', 'p', images);
  importing.child.stderr!.destroy();
  importing.child.stdout!.destroy();
  expect((await importing.ended).code).toBe(0);
  expect((await place.lamina('list', 'p', '--json')).json).toMatchObject({ project: { cases: 3 } });
});

it.skipIf(process.platform === 'win32')('a defect beside the command is one sentence for the person, and all of it for the log', async () => {
  const fault = 'data:text/javascript,process.on("SIGUSR2",()=>{throw%20Error("the-secret-of-a-signal")})';
  const place = placeForTest({ NODE_OPTIONS: `--import=${fault.replaceAll('"', '%22')}` });
  const served = place.start('serve', '--lang', 'zh-CN');
  await served.says(/Lamina 正在运行/);
  served.child.kill('SIGUSR2');
  const { code, stdout, stderr } = await served.ended;
  expect({ code, lines: stderr.trim().split('\n').length }).toEqual({ code: 1, lines: 1 });
  expect(stderr).toMatch(/^Lamina 内部出错.*lamina\.log/);
  expect(stdout + stderr).not.toContain('secret');
  expect(readFileSync(path.join(place.folder, 'state', 'lamina', 'lamina.log'), 'utf8')).toContain('the-secret-of-a-signal');
});
