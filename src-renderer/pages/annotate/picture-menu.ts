/** The menu of a picture: about the label that lies there, the place, the slice, and how it is shown. */
import type { AxisIndex, Vec3 } from '#shared/geometry/volume-geometry.ts';
import { nearestVoxel } from '#shared/voxels/voxel-value.ts';
import { useCommandItems } from '../../components/menu/command-items.ts';
import { client } from '../../connection/client.ts';
import { useWords } from '../../locales/use-words.ts';
import { useAnnotating } from '../../stores/annotating.ts';
import { useContextMenu, type MenuItem } from '../../stores/context-menu.ts';
import { useToasts } from '../../stores/toasts.ts';
import { useWorkplace } from '../../stores/workplace.ts';
import type { OpenCase } from './open-case.ts';
import { readUnderCursor } from './under-cursor.ts';

export interface MenuPlace {
  readonly axis: AxisIndex;
  /** Under the pointer or the brush of the keyboard; null outside the picture. */
  readonly voxel: Vec3 | null;
  /** In the window, pixels. */
  readonly x: number;
  readonly y: number;
}

export function usePictureMenu() {
  const { t } = useWords();
  const annotating = useAnnotating();
  const workplace = useWorkplace();
  const toasts = useToasts();
  const menu = useContextMenu();
  const command = useCommandItems();

  const lock = async (index: number, locked: boolean): Promise<void> => {
    try {
      await client.labels.change({ index, locked });
      await workplace.refreshLabelTable();
    } catch (error) {
      toasts.failed(error);
    }
  };
  const ofLabel = (open: OpenCase, voxel: Vec3 | null): MenuItem[] => {
    const index = voxel === null ? 0 : readUnderCursor(open, voxel)?.label ?? 0;
    const entry = workplace.labelTable.find((one) => one.index === index);
    if (entry === undefined) return [];
    const { name, locked } = entry;
    const whyNot = open.readOnly ? t('palette.why.readOnly') : null;
    return [
      { text: t('menus.drawWith', { name }), run: () => annotating.chooseLabel(index) },
      { text: t('menus.hideLabel', { name }), run: () => annotating.toggleLabel(index) },
      { text: t(locked ? 'menus.unlockLabel' : 'menus.lockLabel', { name }), whyNot, run: () => { void lock(index, !locked); } },
    ];
  };
  return (open: OpenCase, { axis, voxel, x, y }: MenuPlace): void => {
    annotating.axis = axis;
    const nearest = voxel === null ? null : nearestVoxel(open.viewed.geometry.size, voxel);
    const isComplete = axis === open.info.sliceAxis && annotating.completeSlices.has(annotating.index);
    menu.open({
      name: t('menus.ofPicture'),
      x,
      y,
      groups: [
        ofLabel(open, nearest),
        [
          ...(nearest === null ? [] : [{ text: t('menus.moveHere'), run: () => { annotating.position = nearest; } }]),
          command(isComplete ? 'slice.reopen' : 'slice.complete'),
          ...(open.prediction.value === null ? [] : [command('prediction.accept-slice')]),
          command('slice.copy-next'),
          command('label.zoom'),
        ],
        [command('edit.undo'), command('edit.redo')],
        [command('labels.outline'), command('crosshair.show'), command('grey.auto'), command('layout.one'), command('view.reset')],
      ],
    });
  };
}
