import { chmodSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { findBrowser } from '../../scripts/setup/browser.mjs';
import { temporaryFolder, writeFiles } from './temporary-folder.ts';

function programs(scripts: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder();
  writeFiles(folder, Object.fromEntries(Object.entries(scripts).map(([name, script]) => [name, `#!/bin/sh\n${script}\n`])));
  for (const name of Object.keys(scripts)) chmodSync(path.join(folder, name), 0o755);
  return folder;
}

const real = 'echo "Chromium 130.0.1"';
const onlyAdvice = 'echo "install the snap" >&2; exit 1';

it.skipIf(process.platform === 'win32')('A program that only says how to get a browser is passed over', async () => {
  const folder = programs({ chromium: onlyAdvice, 'google-chrome': real });
  expect(await findBrowser({ PATH: folder })).toBe(path.join(folder, 'google-chrome'));
});

it.skipIf(process.platform === 'win32')('The one that is named wins, and is an error where it does not start: never another one in silence', async () => {
  const folder = programs({ chromium: real, mine: real, broken: onlyAdvice });
  expect(await findBrowser({ PATH: folder, LAMINA_BROWSER: path.join(folder, 'mine') })).toBe(path.join(folder, 'mine'));
  await expect(findBrowser({ PATH: folder, LAMINA_BROWSER: path.join(folder, 'broken') })).rejects.toThrow(/LAMINA_BROWSER.*does not start/);
});
