import { createPinia, setActivePinia } from 'pinia';
import { expect, it } from 'vitest';
import { shallowRef } from 'vue';
import { defaultSettings, layouts, type Settings } from '#shared/contract/settings.ts';
import { axes } from '#shared/geometry/affine.ts';
import { slicePlane } from '#shared/geometry/slice-plane.ts';
import type { Vec3 } from '#shared/geometry/volume-geometry.ts';
import { useBeside } from '../../../../src-renderer/pages/annotate/beside.ts';
import { layoutChanges } from '../../../../src-renderer/pages/annotate/layout-changes.ts';
import type { OpenCase } from '../../../../src-renderer/pages/annotate/open-case.ts';
import { useFreePlane } from '../../../../src-renderer/stores/free-plane.ts';
import { useImageDisplay } from '../../../../src-renderer/stores/image-display.ts';

function window(layout: Settings['layout'], isBeside = false) {
  const preferences = {
    settings: { ...defaultSettings, layout },
    change(changed: Partial<Settings>) { preferences.settings = { ...preferences.settings, ...changed }; },
  };
  const used = { isActive: false };
  const isOn = { value: isBeside };
  const beside = { isOn, leave() { isOn.value = false; } };
  return { used, isOn, change: layoutChanges(preferences, used, beside), layout: () => preferences.settings.layout };
}

it('one view is the one that was used last, and comes from and goes back to the layout that was there', () => {
  const { used, change, layout } = window('one-and-three');
  change('alone');
  expect(layout()).toBe('one');
  change('alone');
  expect(layout()).toBe('one-and-three');
  used.isActive = true;
  change('alone');
  expect(layout()).toBe('volume');
  // Where only 3D is seen, the same key leads back, whatever was used.
  used.isActive = false;
  change('alone');
  expect(layout()).toBe('one-and-three');
});

it('a window that begins with one view has four to go to, and the next layout reaches all', () => {
  const { change, layout } = window('one');
  change('alone');
  expect(layout()).toBe('four');
  const met = layouts.map(() => {
    change('next');
    return layout();
  });
  expect(met.toSorted()).toEqual([...layouts].toSorted());
});

it('a layout that is asked for is seen, also where two views stood beside each other', () => {
  for (const [before, asked, after] of [
    ['one', 'four', 'four'], ['four', 'four', 'four'], ['one', 'one', 'one'],
    // What the keys ask for: the layout that was covered, or one view of it.
    ['four', 'next', 'four'], ['four', 'alone', 'one'], ['one', 'alone', 'one'],
  ] as const) {
    const { change, layout, isOn } = window(before, true);
    change(asked);
    expect([before, asked, layout(), isOn.value]).toEqual([before, asked, after, false]);
  }
});

it('two views stand beside each other where there is a second image, or a volume that can be cut at an angle', () => {
  setActivePinia(createPinia());
  const [free, display] = [useFreePlane(), useImageDisplay()];
  const sized = (size: Vec3): OpenCase => {
    const geometry = { size, affine: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0] as const };
    return { planes: axes.map((axis) => slicePlane(geometry, axis)), images: { second: shallowRef(null) } } as unknown as OpenCase;
  };
  const open = shallowRef<OpenCase | null>(null);
  const beside = useBeside(() => open.value);
  display.beside = true;
  free.isShown = true;
  expect(beside.isOn.value).toBe(false);
  open.value = sized([40, 30, 1]);
  expect([beside.twin.value, beside.oblique.value]).toEqual([false, false]);
  open.value = sized([40, 30, 20]);
  expect([beside.twin.value, beside.oblique.value]).toEqual([false, true]);
  // How the next second image shall be shown stays as it was chosen.
  beside.leave();
  expect([beside.isOn.value, display.beside]).toEqual([false, true]);
  open.value.images.second.value = { voxels: new Uint8Array(0) } as unknown as OpenCase['viewed'];
  expect([beside.twin.value, beside.isOn.value]).toEqual([true, true]);
  beside.leave();
  expect([beside.isOn.value, display.beside]).toEqual([false, false]);
});
