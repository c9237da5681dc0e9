/** Lines of a log in a bundle: looked through for what cannot be, and in the words of this project. */
import type { BundleLine } from '#shared/contract/bundle-file.ts';
import type { AxisIndex, Vec3 } from '#shared/geometry/volume-geometry.ts';
import { labelsInRuns, MalformedRuns } from '#shared/labels/runs.ts';
import { hasTile, tileRectangle } from '#shared/labels/tile-layout.ts';
import { translateRuns } from '#shared/labels/translate-runs.ts';
import { cleanPersonName, foldPersonName } from '#shared/text/person-name.ts';
import type { ReviewWord, TravellingItem } from '../store/bundle-items.ts';
import { breathe, type LongWork } from './long-work.ts';

/** Of the labels that a log is of. */
export interface LogOf {
  readonly size: Vec3;
  readonly axis: AxisIndex;
  /** Whose labels they are. */
  readonly person: string;
}

const pauseMs = 10;
const same = Uint8Array.from({ length: 256 }, (_, index) => index);

/**
 * @param all `used`: gets the labels that it names; `edits`: the ids of all edits of the bundle so far, gets these
 * @param damaged thrown where it cannot be the log of a labelmap of this size
 */
export async function lookThrough(
  lines: AsyncIterable<BundleLine>, { used, edits: known, ...of }: LogOf & { readonly used: Set<number>; readonly edits: Set<string> },
  damaged: (cause?: unknown) => Error, work: Pick<LongWork, 'signal'>,
): Promise<{ readonly edits: number; readonly ownReviews: number }> {
  const own = new Set<string>();
  let ownReviews = 0;
  let began = performance.now();
  const nameOf = (written: string): string => {
    const name = cleanPersonName(written);
    if (name === null) throw new RangeError('no name');
    return name;
  };
  const look = (line: BundleLine): void => {
    const item = itemOf(line, of, same, nameOf);
    if (line.kind === 'review' && item.kind === 'review' && item.state !== line.state) ownReviews += line.slices.length;
    if (item.kind === 'pin' && item.labelIndex !== null) used.add(item.labelIndex);
    if (item.kind !== 'edit') return;
    if (known.has(item.id)) throw new RangeError('an edit twice');
    for (const before of [item.reverts, item.restores]) if (before !== null && !own.has(before)) throw new RangeError('it takes back what never was');
    known.add(item.id);
    own.add(item.id);
    for (const { runs } of item.tiles) for (const index of labelsInRuns(runs)) used.add(index);
  };
  for await (const line of lines) {
    try {
      look(line);
    } catch (error) {
      throw error instanceof RangeError || error instanceof MalformedRuns ? damaged(error) : error;
    }
    if (performance.now() - began < pauseMs) continue;
    await breathe(work);
    began = performance.now();
  }
  return { edits: own.size, ownReviews };
}

/**
 * @param indexHere by index of the bundle
 * @throws RangeError, MalformedRuns where it cannot be of these labels
 */
export function itemOf(line: BundleLine, { size, axis, person }: LogOf, indexHere: Uint8Array, nameOf: (name: string) => string): TravellingItem {
  if (line.kind === 'took') return line;
  const annotator = nameOf(line.annotator);
  switch (line.kind) {
    case 'review':
      if (line.slices.some((slice) => slice >= size[axis])) throw new RangeError('no such slice');
      return { ...line, annotator, state: foldPersonName(annotator) === foldPersonName(person) ? ownWord(line.state) : line.state };
    case 'pin':
      if (line.voxel.some((at, along) => at >= size[along]!)) throw new RangeError('no such voxel');
      return { ...line, annotator, labelIndex: line.labelIndex === null ? null : indexHere[line.labelIndex]! };
    case 'edit': {
      const places = new Set(line.tiles.map(([k, tile]) => `${k} ${tile}`));
      if (places.size !== line.tiles.length) throw new RangeError('a tile twice');
      return {
        ...line, annotator,
        tiles: line.tiles.map(([k, tile, runs]) => {
          if (!hasTile(size, { k, tile })) throw new RangeError('no such tile');
          const { width, height } = tileRectangle(size, { k, tile });
          return { k, tile, runs: translateRuns(Buffer.from(runs, 'base64'), width * height, indexHere) };
        }),
      };
    }
  }
}

/** What people can say of their own labels: nobody reviews those, whatever a file tells. */
function ownWord(state: ReviewWord): ReviewWord {
  switch (state) {
    case 'reviewed': return 'complete';
    case 'returned': return 'incomplete';
    case 'complete': case 'incomplete': return state;
  }
}
