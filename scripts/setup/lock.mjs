import { mkdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { undoneWhenInterrupted } from './interruption.mjs';

/** A holder shows every two seconds that it lives, so a minute of silence means that its machine went down. */
const heartbeatMs = 2_000;
const silenceMs = 60_000;

/** @param {string} file @returns {boolean} whether the process that wrote it has ended without taking it away */
function abandoned(file) {
  let text;
  let silentMs;
  try {
    text = readFileSync(file, 'utf8');
    silentMs = Date.now() - statSync(file).mtimeMs;
  } catch {
    return false; // released meanwhile
  }
  if (silentMs > silenceMs) return true;
  const [host, pid] = text.split(' ');
  // Written in one call just after it was created: an empty one is a moment old.
  if (host !== hostname() || !pid) return false;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'ESRCH';
  }
}

/** @param {string} file @returns {boolean} */
function take(file) {
  try {
    writeFileSync(file, `${hostname()} ${process.pid}`, { flag: 'wx' });
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EEXIST') return false;
    throw error;
  }
}

/**
 * Of several who find an abandoned lock only one may remove it, or the second would remove the new
 * lock of the first: so removal has a lock of its own, held for an instant.
 *
 * @param {string} file
 */
function removeAbandoned(file) {
  const removal = `${file}.removal`;
  if (!take(removal)) {
    if (abandoned(removal)) rmSync(removal, { force: true });
    return;
  }
  if (abandoned(file)) rmSync(file, { force: true });
  rmSync(removal, { force: true });
}

/**
 * Does `work` while nobody else who asks for the same file does theirs; waits for its turn. The lock
 * goes when the work ends, fails or is interrupted; one left by a killed process is taken over.
 *
 * @template Result
 * @param {string} file
 * @param {{ onWait?: () => void, pollMs?: number }} options `onWait` is called once, before the first wait
 * @param {() => Promise<Result>} work
 * @returns {Promise<Result>}
 */
export async function alone(file, { onWait, pollMs = 250 }, work) {
  mkdirSync(path.dirname(file), { recursive: true });
  let waited = false;
  while (!take(file)) {
    if (abandoned(file)) {
      removeAbandoned(file);
      await sleep(10); // whoever else found it is removing it just now
      continue;
    }
    if (!waited) onWait?.();
    waited = true;
    await sleep(pollMs);
  }
  const release = () => rmSync(file, { force: true });
  const heartbeat = setInterval(() => {
    try {
      utimesSync(file, new Date(), new Date());
    } catch {
      // Someone removed the whole folder by hand: there is nothing left to hold.
    }
  }, heartbeatMs);
  heartbeat.unref();
  try {
    return await undoneWhenInterrupted(release, work);
  } finally {
    clearInterval(heartbeat);
    release();
  }
}
