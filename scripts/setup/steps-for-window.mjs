import { builds, isBuilt, runBuild } from '../build/builds.mjs';
import { electronIsCurrent, fetchElectron } from './electron.mjs';
import { SetUpFailure, failures, fill, inWords, words } from './sentences.mjs';
import { shippedNode } from './shipped-node.mjs';

/**
 * What the window needs beyond the command line: its page and its shell, built, and Electron where it can be had.
 *
 * @param {import('./checkout.mjs').Checkout} checkout
 * @param {{ retry: boolean }} wishes
 * @param {(line: string) => void} say
 * @returns {import('./set-up.mjs').Step[]}
 */
export function stepsForWindow(checkout, { retry }, say) {
  const { root } = checkout;
  return [
    ...builds.map((build) => ({
      title: words[build.name],
      isCurrent: () => isBuilt(root, build),
      run: async (/** @type {(text: string) => void} */ report) => {
        report(inWords(words.building));
        const complaint = await runBuild({ root, node: shippedNode(checkout) }, build);
        if (!complaint) return words.done;
        say(complaint);
        const what = words[build.name];
        throw new SetUpFailure({ en: fill(failures.notBuilt, { what: what.en }).en, 'zh-CN': fill(failures.notBuilt, { what: what['zh-CN'] })['zh-CN'] });
      },
    })),
    {
      title: words.electron,
      isCurrent: () => electronIsCurrent({ checkout, retry }),
      run: async (report) => {
        const there = await fetchElectron({ checkout, report: (megabytes) => report(inWords(fill(words.fetched, { megabytes }))) });
        return there ? words.done : words.noElectron;
      },
    },
  ];
}
