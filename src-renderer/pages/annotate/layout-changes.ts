import { layouts } from '#shared/contract/settings.ts';
import type { usePreferences } from '../../stores/preferences.ts';
import type { AnnotateActions } from './actions.ts';
import type { Beside } from './beside.ts';

/** Whether a layout has the 3D view. */
export const has3d = (layout: (typeof layouts)[number]): boolean => layout !== 'one';

/**
 * @param used.isActive whether 3D is the view that was used last: it is what becomes large then
 * @param beside what stands in the layout's place: a layout that is asked for is to be seen
 */
export function layoutChanges(
  preferences: Pick<ReturnType<typeof usePreferences>, 'settings' | 'change'>,
  used: { readonly isActive: boolean },
  beside: { readonly isOn: { readonly value: boolean } } & Pick<Beside, 'leave'>,
): AnnotateActions['changeLayout'] {
  /** Which one to come back to from a single view. */
  let several: 'four' | 'one-and-three' | 'volume-and-three' = 'four';
  return (to) => {
    const { layout } = preferences.settings;
    const wasBeside = beside.isOn.value;
    beside.leave();
    if (to !== 'next' && to !== 'alone') {
      preferences.change({ layout: to });
      return;
    }
    // That it is seen again is the change, unless it is several views and one is asked for.
    if (wasBeside && (to === 'next' || layout === 'one')) return;
    const isOne = layout === 'one' || layout === 'volume';
    if (!isOne) several = layout;
    // 3D was not in sight beside them.
    const large = used.isActive && !wasBeside ? 'volume' : 'one';
    const next = to === 'next' ? layouts[(layouts.indexOf(layout) + 1) % layouts.length]! : isOne ? several : large;
    preferences.change({ layout: next });
  };
}
