/** How often a host that died is started again without asking. */

/** A host that lives for five minutes works; one that dies three times in that time will die again. */
const windowMs = 5 * 60_000;
const mostDeaths = 3;

export interface CrashLimit {
  /** Notes a death. @returns whether to start again without asking */
  died(atMs: number): boolean;
  /** The person wants it tried again: what was counts no more. */
  forgive(): void;
}

export function createCrashLimit(): CrashLimit {
  let deaths: number[] = [];
  return {
    died(atMs) {
      deaths = [...deaths.filter((earlier) => atMs - earlier < windowMs), atMs];
      return deaths.length < mostDeaths;
    },
    forgive() {
      deaths = [];
    },
  };
}
