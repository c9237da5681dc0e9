import type { PlacementOptions } from '#shared/formats/nifti/nifti.ts';

/**
 * Choices of the person or the project that decide how a file is read. Plain values, so that they can
 * travel to the thread that decodes.
 */
export interface ReadOptions extends PlacementOptions {
  /** What the numbers mean, where a format leaves it open: of a PNG with a palette, labels are the indices. */
  readonly role?: 'image' | 'labels';
  /** The spacing that the file states is a placeholder, which only a person can know. */
  readonly spacingUnknown?: boolean;
}
