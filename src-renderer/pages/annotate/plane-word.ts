import type { SlicePlane } from '#shared/geometry/slice-plane.ts';
import type { useWords } from '../../locales/use-words.ts';

/** What a plane is called: by anatomy, or where nothing is known of it by the axis that it is cut along. */
export function planeWord(t: ReturnType<typeof useWords>['t'], plane: SlicePlane): string {
  if (plane.name !== null) return t(`annotate.planes.${plane.name}`);
  return plane.slices === 1 ? t('annotate.planes.only') : t('annotate.planes.unknown', { axis: 'ijk'[plane.axis]! });
}

/** A plane through a single picture is a line of pixels: of no use to anybody. */
export function isPicture({ right, down }: SlicePlane): boolean {
  return right.count > 1 && down.count > 1;
}
