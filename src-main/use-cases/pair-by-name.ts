/**
 * Which of two lists of files belong together by their names. A wrong pair is worse than none, because
 * labels of another patient on the same grid look right to every later check: so a pair needs both sides
 * to have each other as their only best partner.
 */

export interface NamedFile {
  /** Without ending. */
  readonly name: string;
  /** Folders on its path: of files of one name, those that share more folders belong together. */
  readonly folders: readonly string[];
}

export interface Pair<Label> {
  readonly label: Label;
  /** Of the same name, or the first channel (`x_0000`) of the label's; otherwise only a part of the name is the same. */
  readonly sameName: boolean;
}

/** How well two files fit; 0: not at all. */
type Fit = (image: NamedFile, label: NamedFile) => number;

/** Several data sets number the channels of an image and not its labels. */
const firstChannel = /_0000$/;

export function pairByName<Image extends NamedFile, Label extends NamedFile>(
  images: readonly Image[],
  labels: readonly Label[],
): ReadonlyMap<Image, Pair<Label>> {
  const pairs = new Map<Image, Pair<Label>>();
  const pairUp = (fit: Fit, sameName: boolean): void => {
    const taken = new Set([...pairs.values()].map(({ label }) => label));
    const freeImages = images.filter((image) => !pairs.has(image));
    const freeLabels = labels.filter((label) => !taken.has(label));
    for (const image of freeImages) {
      const label = onlyBest(freeLabels, (candidate) => fit(image, candidate));
      if (label === null) continue;
      if (onlyBest(freeImages, (candidate) => fit(candidate, label)) === image) pairs.set(image, { label, sameName });
    }
  };
  pairUp((image, label) => (image.name === label.name ? 1 + inSameFolders(image, label) : 0), true);
  pairUp((image, label) => (image.name.replace(firstChannel, '') === label.name ? 1 + inSameFolders(image, label) : 0), true);
  pairUp((image, label) => {
    const shared = sharedName(image.name, label.name);
    return shared === 0 ? 0 : shared + inSameFolders(image, label);
  }, false);
  return pairs;
}

/** The candidate that fits best; null where none fits, or several equally well. */
function onlyBest<Candidate>(candidates: readonly Candidate[], fitOf: (candidate: Candidate) => number): Candidate | null {
  let best: Candidate | null = null;
  let bestFit = 0;
  for (const candidate of candidates) {
    const fit = fitOf(candidate);
    if (fit > bestFit) [best, bestFit] = [candidate, fit];
    else if (fit === bestFit) best = null;
  }
  return best;
}

/** Length of the shorter name where the longer begins or ends with it as a whole word (`x_seg`, `label-x`; not `x1`); else 0. */
function sharedName(a: string, b: string): number {
  const [shorter, longer] = a.length < b.length ? [a, b] : [b, a];
  const isWhole = (neighbour: string | undefined): boolean => neighbour !== undefined && !/[\p{L}\p{N}]/u.test(neighbour);
  const begins = longer.startsWith(shorter) && isWhole(longer[shorter.length]);
  const ends = longer.endsWith(shorter) && isWhole(longer[longer.length - shorter.length - 1]);
  return begins || ends ? shorter.length : 0;
}

/** 0 … 1, more for more folders in common; less than any letter of a name weighs. */
function inSameFolders(image: NamedFile, label: NamedFile): number {
  const shared = label.folders.filter((folder) => image.folders.includes(folder)).length;
  return shared / (1 + shared);
}
