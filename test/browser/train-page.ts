/** Steps on the train page. */
import type { Page } from 'playwright-core';

/** Begins a training that ends in seconds. */
export async function trainEpochs(page: Page, epochs: number): Promise<void> {
  await page.getByRole('link', { name: 'Train', exact: true }).click();
  // One that learns in seconds.
  await page.locator('summary').getByText('Network', { exact: true }).click();
  await page.getByRole('radio', { name: /^Light U-Net, 2D/ }).click();
  for (const part of ['Change the plan', 'Learning', 'Parts of the network']) await page.locator('summary').getByText(part, { exact: true }).click();
  await page.getByLabel('Steps in an epoch', { exact: true }).fill('30');
  const filters = page.getByLabel('Filters', { exact: true });
  await filters.fill((await filters.inputValue()).replace(/\d+/g, '4'));
  await page.getByText('Epochs', { exact: true }).click();
  await page.getByLabel('Epochs, however long they take').fill(String(epochs));
  await page.getByRole('button', { name: 'Train', exact: true }).click();
}
