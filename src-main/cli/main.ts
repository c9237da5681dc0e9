/**
 * `lamina`, the command line: a client of the contract like any other, which starts a host for itself
 * where none has the project open. Knows neither the database nor the engine.
 */
import { readFileSync } from 'node:fs';
import { CommanderError } from 'commander';
import { UserFacingError } from '#shared/text/user-facing-error.ts';
import { listenForInterrupt } from './interrupt.ts';
import { chooseLocale } from './language.ts';
import { exitCodes, fail, plain, runLine } from './line.ts';
import { createProgram } from './program.ts';
import { createScreen } from './screen.ts';
import { UsageError, usageSentence } from './usage-errors.ts';

const argv = process.argv.slice(2);
const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string };
const screen = createScreen(chooseLocale(argv, process.env));
const options = { screen, json: argv.includes('--json'), interrupted: listenForInterrupt(screen) };

// A reader of our output that has gone (`lamina list | head`), or the whole terminal, is no failure.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => { if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error; });
}
// A defect somewhere beside the command: the person still gets one sentence, and the log the rest.
process.on('uncaughtException', (error) => {
  void plain(error).then((failure) => process.exit(fail(failure, options)));
});

try {
  const program = createProgram(screen.locale, version, async (command) => {
    process.exitCode = await runLine(options, command);
  });
  await program.parseAsync(argv, { from: 'user' });
} catch (error) {
  process.exitCode = wrongUsage(error);
}

// Everything has been closed; what still holds the process is a defect, which must not hold the person.
setTimeout(() => {
  void import('#main/host/log.ts').then(({ openLog }) => {
    openLog().write(`the command line was held by ${process.getActiveResourcesInfo().join(', ')}`);
    process.exit();
  });
}, 3_000).unref();

function wrongUsage(error: unknown): number {
  if (error instanceof UserFacingError) return fail(error, options);
  if (!(error instanceof CommanderError)) throw error;
  if (error.exitCode === 0) return exitCodes.done;
  return fail(new UsageError(usageSentence(error)), options);
}
