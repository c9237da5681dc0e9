/** How many rays are cast through a volume: few while something moves, as many as the card can while nothing does. */

/** While something moves a picture should come this often; at rest it may take longer, but must not hold up other views. */
const movingMs = 80;
const restingMs = 600;
const coarsest = 6;

export interface Coarseness {
  /** Pixels along each side that share a ray. */
  next(isMoving: boolean): number;
  /** @param ms that the card took for a picture of that coarseness */
  learn(coarseness: number, ms: number): void;
}

export function createCoarseness(): Coarseness {
  /** What a picture with a ray for each pixel would take; unknown before the first. */
  let fullMs: number | null = null;
  return {
    next(isMoving) {
      if (fullMs === null) return 4;
      return Math.min(Math.max(Math.ceil(Math.sqrt(fullMs / (isMoving ? movingMs : restingMs)) - 0.2), 1), coarsest);
    },
    learn(coarseness, ms) {
      const estimate = ms * coarseness ** 2;
      // The first picture pays for compiling and uploading as well, and any may have been held up by others.
      fullMs = fullMs === null ? Math.min(estimate, restingMs * 4) : 0.5 * fullMs + 0.5 * estimate;
    },
  };
}
