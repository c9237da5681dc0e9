/**
 * The Chromium in which tests open the page. It knows where it is, and nothing of what is done with it.
 *
 * `describe.skipIf(!browserAvailable)` skips where a machine has none; `npm test` installs one first
 * where it may. In CI it is always true, so that a missing browser is a failure there and not a quiet gap.
 */
import { findBrowser as find } from '../../scripts/setup/browser.mjs';

const found = await find(process.env);

/** Why no browser can be used here, for the name of a skipped test; undefined where one can. */
export const browserMissing: string | undefined =
  found === undefined ? 'no Chromium, Chrome or Edge: install one, or name one in LAMINA_BROWSER' : undefined;

export const browserAvailable: boolean = found !== undefined || process.env['CI'] === 'true';

/** The program's path. @throws where there is none */
export async function findBrowser(): Promise<string> {
  if (found === undefined) throw new Error(`Browser: ${browserMissing ?? ''}`);
  return found;
}

/** What it must be started with here: Chromium refuses to run for root with its own sandbox. */
export const browserArguments: readonly string[] = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
