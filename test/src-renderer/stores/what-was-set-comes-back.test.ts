import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, expect, it, vi } from 'vitest';
import { lastPlace } from '#shared/contract/settings.ts';
import { useFreePlane } from '../../../src-renderer/stores/free-plane.ts';
import { useImageDisplay } from '../../../src-renderer/stores/image-display.ts';
import { useLeftChoices } from '../../../src-renderer/stores/left-choices.ts';
import { useMeasurements } from '../../../src-renderer/stores/measurements.ts';
import { useRegionTools } from '../../../src-renderer/stores/region-tools.ts';
import { useVolumeDisplay } from '../../../src-renderer/stores/volume-display.ts';
import { useWorkplace } from '../../../src-renderer/stores/workplace.ts';

vi.mock('../../../src-renderer/connection/client.ts', () => ({ client: {} }));
const place = { caseId: '0b7c9d1e-33a9-4a6e-8a0e-0c5f2a0f4f01', sliceAxis: 2, sliceIndex: 17 } as const;

/** A window in which nobody has chosen anything yet. */
function freshWindow(project = 'one'): void {
  setActivePinia(createPinia());
  useWorkplace().project = { id: project } as never;
  useWorkplace().labelTable = [{ index: 1 }, { index: 2 }, { index: 3 }] as never;
}
/** As the host keeps it, and gives it to the next window. */
function kept(choices: unknown) {
  return lastPlace.parse(JSON.parse(JSON.stringify({ ...place, choices }))).choices;
}
function setEverything(): void {
  const [display, free, volume, regions] = [useImageDisplay(), useFreePlane(), useVolumeDisplay(), useRegionTools()];
  Object.assign(display, { projection: 'min', thicknessMm: 7.5, secondRole: 't2', opacity: 0.3, colours: 'viridis', hidesBelow: true, beside: true });
  Object.assign(free, { isShown: true, axis: 0, tiltDegrees: 30, turnDegrees: -45 });
  Object.assign(volume, { isRendered: true, preset: 'ct-lung', shift: 0.2 });
  useMeasurements().kind = 'ellipse';
  regions.kind = 'contour';
  Object.assign(regions.chosen, {
    mm: 2.5, smallestMm3: 9, radiusVoxels: 3, lowest: -120, highest: 300, within: 'label:3', part: 'between', side: 'both', how: 'difference', other: 2, bySlice: true, mostIslands: 5,
  });
  Object.assign(regions.seeds, { method: 'walk', localityPercent: 4, edges: 3, marginMm: 12, background: 2, follows: false });
  Object.assign(regions.contour, {
    speed: 'edge', ends: 'upper', smoothness: 5, scaleMm: 2, contrastPercent: 30, exponent: 3, bubbleMm: 9, fromLabel: true, marginMm: 20, propagation: -1, curvature: 0.5, advection: 2, iterationsPerLook: 20,
  });
}

beforeEach(() => freshWindow());

it('the next window of a project has what was set in the one before, each number of it', () => {
  const untouched = kept(useLeftChoices().choices);
  setEverything();
  const left = kept(useLeftChoices().choices);
  // Nothing is left as it begins: the test would not see it.
  for (const part of ['slab', 'second', 'oblique', 'volume', 'regions'] as const) {
    for (const [name, value] of Object.entries({ ...left?.[part] })) expect(value, `${part}.${name}`).not.toEqual({ ...untouched?.[part] }[name as never]);
  }
  freshWindow();
  expect(useLeftChoices().restore(left)).toBe(true);
  expect(useLeftChoices().choices).toEqual(left);
});

it('what was chosen since stays, and another project has its own', () => {
  setEverything();
  const left = kept(useLeftChoices().choices);
  freshWindow();
  useLeftChoices().restore(left);
  useImageDisplay().thicknessMm = 33;
  expect(useLeftChoices().restore(left)).toBe(false);
  expect(useImageDisplay().thicknessMm).toBe(33);
  useWorkplace().project = { id: 'two' } as never;
  expect(useLeftChoices().restore(left)).toBe(true);
  expect(useImageDisplay().thicknessMm).toBe(7.5);
  // A project of which nothing is known leaves all as it is, but for what names labels, which mean others there.
  useWorkplace().project = { id: 'three' } as never;
  useLeftChoices().restore(undefined);
  expect(useLeftChoices().choices).toEqual({
    ...left, regions: { ...left!.regions, numbers: { ...left!.regions!.numbers, within: 'volume', other: 0 }, seeds: { ...left!.regions!.seeds, background: 0 } },
  });
});

it('labels that are gone since are no longer asked for', () => {
  setEverything();
  const left = kept(useLeftChoices().choices);
  freshWindow();
  useWorkplace().labelTable = [{ index: 1 }] as never;
  useLeftChoices().restore(left);
  const { chosen, seeds } = useRegionTools();
  expect([chosen.within, chosen.other, seeds.background]).toEqual(['volume', 0, 0]);
  expect(chosen.lowest).toBe(-120);
});

it('a place of an older Lamina is understood, and what a newer one or a hand made of it takes nothing else with it', () => {
  expect(lastPlace.parse(place)).toEqual(place);
  expect(lastPlace.parse({ ...place, windows: [{ imageId: place.caseId, centre: 40, width: 400 }] }).windows).toHaveLength(1);
  for (const windows of ['all', [{ imageId: place.caseId, centre: 1e99, width: 1 }], Array.from({ length: 101 }, () => ({ imageId: place.caseId, centre: 0, width: 1 }))]) {
    expect(lastPlace.parse({ ...place, windows })).toMatchObject(place);
    expect(lastPlace.parse({ ...place, windows }).windows).toBeUndefined();
  }
  const read = kept({ slab: { projection: 'median', thicknessMm: 3 }, volume: { isRendered: true, preset: 'mip', shift: 400 }, measuring: 'volume', oblique: null, second: { role: null, opacity: 1, colours: 'red', hidesBelow: false, beside: false } });
  expect(read).toEqual({ second: { role: null, opacity: 1, colours: 'red', hidesBelow: false, beside: false } });
  useLeftChoices().restore(read);
  expect(useImageDisplay().projection).toBeNull();
  expect(useImageDisplay().colours).toBe('red');
});
