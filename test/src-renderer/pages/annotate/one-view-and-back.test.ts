import { expect, it } from 'vitest';
import { defaultSettings, type Settings } from '#shared/contract/settings.ts';
import { layoutChanges, layouts } from '../../../../src-renderer/pages/annotate/layout-changes.ts';

function window(layout: Settings['layout']) {
  const preferences = {
    settings: { ...defaultSettings, layout },
    change(changed: Partial<Settings>) { preferences.settings = { ...preferences.settings, ...changed }; },
  };
  const used = { isActive: false };
  return { used, change: layoutChanges(preferences, used), layout: () => preferences.settings.layout };
}

it('one view is the one that was used last, and comes from and goes back to the layout that was there', () => {
  const { used, change, layout } = window('one-and-three');
  change('one');
  expect(layout()).toBe('one');
  change('one');
  expect(layout()).toBe('one-and-three');
  used.isActive = true;
  change('one');
  expect(layout()).toBe('volume');
  // Where only 3D is seen, the same key leads back, whatever was used.
  used.isActive = false;
  change('one');
  expect(layout()).toBe('one-and-three');
});

it('a window that begins with one view has four to go to, and the next layout reaches all', () => {
  const { change, layout } = window('one');
  change('one');
  expect(layout()).toBe('four');
  const met = layouts.map(() => {
    change('next');
    return layout();
  });
  expect(met.toSorted()).toEqual([...layouts].toSorted());
});
