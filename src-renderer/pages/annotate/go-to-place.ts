/** Leads to a slice, or to a voxel, of any case: by its address, so that a case that is still to be opened begins there. */
import { useRoute, useRouter } from 'vue-router';
import type { AxisIndex, Vec3 } from '#shared/geometry/volume-geometry.ts';
import { useAnnotating } from '../../stores/annotating.ts';
import { useVolumeDisplay } from '../../stores/volume-display.ts';
import { usePreferences } from '../../stores/preferences.ts';
import { labelsAsked } from './ask-ahead.ts';

export interface CasePlace {
  readonly caseId: string;
  readonly axis: AxisIndex;
  readonly index: number;
  readonly voxel?: Vec3;
}

export function useGoToPlace(): (place: CasePlace) => void {
  const route = useRoute();
  const router = useRouter();
  const annotating = useAnnotating();
  const display = useVolumeDisplay();
  const preferences = usePreferences();
  return ({ caseId, axis, index, voxel }) => {
    const query = { axis: String(axis), slice: String(index), ...(voxel === undefined ? {} : { voxel: voxel.join() }) };
    const place = { name: 'annotate', params: { caseId }, query };
    // What a person is led to is to be seen.
    display.isActive = false;
    if (preferences.settings.layout === 'volume') preferences.change({ layout: 'one' });
    // Only one's own labels are led to.
    if (route.name !== 'annotate' || route.params['caseId'] !== caseId || labelsAsked(route.query) !== 'own') return void router.push(place);
    annotating.keyboardCursor = null;
    annotating.axis = axis;
    if (voxel === undefined) annotating.moveAlong(axis, index);
    else annotating.position = voxel;
    void router.replace(place);
  };
}
