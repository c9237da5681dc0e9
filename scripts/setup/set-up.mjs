import { cacheFolder } from './cache-folder.mjs';
import { alone } from './lock.mjs';
import { installPackages, packagesAreCurrent } from './node-packages.mjs';
import { createProgress } from './progress.mjs';
import { SetUpFailure, failures, fill, inWords, words } from './sentences.mjs';
import { stepsForTests } from './steps-for-tests.mjs';
import { stepsForWindow } from './steps-for-window.mjs';
import { findBuild } from './tensorflow/flavours.mjs';
import { readRecord } from './tensorflow/record.mjs';
import { installTensorFlow, tensorflowIsCurrent } from './tensorflow/tensorflow.mjs';

/**
 * Set-up as a short list of steps, each of which can be interrupted and repeated. Only what Chromium
 * loads is built, the page and the desktop shell: the shipped Node runs TypeScript as it is written.
 *
 * @typedef {object} Step
 * @property {import('./sentences.mjs').Sentence} title
 * @property {() => boolean | Promise<boolean>} isCurrent looks for a moment; asked again once the lock is held
 * @property {(report: (text: string) => void) => Promise<import('./sentences.mjs').Sentence>} run ends with a word on how it went
 *
 * @typedef {object} Wishes
 * @property {import('./tensorflow/flavours.mjs').Flavour} [flavour]
 * @property {boolean} [retry] try again what the network refused
 * @property {boolean} [forTests]
 * @property {boolean} [forWindow]
 */

/** @typedef {ReturnType<typeof createProgress>} Progress */

/**
 * @param {import('./checkout.mjs').Checkout} checkout
 * @param {Wishes} wishes
 * @param {Progress} progress
 * @returns {Step[]}
 */
function listSteps(checkout, { flavour, retry = false, forTests = false, forWindow = false }, progress) {
  const cache = cacheFolder(process.env);
  const request = { checkout, cache, flavour, retry };
  /** @type {Step[]} */
  const steps = [
    {
      title: words.packages,
      isCurrent: () => packagesAreCurrent(checkout),
      run: async (report) => {
        report(inWords(words.installing));
        await installPackages(checkout, { onTrouble: progress.line });
        return words.done;
      },
    },
    {
      title: words.tensorflow,
      isCurrent: () => tensorflowIsCurrent(request),
      run: async (report) => {
        await installTensorFlow(request, report);
        return nameOfTensorFlow(checkout);
      },
    },
  ];
  if (forWindow) steps.push(...stepsForWindow(checkout, { retry }, progress.line));
  if (forTests) steps.push(...stepsForTests(checkout.root, process.env, progress.line));
  return steps;
}

/** @param {import('./checkout.mjs').Checkout} checkout @returns {import('./sentences.mjs').Sentence} */
function nameOfTensorFlow(checkout) {
  const record = readRecord(checkout);
  return record?.native ? fill(words.native, { version: record.version, flavour: record.flavour === 'gpu' ? 'CUDA' : 'CPU' }) : words.javaScript;
}

/**
 * Sets up what is not set up yet; says nothing but one line where nothing is to do.
 *
 * @param {import('./checkout.mjs').Checkout} checkout
 * @param {Wishes} wishes
 * @param {Progress} [progress]
 * @returns {Promise<void>}
 * @throws {SetUpFailure}
 */
export async function setUp(checkout, wishes, progress = createProgress()) {
  const steps = listSteps(checkout, wishes, progress);
  const allCurrent = async () => {
    for (const step of steps) if (!(await step.isCurrent())) return false;
    return true;
  };
  const inBrief = (/** @type {import('./sentences.mjs').Sentence} */ template) =>
    progress.line(inWords(fill(template, { tensorflow: inWords(nameOfTensorFlow(checkout)) })));

  if (await allCurrent()) {
    sayWhyNotNative(checkout, progress);
    return inBrief(words.nothingToDo);
  }
  await alone(checkout.lock, { onWait: () => progress.line(inWords(words.waiting)) }, async () => {
    for (const [index, step] of steps.entries()) {
      if (await step.isCurrent()) continue;
      const shown = progress.step(inWords(step.title), index + 1, steps.length);
      let ended = inWords(words.stopped);
      try {
        ended = inWords(await step.run(shown.report));
      } finally {
        shown.end(ended);
      }
    }
  });
  sayWhyNotNative(checkout, progress);
  inBrief(words.ready);
}

/** @param {import('./checkout.mjs').Checkout} checkout @param {Progress} progress */
function sayWhyNotNative(checkout, progress) {
  const record = readRecord(checkout);
  if (record?.why) progress.line(`${inWords(record.why.sentence)} ${inWords(words.untilThen)}`);
  else if (record && findBuild(record.flavour)?.verified !== true) progress.line(inWords(words.unverified));
}

/**
 * For the entry scripts: does `work`, shows a failure as its one sentence, gives the exit code.
 *
 * @param {() => Promise<number>} work
 * @returns {Promise<number>}
 */
export async function exitCodeOf(work) {
  try {
    return await work();
  } catch (error) {
    const sentence =
      error instanceof SetUpFailure
        ? error.sentence
        : fill(failures.unexpected, { message: error instanceof Error ? error.message : String(error) });
    process.stderr.write(`${inWords(sentence)}\n`);
    return 1;
  }
}
