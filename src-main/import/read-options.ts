/** Choices of the person or the project that decide how a file is read. */
import type { PlacementOptions } from '#shared/formats/nifti/nifti.ts';

/** Plain values, so that they can travel to the thread that decodes. */
export type ReadOptions = PlacementOptions;
