/** The panel of whole labels: an operation is chosen, shown before it applies, and told of. */
import type { Locator, Page } from 'playwright-core';

export const wholeLabel = (page: Page): Locator => page.getByRole('region', { name: 'Whole label' });

export async function chooseOperation(page: Page, name: string): Promise<void> {
  await wholeLabel(page).getByRole('combobox', { name: 'Whole label' }).selectOption(name);
}

/** @returns how many voxels are told to change */
export async function toldChanges(page: Page): Promise<number> {
  const told = page.getByTestId('region-status');
  await told.filter({ hasText: /Changes [\d,]+ voxels/ }).waitFor();
  return Number(/Changes ([\d,]+)/.exec(await told.innerText())![1]!.replaceAll(',', ''));
}
