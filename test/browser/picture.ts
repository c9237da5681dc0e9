/** What is really drawn: pixels of a screenshot, as numbers. */
import { decode } from 'fast-png';
import type { Locator } from 'playwright-core';

export interface Picture {
  readonly width: number;
  readonly height: number;
  /** Red, green, blue, 0–255. */
  at(x: number, y: number): readonly [number, number, number];
}

export async function pictureOf(shown: Locator): Promise<Picture> {
  const { width, height, data, channels } = decode(await shown.screenshot({ animations: 'disabled', caret: 'hide' }));
  return {
    width,
    height,
    at: (x, y) => {
      const first = (y * width + x) * channels;
      return [data[first]!, data[first + 1]!, data[first + 2]!];
    },
  };
}

/** Pixels that carry a colour: scans are grey, labels are not. */
export function colouredPixels(picture: Picture): number {
  return count(picture, (x, y) => {
    const colour = picture.at(x, y);
    return Math.max(...colour) - Math.min(...colour) > 24;
  });
}

/** Pixels that two pictures of one size do not have in common. */
export function differingPixels(one: Picture, other: Picture): number {
  return count(one, (x, y) => one.at(x, y).some((value, channel) => Math.abs(value - other.at(x, y)[channel]!) > 8));
}

/** The ring around what has the focus is not part of what is drawn. */
const marginPx = 6;

function count({ width, height }: Picture, counts: (x: number, y: number) => boolean): number {
  let counted = 0;
  for (let y = marginPx; y < height - marginPx; y += 1) for (let x = marginPx; x < width - marginPx; x += 1) if (counts(x, y)) counted += 1;
  return counted;
}
