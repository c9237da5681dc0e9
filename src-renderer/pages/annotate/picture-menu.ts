/** The menu of a picture: about the label that lies there, the place, the slice, and how it is shown. */
import { inject, type InjectionKey } from 'vue';
import type { AxisIndex, Vec3 } from '#shared/geometry/volume-geometry.ts';
import { nearestVoxel } from '#shared/voxels/voxel-value.ts';
import { useCommandItems } from '../../components/menu/command-items.ts';
import type { Command } from '../../editing/shortcuts.ts';
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

/** What a page offers about the place and the slice where nothing is drawn. */
export const menuOfPage: InjectionKey<readonly Command[]> = Symbol('menu of page');

export function usePictureMenu() {
  const { t } = useWords();
  const annotating = useAnnotating();
  const workplace = useWorkplace();
  const toasts = useToasts();
  const menu = useContextMenu();
  const command = useCommandItems();
  const ofPage = inject(menuOfPage, null);

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
    const hide = { text: t('menus.hideLabel', { name }), run: () => annotating.toggleLabel(index) };
    if (ofPage !== null) return [hide];
    return [
      { text: t('menus.drawWith', { name }), run: () => annotating.chooseLabel(index) },
      hide,
      { text: t(locked ? 'menus.unlockLabel' : 'menus.lockLabel', { name }), whyNot, run: () => { void lock(index, !locked); } },
    ];
  };
  const ofSlice = (open: OpenCase): MenuItem[] => {
    if (ofPage !== null) return ofPage.map(command);
    const isComplete = annotating.axis === open.info.sliceAxis && annotating.completeSlices.has(annotating.index);
    return [
      command(isComplete ? 'slice.reopen' : 'slice.complete'),
      ...(open.prediction.value === null ? [] : [command('prediction.accept-slice')]),
      command('slice.copy-next'),
      command('label.zoom'),
    ];
  };
  return (open: OpenCase, { axis, voxel, x, y }: MenuPlace): void => {
    annotating.axis = axis;
    const nearest = voxel === null ? null : nearestVoxel(open.viewed.geometry.size, voxel);
    menu.open({
      name: t('menus.ofPicture'),
      x,
      y,
      groups: [
        ofLabel(open, nearest),
        [...(nearest === null ? [] : [{ text: t('menus.moveHere'), run: () => { annotating.position = nearest; } }]), ...ofSlice(open)],
        ofPage === null ? [command('edit.undo'), command('edit.redo')] : [],
        [command('labels.outline'), command('crosshair.show'), command('grey.auto'), command('layout.one'), command('view.reset')],
      ],
    });
  };
}
