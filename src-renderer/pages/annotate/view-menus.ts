/** The menus of the views on which nothing is drawn: 3D, and the plane at an angle. */
import type { Vec3 } from '#shared/geometry/volume-geometry.ts';
import { useCommandItems } from '../../components/menu/command-items.ts';
import { useWords } from '../../locales/use-words.ts';
import { useAnnotating } from '../../stores/annotating.ts';
import { useContextMenu, type MenuItem } from '../../stores/context-menu.ts';
import { useFreePlane } from '../../stores/free-plane.ts';
import { useVolumeDisplay } from '../../stores/volume-display.ts';
import { standardViews, type StandardView } from '../../viewer/volume/volume-view.ts';
import type { OpenCase } from './open-case.ts';

interface Where {
  /** What lies under the pointer, or in the middle; null where nothing does. */
  readonly voxel: Vec3 | null;
  /** In the window, pixels. */
  readonly x: number;
  readonly y: number;
}

export function useViewMenus() {
  const { t } = useWords();
  const annotating = useAnnotating();
  const volume = useVolumeDisplay();
  const free = useFreePlane();
  const menu = useContextMenu();
  const command = useCommandItems();
  const moveTo = (voxel: Vec3 | null): MenuItem[] => (voxel === null ? [] : [{ text: t('menus.moveHere'), run: () => { annotating.position = voxel; } }]);

  return {
    ofVolume(open: OpenCase, { voxel, x, y }: Where, look: (side: StandardView) => void): void {
      const sides = standardViews.map((side, place): MenuItem => ({ text: t(`volume.sides.${side}`), keys: [String(place + 1)], run: () => look(side) }));
      menu.open({
        name: t('volume.name'),
        x,
        y,
        groups: [
          moveTo(voxel),
          open.viewed.orientationKnown ? sides : [],
          [
            { text: t(volume.isRendered ? 'menus.hideVolume' : 'volume.showImage'), run: () => { volume.isRendered = !volume.isRendered; } },
            {
              text: t(volume.isCutting ? 'volume.scissors.end' : 'volume.scissors.start'),
              whyNot: open.readOnly ? t('palette.why.readOnly') : null,
              run: () => { volume.isCutting = !volume.isCutting; },
            },
          ],
          [command('crosshair.show'), command('layout.one'), command('view.reset')],
        ],
      });
    },
    ofOblique(name: string, { voxel, x, y }: Where): void {
      menu.open({
        name,
        x,
        y,
        groups: [
          moveTo(voxel),
          [
            { text: t('images.oblique.reset'), run: () => free.reset() },
            { text: t('menus.closeOblique'), run: () => { free.isShown = false; } },
          ],
          [command('labels.outline'), command('crosshair.show'), command('grey.auto'), command('view.reset')],
        ],
      });
    },
  };
}
