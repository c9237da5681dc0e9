/** Where labels and prediction differ, told apart by hue (Okabe and Ito's, for colour-blind eyes too) and by the way its lines run. */
import type { SliceDifference } from '#shared/labels/slice-difference.ts';

/** Lines of what is only drawn rise to the right, of what is only predicted fall; where the labels are others they cross. */
export const differenceHues = { drawn: '#56b4e9', predicted: '#e69f00', other: '#cc79a7' } as const satisfies Record<keyof SliceDifference, string>;

/** The same, as a shader writes them. */
export const differenceColours = { drawn: inShader(differenceHues.drawn), predicted: inShader(differenceHues.predicted), other: inShader(differenceHues.other) };

function inShader(colour: string): string {
  const rgb = Number.parseInt(colour.slice(1), 16);
  return `vec3(${[rgb >> 16, (rgb >> 8) & 0xff, rgb & 0xff].map((part) => (part / 255).toFixed(4)).join(', ')})`;
}
