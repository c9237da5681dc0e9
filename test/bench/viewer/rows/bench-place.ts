/** What every row is given: a browser, a folder of its own for each window, and where the peer is installed. */
import { mkdtempSync } from 'node:fs';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { openOurWindow, type OurWindow, type Wanted } from '../our-window.ts';
import { writePhantom } from '../phantom.ts';

export interface BenchPlace {
  readonly browser: Browser;
  readonly folder: string;
  readonly peerModules: string;
  readonly say: (line: string) => void;
  /** Fewer turns and smaller volumes, for trying the measurement itself. */
  readonly quick: boolean;
}

export const phantomOf = (place: BenchPlace, n: number) => writePhantom(place.folder, n);

/** With a volume of n × n × n voxels. */
export function ourWindow(place: BenchPlace, n: number, wanted: Partial<Wanted> = {}): Promise<OurWindow> {
  return openOurWindow(place.browser, { folder: mkdtempSync(path.join(place.folder, 'window-')), files: phantomOf(place, n), ...wanted });
}

/** What is true of 512³ is tried on 256³. */
export const largeSize = ({ quick }: BenchPlace): number => (quick ? 256 : 512);
