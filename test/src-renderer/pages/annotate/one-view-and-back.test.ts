import { expect, it } from 'vitest';
import { defaultSettings, type Settings } from '#shared/contract/settings.ts';
import { layoutChanges, layouts } from '../../../../src-renderer/pages/annotate/layout-changes.ts';

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
