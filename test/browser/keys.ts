/** A person without a mouse: from one control to the next by Tab, as far as it takes. */
import type { Locator, Page } from 'playwright-core';

const enough = 80;

/** Moves the focus on to the control. @throws where Tab does not lead there */
export async function tabTo(page: Page, control: Locator): Promise<void> {
  await control.waitFor();
  for (let pressed = 0; pressed < enough; pressed += 1) {
    if (await control.and(page.locator(':focus')).or(control.locator(':focus')).count() > 0) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not lead to ${String(control)}`);
}

export async function pressOn(page: Page, control: Locator, key = 'Enter'): Promise<void> {
  await tabTo(page, control);
  await page.keyboard.press(key);
}

export async function typeInto(page: Page, field: Locator, text: string): Promise<void> {
  await tabTo(page, field);
  await page.keyboard.press('Control+a');
  await page.keyboard.type(text);
}
