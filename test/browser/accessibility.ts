/** axe-core as the judge of what people with other senses and other hands meet. */
import axe from 'axe-core';
import type { Page } from 'playwright-core';

const wcag = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
// The library leaves the size of targets out, the one rule of WCAG 2.2 that it can judge, unless it is asked for.
const options: axe.RunOptions = { resultTypes: ['violations'], rules: { 'target-size': { enabled: true } } };

/** @returns each fault against WCAG 2.2, levels A and AA, and each other one that is serious or critical, with the first elements that have it; empty: none */
export async function seriousFaults(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate<axe.AxeResults>(`axe.run(document, ${JSON.stringify(options)})`);
  return violations
    .filter(({ impact, tags }) => impact === 'serious' || impact === 'critical' || tags.some((tag) => wcag.includes(tag)))
    .map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.slice(0, 3).map(({ html, failureSummary }) => `${html} ${failureSummary}`).join(' | ')}`);
}
