/** Strokes, the same for both sides: along a spiral in the middle of a view, one event at a time, each awaited to its pixels. */
import type { Locator, Page } from 'playwright-core';

export interface Hand {
  readonly page: Page;
  readonly timed: (kind: 'pointermove', input: () => Promise<void>) => Promise<number>;
}

/** @returns ms from each event to its pixels */
export async function strokeThrough({ page, timed }: Hand, view: Locator, moves: number, turn: number): Promise<number[]> {
  const box = (await view.boundingBox())!;
  const at = (move: number): [number, number] => {
    const angle = move / 4 + turn;
    const radius = 30 + move * 4 + turn * 3;
    return [box.x + box.width / 2 + radius * Math.cos(angle), box.y + box.height / 2 + radius * Math.sin(angle)];
  };
  await page.mouse.move(...at(0));
  await page.mouse.down();
  const times: number[] = [];
  for (let move = 1; move <= moves; move += 1) times.push(await timed('pointermove', () => page.mouse.move(...at(move))));
  await page.mouse.up();
  return times;
}
