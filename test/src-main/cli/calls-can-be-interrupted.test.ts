import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { Client } from '#main/cli/connect.ts';
import { runLine } from '#main/cli/line.ts';
import type { Screen } from '#main/cli/screen.ts';
import { writeBalls } from '../tiny-nifti.ts';

function folderOfTest(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'lamina-interrupted-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Runs a command that is interrupted as soon as its call is on its way. */
async function interrupted(call: (client: Client, signal: AbortSignal) => Promise<unknown>): Promise<{ code: number; printed: string[]; said: string[] }> {
  const [printed, said]: [string[], string[]] = [[], []];
  const screen: Screen = {
    locale: 'en', print: (text) => { printed.push(text); }, say: (text) => { said.push(typeof text === 'string' ? text : text.en); },
    progress: () => {}, endProgress: () => {},
  };
  const stop = new AbortController();
  const code = await runLine({ screen, json: false, interrupted: stop.signal }, async (line) => {
    const { client } = await line.connect(null);
    const answer = call(client, line.interrupted);
    setImmediate(() => stop.abort());
    return { value: await answer, text: ['done'] };
  });
  return { code, printed, said };
}

it('a comparison of masks that is interrupted ends with 130, having said nothing but that', async () => {
  const { labels } = writeBalls(folderOfTest(), 40);
  expect(await interrupted((client, signal) => client.evaluation.run({ predictions: labels, references: labels }, { signal })))
    .toEqual({ code: 130, printed: [], said: ['Interrupted; nothing was half-written.'] });
});

it('an example that is interrupted ends with 130, and every file of it is whole', async () => {
  const out = path.join(folderOfTest(), 'example');
  const { code } = await interrupted((client, signal) => client.system.writeExample({ out, preset: 'sparse', cases: 500, seed: 1 }, { signal }));
  expect(code).toBe(130);
  const written = readdirSync(path.dirname(out)).includes('example') ? readdirSync(out, { recursive: true }).map(String) : [];
  expect(written.filter((name) => name.includes('.part'))).toEqual([]);
  expect(written.length).toBeLessThan(100);
});
