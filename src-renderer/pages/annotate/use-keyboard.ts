/** Keys of the annotate page: each command of the table of keys, done to the open case. */
import { onBeforeUnmount, onMounted, watch, type ShallowRef } from 'vue';
import type { AxisIndex } from '#shared/geometry/volume-geometry.ts';
import { voxelAtPoint } from '#shared/geometry/slice-plane.ts';
import { commandOf, heldCommands, type Command } from '../../editing/shortcuts.ts';
import { platform } from '../../look/platform.ts';
import { useAnnotating } from '../../stores/annotating.ts';
import { useCommands } from '../../stores/commands.ts';
import { useConfirmation } from '../../stores/confirmation.ts';
import { useDialogs } from '../../stores/dialogs.ts';
import { useHistory } from '../../stores/history.ts';
import { useKeys } from '../../stores/keys.ts';
import { useLabelSearch } from '../../stores/label-search.ts';
import { useImageDisplay } from '../../stores/image-display.ts';
import { usePreferences } from '../../stores/preferences.ts';
import { useRegionTools, type WholeLabelKind } from '../../stores/region-tools.ts';
import { useToasts } from '../../stores/toasts.ts';
import { useWorkplace } from '../../stores/workplace.ts';
import type { AnnotateActions } from './actions.ts';
import { takesKey } from './takes-key.ts';
import type { OpenCase } from './open-case.ts';
import type { MeasuringActions } from './use-measuring.ts';
import type { PointerTools } from './use-pointer-tools.ts';
import { isPicture } from './plane-word.ts';
import { whyNot } from './why-not.ts';

const sizeFactor = 1.2;

