/**
 * Colours for labels that come without one. The first seven are told apart by colour-blind eyes:
 * M. Okabe and K. Ito, "Color Universal Design" (2008), without its black, which an image would swallow.
 * The next nine go on as C. Glasbey et al., "Colour displays for categorical images" (2007), do: each the one that lies farthest
 * from all before it, here by CIEDE2000 and for the worst of three pairs of eyes: all cones, no red ones, no green ones. Of a
 * grid of 4096 colours, neither dark nor grey, since images are.
 */
const colourBlindSafe = [
  '#e69f00', '#56b4e9', '#009e73', '#f0e442', '#0072b2', '#d55e00', '#cc79a7',
  '#88ffdd', '#aa0022', '#992266', '#66cc88', '#66eeff', '#3388ff', '#227755', '#aaffaa', '#5511ee',
] as const;

/** Steps around the colour circle that never come back to a hue and stay far from the last ones. */
const goldenAngleDegrees = 180 * (3 - Math.sqrt(5));

const firstHueDegrees = 220;

/** @param index of the label, 1–255; the same index always has the same colour. @returns `#rrggbb` */
export function defaultColour(index: number): string {
  const safe = colourBlindSafe[index - 1];
  if (safe !== undefined) return safe;
  const step = index - 1 - colourBlindSafe.length;
  const hueDegrees = (firstHueDegrees + step * goldenAngleDegrees) % 360;
  // Three degrees of lightness by turns: 239 hues alone would lie closer than an eye can tell apart.
  const lightness = [0.55, 0.35, 0.75][step % 3]!;
  return fromHsl(hueDegrees, 0.75, lightness);
}

/** HSL to RGB as in CSS Color 4, section 7.1. @param saturation, lightness 0 … 1 */
function fromHsl(hueDegrees: number, saturation: number, lightness: number): string {
  const channel = (n: number): string => {
    const k = (n + hueDegrees / 30) % 12;
    const value = lightness - saturation * Math.min(lightness, 1 - lightness) * Math.max(-1, Math.min(k - 3, 9 - k, 1));
    return Math.round(255 * value).toString(16).padStart(2, '0');
  };
  return `#${channel(0)}${channel(8)}${channel(4)}`;
}
