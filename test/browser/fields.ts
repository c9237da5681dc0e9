/** Fields of forms, filled as a person fills them. */
import type { Page } from 'playwright-core';

/** The value lies above the field's own element, where a person clicks as well. */
export async function choose(page: Page, field: string, option: string): Promise<void> {
  await page.getByRole('combobox', { name: field }).click({ force: true });
  await page.getByRole('option', { name: option, exact: true }).click();
}