export function useKeyboard(open: ShallowRef<OpenCase | null>, actions: AnnotateActions, measuring: MeasuringActions, drawing: PointerTools, zoom: (factor: number) => void) {
  const annotating = useAnnotating();
  const images = useImageDisplay();
  const preferences = usePreferences();
  const workplace = useWorkplace();
  const dialogs = useDialogs();
  const labelSearch = useLabelSearch();
  const confirmation = useConfirmation();
  const toasts = useToasts();
  const keyTables = useKeys();
  const history = useHistory();
  const regions = useRegionTools();

  const stepSlice = (delta: number): void => {
    // A pen that is down belongs to one slice.
    penUp();
    actions.goToSlice(annotating.index + delta);
  };
  // Whatever turned the slice (a mark, an undo, the slider): the keyboard draws on the one that is seen.
  watch(() => annotating.index, (index) => {
    if (annotating.keyboardCursor === null) return;
    penUp();
    const moved: [number, number, number] = [...annotating.keyboardCursor];
    moved[annotating.axis] = index;
    annotating.keyboardCursor = moved;
  }, { flush: 'sync' });
  const shownPlane = () => open.value?.planes[annotating.axis];

  const toggleKeyboardCursor = (): void => {
    penUp();
    const plane = shownPlane();
    if (annotating.keyboardCursor !== null || plane === undefined || open.value?.readOnly !== false) {
      annotating.keyboardCursor = null;
      return;
    }
    const middle = { column: Math.floor(plane.right.count / 2), row: Math.floor(plane.down.count / 2) };
    annotating.keyboardCursor = annotating.underCursor?.voxel ?? voxelAtPoint(plane, annotating.index, middle);
  };
  const move = (right: number, down: number): void => {
    const plane = shownPlane();
    if (plane === undefined || annotating.keyboardCursor === null) return;
    const moved: [number, number, number] = [...annotating.keyboardCursor];
    const step = (axis: AxisIndex, flipped: boolean, by: number, count: number): void => {
      moved[axis] = Math.min(Math.max(moved[axis] + (flipped ? -by : by), 0), count - 1);
    };
    step(plane.right.axis, plane.right.flipped, right, plane.right.count);
    step(plane.down.axis, plane.down.flipped, down, plane.down.count);
    annotating.keyboardCursor = moved;
    if (annotating.penDown) open.value?.session.strokeTo(moved);
    measuring.aim(moved);
  };
  function penUp(): void {
    if (!annotating.penDown) return;
    annotating.penDown = false;
    open.value?.session.endStroke();
  }
  /** What is about the whole slice, or leads elsewhere, comes after the stroke that a hand is drawing. */
  function strokeDone(): void {
    annotating.penDown = false;
    open.value?.session.endStroke();
  }
  /** Drawing begins with a label: where there is none, one is asked for. */
  function sayWhyNot(): void {
    const entry = workplace.labelTable.find(({ index }) => index === annotating.label);
    if (entry === undefined) dialogs.open('new-label');
    else toasts.tell({ kind: 'note', text: { word: 'annotate.labels.locked', values: { name: entry.name } } });
  }
  const pen = (): void => {
    const at = annotating.keyboardCursor;
    if (open.value === null || at === null) return;
    if (annotating.penDown) return penUp();
    if (annotating.tool === 'measure') return void measuring.place(at, annotating.axis);
    const { axis } = annotating;
    const can = drawing.press === 'click' ? drawing.click(at, axis) : drawing.beginStroke(annotating.drawn === 0, axis, at);
    if (!can) return sayWhyNot();
    annotating.penDown = open.value.session.isDrawing;
  };

  /** First out of a line, then out of a stroke, which is put back as it was, then out of drawing by keyboard. */
  const leave = (): boolean => {
    if (measuring.giveUp() || drawing.giveUp() || actions.stopAccepting()) return true;
    if (history.looked !== null) {
      history.looked = null;
      return true;
    }
    if (open.value?.session.isDrawing === true) {
      annotating.penDown = false;
      open.value.session.cancelStroke();
    } else if (annotating.keyboardCursor !== null) toggleKeyboardCursor();
    else return false;
    return true;
  };

  const chooseLabel = (place: number): void => {
    const entry = workplace.labelTable[place - 1];
    if (entry !== undefined) annotating.chooseLabel(entry.index);
  };
  const resize = (factor: number): void => {
    const radius = preferences.settings.brushRadiusVoxels;
    // At least half a voxel: small brushes would otherwise not change for several presses.
    const next = factor > 1 ? Math.max(radius * factor, radius + 0.5) : Math.min(radius * factor, radius - 0.5);
    preferences.change({ brushRadiusVoxels: Math.min(200, Math.max(0.5, next)) });
  };
  const nextPlane = (): void => {
    const planes = open.value?.planes ?? [];
    const others = [1, 2].map((step) => ((annotating.axis + step) % 3) as AxisIndex);
    const next = others.find((axis) => planes[axis] !== undefined && isPicture(planes[axis]));
    if (next !== undefined) actions.showPlane(next);
  };

  /** Where labels are: beside the picture, under the first tab. */
  const findLabel = (): void => {
    strokeDone();
    preferences.change({ panel: { ...preferences.settings.panel, shown: true, tab: 'draw' } });
    labelSearch.begin();
  };

  const showRegions = (kind: WholeLabelKind): void => {
    strokeDone();
    preferences.change({ panel: { ...preferences.settings.panel, shown: true, tab: 'draw' } });
    regions.seek(kind);
  };

  /** @returns false where the key is not for this page */
  function run(command: Command): boolean {
    switch (command) {
      case 'tool.brush': annotating.tool = 'brush'; break;
      case 'tool.eraser': annotating.tool = 'eraser'; break;
      case 'tool.window': annotating.tool = 'window'; break;
      case 'tool.adaptive': strokeDone(); annotating.tool = 'adaptive'; break;
      case 'tool.model': strokeDone(); annotating.tool = 'model'; break;
      case 'tool.livewire': strokeDone(); annotating.tool = 'livewire'; break;
      case 'tool.fill': strokeDone(); annotating.tool = 'fill'; break;
      case 'tool.grow': strokeDone(); annotating.tool = 'grow'; break;
      case 'tool.lasso': strokeDone(); annotating.tool = 'lasso'; break;
      case 'tool.polygon': strokeDone(); annotating.tool = 'polygon'; break;
      case 'tool.measure': strokeDone(); measuring.nextKind(); break;
      case 'region.threshold': showRegions('threshold'); break;
      case 'region.interpolate': showRegions('interpolate'); break;
      case 'region.seeds': showRegions('seeds'); break;
      case 'region.contour': showRegions('contour'); break;
      case 'measure.remove': return measuring.remove(null);
      case 'outline.close': return measuring.close() || actions.closeOutline();
      case 'tool.navigate': strokeDone(); annotating.tool = 'navigate'; break;
      case 'brush.smaller': resize(1 / sizeFactor); break;
      case 'brush.larger': resize(sizeFactor); break;
      case 'label.background': annotating.tool = 'eraser'; break;
      case 'label.1': case 'label.2': case 'label.3': case 'label.4': case 'label.5':
      case 'label.6': case 'label.7': case 'label.8': case 'label.9': chooseLabel(Number(command.slice(6))); break;
      case 'label.swap': annotating.swapLabels(); break;
      case 'slice.complete': strokeDone(); actions.completeSlice(); break;
      case 'slice.reopen': if (!measuring.dropLast() && !drawing.dropLast()) actions.reopenSlice(); break;
      case 'case.complete': strokeDone(); actions.completeCase(); break;
      case 'edit.undo': strokeDone(); actions.undo(); break;
      case 'edit.redo': strokeDone(); actions.redo(); break;
      case 'slice.previous': stepSlice(-1); break;
      case 'slice.next': stepSlice(1); break;
      case 'keyboard.up': move(0, -1); break;
      case 'keyboard.down': move(0, 1); break;
      case 'keyboard.left': move(-1, 0); break;
      case 'keyboard.right': move(1, 0); break;
      case 'slice.first': stepSlice(-annotating.index); break;
      case 'slice.last': stepSlice(shownPlane()?.slices ?? 0); break;
      case 'slice.next-open': strokeDone(); actions.findSlice('open', 1); break;
      case 'slice.previous-open': strokeDone(); actions.findSlice('open', -1); break;
      case 'slice.next-labelled': strokeDone(); actions.findSlice('labelled', 1); break;
      case 'slice.previous-labelled': strokeDone(); actions.findSlice('labelled', -1); break;
      case 'slice.copy-next': strokeDone(); actions.copyToSlice(1); break;
      case 'slice.copy-previous': strokeDone(); actions.copyToSlice(-1); break;
      case 'label.zoom': actions.zoomToLabel(); break;
      case 'label.find': findLabel(); break;
      case 'plane.next': strokeDone(); nextPlane(); break;
      case 'layout.next': strokeDone(); actions.changeLayout('next'); break;
      case 'layout.one': strokeDone(); actions.changeLayout('alone'); break;
      case 'crosshair.show': preferences.change({ crosshair: !preferences.settings.crosshair }); break;
      case 'view.reset': actions.resetView(); break;
      case 'view.zoom-in': zoom(1.25); break;
      case 'view.zoom-out': zoom(1 / 1.25); break;
      case 'labels.hide': annotating.labelsHidden = true; break;
      case 'labels.outline': preferences.toggleDrawing(); break;
      case 'prediction.show': annotating.predictionShown = !annotating.predictionShown; break;
      case 'prediction.accept-slice': strokeDone(); actions.acceptSlice(); break;
      case 'prediction.accept-case': strokeDone(); actions.acceptCase(); break;
      case 'prediction.predict': actions.predict(); break;
      case 'case.reopen': strokeDone(); actions.reopenCase(); break;
      case 'image.toggle': images.pressInstead(); break;
      case 'image.slab': images.nextProjection(); break;
      case 'time.previous': images.showMoment(images.moment - 1); break;
      case 'time.next': images.showMoment(images.moment + 1); break;
      case 'time.play': images.isPlaying = !images.isPlaying && images.series.length > 0; break;
      case 'grey.auto': actions.autoWindow(); break;
      case 'case.previous': strokeDone(); actions.openNeighbour(-1); break;
      case 'case.next': strokeDone(); actions.openNeighbour(1); break;
      case 'case.note': actions.editNote(); break;
      case 'keyboard.draw': toggleKeyboardCursor(); break;
      case 'keyboard.pen': pen(); break;
      case 'cancel': return leave();
      case 'panels.toggle': preferences.change({ panel: { ...preferences.settings.panel, shown: !preferences.settings.panel.shown } }); break;
      // Of every page: the window does them.
      case 'keys.show': case 'palette.show': case 'settings.show': case 'guide.show':
      case 'page.cases': case 'page.annotate': case 'page.train': case 'page.export': return false;
    }
    return true;
  }

  const keys = () => (annotating.keyboardCursor === null ? keyTables.table : keyTables.drawing);
  const pressed = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.isComposing || dialogs.current !== null || confirmation.question !== null || takesKey(event)) return;
    const command = commandOf(event, platform, keys());
    if (command !== null && run(command)) event.preventDefault();
  };
  const released = (event: KeyboardEvent): void => {
    const command = commandOf(event, platform, keys());
    if (command !== null && heldCommands.has(command)) annotating.labelsHidden = false;
    if (command === 'image.toggle') images.releaseInstead();
  };
  // A key that is let go in another window is never told.
  const forgetHeld = (): void => {
    annotating.labelsHidden = false;
    images.releaseInstead();
  };
  const takeBack = useCommands().offer({
    run(command) {
      // Without a key that is let go nothing would end it: it is switched.
      if (command === 'labels.hide') annotating.labelsHidden = !annotating.labelsHidden;
      else if (command === 'image.toggle') images.instead = !images.instead;
      else return run(command);
      return true;
    },
    whyNot: (command) => whyNot(command, {
      isOpen: open.value !== null,
      readOnly: open.value?.readOnly ?? true,
      canUndo: annotating.canUndo,
      canRedo: annotating.canRedo,
      line: annotating.outline !== null,
      stroke: open.value?.session.isDrawing ?? false,
      drawsByKeyboard: annotating.keyboardCursor !== null,
      hasPrediction: (open.value?.prediction.value ?? null) !== null,
      hasModel: workplace.activeModel !== null,
    }),
  });
  onMounted(() => {
    addEventListener('keydown', pressed);
    addEventListener('keyup', released);
    addEventListener('blur', forgetHeld);
  });
  onBeforeUnmount(() => {
    penUp();
    forgetHeld();
    takeBack();
    annotating.keyboardCursor = null;
    removeEventListener('keydown', pressed);
    removeEventListener('keyup', released);
    removeEventListener('blur', forgetHeld);
  });
  return { toggleKeyboardCursor, stepSlice, sayWhyNot };
}
