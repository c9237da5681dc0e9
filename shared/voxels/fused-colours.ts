/** Two images on the same pixels, each through its own window and colours, the second one laid over the first. */
export interface ColouredValues {
  /** NaN: nothing lies there. */
  readonly values: Float32Array;
  /** In the values' own numbers. */
  readonly centre: number;
  readonly width: number;
  /** 256 × RGB */
  readonly colours: Uint8Array;
}

/**
 * Over, as Porter and Duff (1984) define it: the second image with its opacity before the first. Where the second has
 * nothing, the first is seen alone; where neither has, it is black.
 * @param opacity of the second, 0–1 @param hidesBelow whether values below its window are not drawn, as in pictures of activity over anatomy
 * @param into four bytes a pixel, red, green, blue and 255
 */
export function fuseColours(below: ColouredValues, over: ColouredValues, opacity: number, hidesBelow: boolean, into: Uint8Array): void {
  const lowestBelow = below.centre - below.width / 2;
  const lowestOver = over.centre - over.width / 2;
  const [scaleBelow, scaleOver] = [255 / below.width, 255 / over.width];
  for (let pixel = 0, to = 0; pixel < below.values.length; pixel += 1, to += 4) {
    const [first, second] = [below.values[pixel]!, over.values[pixel]!];
    // Truncated, a half more rounds; NaN becomes 0, and its colour gets no weight.
    const from = 3 * within((first - lowestBelow) * scaleBelow + 0.5);
    const seen = first === first ? 1 : 0;
    const share = second !== second || (hidesBelow && second < lowestOver) ? 0 : opacity;
    const fromOver = 3 * within((second - lowestOver) * scaleOver + 0.5);
    const rest = (1 - share) * seen;
    into[to] = below.colours[from]! * rest + over.colours[fromOver]! * share + 0.5;
    into[to + 1] = below.colours[from + 1]! * rest + over.colours[fromOver + 1]! * share + 0.5;
    into[to + 2] = below.colours[from + 2]! * rest + over.colours[fromOver + 2]! * share + 0.5;
    into[to + 3] = 255;
  }
}

function within(step: number): number {
  return step > 0 ? (step < 255 ? step | 0 : 255) : 0;
}
