/** Keys of a page that shows a case: each command of the table of keys, done to the open case. */
import { onBeforeUnmount, onMounted, type ShallowRef } from 'vue';
import type { AxisIndex } from '#shared/geometry/volume-geometry.ts';
import { choiceOf, isChoice, type Choice } from '../../editing/choice-commands.ts';
import { commandOf, heldCommands, type Command, type KeyTable } from '../../editing/shortcuts.ts';
import { platform } from '../../look/platform.ts';
import { useAnnotating } from '../../stores/annotating.ts';
import { useCommands } from '../../stores/commands.ts';
import { useConfirmation } from '../../stores/confirmation.ts';
import { useDialogs } from '../../stores/dialogs.ts';
import { useHistory } from '../../stores/history.ts';
import { useInsight } from '../../stores/insight.ts';
import { useKeys } from '../../stores/keys.ts';
import { useLabelSearch } from '../../stores/label-search.ts';
import { useImageDisplay } from '../../stores/image-display.ts';
import { useMeasurements } from '../../stores/measurements.ts';
import { usePreferences } from '../../stores/preferences.ts';
import { useQueue } from '../../stores/queue.ts';
import { useRegionTools } from '../../stores/region-tools.ts';
import { useVolumeDisplay } from '../../stores/volume-display.ts';
import { useWorkplace } from '../../stores/workplace.ts';
import type { Word } from '../../locales/use-words.ts';
import type { AnnotateActions } from './actions.ts';
import { takesKey } from './takes-key.ts';
import type { OpenCase } from './open-case.ts';
import { useKeyboardPen } from './use-keyboard-pen.ts';
import type { MeasuringActions } from './use-measuring.ts';
import type { PointerTools } from './use-pointer-tools.ts';
import { isPicture } from './plane-word.ts';
import type { QueueWork } from './use-queue.ts';
import { whyNot } from './why-not.ts';

const sizeFactor = 1.2;

/** What a page has of its own beside what all pages with a case have; it comes first. */
export interface OwnCommands {
  readonly keys: () => KeyTable;
  /** @returns false where the command is not its own */
  run(command: Command): boolean;
  /** A key that lasts was let go. */
  end(command: Command): void;
  /** @returns undefined where the command is not its own */
  whyNot(command: Command): Word | null | undefined;
}

export function useKeyboard(
  open: ShallowRef<OpenCase | null>, actions: AnnotateActions, measuring: MeasuringActions, drawing: PointerTools, queueWork: QueueWork | null,
  zoom: (factor: number) => void, own?: OwnCommands,
) {
  const annotating = useAnnotating();
  const images = useImageDisplay();
  const insight = useInsight();
  const preferences = usePreferences();
  const workplace = useWorkplace();
  const dialogs = useDialogs();
  const labelSearch = useLabelSearch();
  const confirmation = useConfirmation();
  const keyTables = useKeys();
  const history = useHistory();
  const regions = useRegionTools();
  const measurements = useMeasurements();
  const volume = useVolumeDisplay();
  const queue = useQueue();
  const isQueueWorked = (): boolean => queueWork !== null && queue.working;
  const pen = useKeyboardPen(open, measuring, drawing);

  const stepSlice = (delta: number): void => {
    // A pen that is down belongs to one slice.
    pen.up();
    actions.goToSlice(annotating.index + delta);
  };
  const shownPlane = () => open.value?.planes[annotating.axis];

  /** What is about the whole slice, or leads elsewhere, comes after the stroke that a hand is drawing. */
  function strokeDone(): void {
    annotating.penDown = false;
    open.value?.session.endStroke();
  }
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
    } else if (annotating.keyboardCursor !== null) pen.toggle();
    else if (isQueueWorked()) void queue.stop();
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

  const choose = (choice: Choice): void => {
    strokeDone();
    switch (choice.of) {
      case 'region':
        preferences.change({ panel: { ...preferences.settings.panel, shown: true, tab: 'draw' } });
        return regions.seek(choice.one);
      case 'measure':
        measurements.kind = choice.one;
        annotating.tool = 'measure';
        return;
      case 'views': return actions.changeLayout(choice.one);
    }
  };

  /** @returns false where the key is not for this page */
  function run(command: Command): boolean {
    if (own?.run(command) === true) return true;
    if (isChoice(command)) {
      choose(choiceOf(command));
      return true;
    }
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
      case 'keyboard.up': pen.move(0, -1); break;
      case 'keyboard.down': pen.move(0, 1); break;
      case 'keyboard.left': pen.move(-1, 0); break;
      case 'keyboard.right': pen.move(1, 0); break;
      case 'slice.first': stepSlice(-annotating.index); break;
      case 'slice.last': stepSlice(shownPlane()?.slices ?? 0); break;
      case 'slice.next-open': strokeDone(); actions.findSlice('open', 1); break;
      case 'slice.previous-open': strokeDone(); actions.findSlice('open', -1); break;
      case 'slice.next-labelled': strokeDone(); actions.findSlice('labelled', 1); break;
      case 'slice.previous-labelled': strokeDone(); actions.findSlice('labelled', -1); break;
      case 'slice.copy-next': strokeDone(); actions.copyToSlice(1); break;
      case 'slice.copy-previous': strokeDone(); actions.copyToSlice(-1); break;
      case 'difference.next': strokeDone(); actions.findDifference(1); break;
      case 'difference.previous': strokeDone(); actions.findDifference(-1); break;
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
      case 'insight.uncertainty': insight.pressUncertainty(); break;
      case 'insight.difference': insight.toggle('difference'); break;
      case 'insight.probability': insight.toggle('probability'); break;
      case 'insight.disagreement': insight.toggle('disagreement'); break;
      case 'prediction.accept-slice': strokeDone(); actions.acceptSlice(); break;
      case 'prediction.accept-case': strokeDone(); actions.acceptCase(); break;
      case 'prediction.predict': actions.predict(); break;
      case 'queue.accept': queueWork?.accept(); break;
      case 'queue.nothing': queueWork?.nothingHere(); break;
      case 'queue.skip': queueWork?.skip(); break;
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
      case 'keyboard.draw': pen.toggle(); break;
      // The key that draws in a slice has nothing to draw in 3D, where a cut is looked at.
      case 'keyboard.pen':
        if (volume.isActive && drawing.preview.kind.value === 'cut-away') drawing.preview.apply();
        else pen.press();
        break;
      case 'cancel': return leave();
      case 'panels.toggle': preferences.change({ panel: { ...preferences.settings.panel, shown: !preferences.settings.panel.shown } }); break;
      case 'review.accept': case 'review.return': case 'review.pin': case 'review.next': case 'review.previous': case 'review.accept-case': case 'review.flip':
      case 'review.window-1': case 'review.window-2': case 'review.window-3': case 'review.window-4': case 'review.window-5':
      case 'review.window-6': case 'review.window-7': case 'review.window-8': case 'review.window-9': return false;
      // Of every page: the window does them.
      case 'keys.show': case 'palette.show': case 'settings.show': case 'guide.show': case 'person.sign-in': case 'queue.work':
      case 'page.cases': case 'page.annotate': case 'page.train': case 'page.review': case 'page.export': case 'page.readings': return false;
    }
    return true;
  }

  const keys = () => {
    const draws = annotating.keyboardCursor !== null;
    if (isQueueWorked()) return draws ? keyTables.drawingInQueue : keyTables.inQueue;
    return draws ? keyTables.drawing : own?.keys() ?? keyTables.table;
  };
  /** What lasts, by the key that is held: modifiers and the table may be others when it is let go. */
  const held = new Map<string, Command>();
  const end = (command: Command): void => {
    if (command === 'labels.hide') annotating.labelsHidden = false;
    if (command === 'image.toggle') images.releaseInstead();
    if (command === 'insight.uncertainty') insight.releaseUncertainty();
    own?.end(command);
  };
  const pressed = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.isComposing || dialogs.current !== null || confirmation.question !== null || takesKey(event)) return;
    const command = commandOf(event, platform, keys());
    if (command === null || !run(command)) return;
    event.preventDefault();
    if (heldCommands.has(command)) held.set(event.code, command);
  };
  const released = (event: KeyboardEvent): void => {
    // A Mac tells of no other key that is let go while ⌘ is held.
    if (event.key === 'Meta') return forgetHeld();
    const command = held.get(event.code);
    held.delete(event.code);
    if (command !== undefined) end(command);
  };
  // A key that is let go in another window is never told.
  const forgetHeld = (): void => {
    held.clear();
    for (const command of heldCommands) end(command);
  };
  const takeBack = useCommands().offer({
    run(command) {
      // Without a key that is let go nothing would end it: it is switched.
      if (command === 'labels.hide') annotating.labelsHidden = !annotating.labelsHidden;
      else if (command === 'image.toggle') images.instead = !images.instead;
      else if (command === 'insight.uncertainty') insight.toggle('uncertainty');
      else return run(command);
      return true;
    },
    whyNot: (command) => own?.whyNot(command) ?? whyNot(command, {
      isOpen: open.value !== null,
      readOnly: open.value?.readOnly ?? true,
      reviews: own !== undefined,
      canUndo: annotating.canUndo,
      canRedo: annotating.canRedo,
      line: annotating.outline !== null,
      draft: measurements.draft !== null || measurements.dragged !== null,
      preview: drawing.preview.status.value.kind !== 'none',
      accepting: actions.accepting.value !== null,
      looksBack: history.looked !== null,
      stroke: open.value?.session.isDrawing ?? false,
      drawsByKeyboard: annotating.keyboardCursor !== null,
      hasPrediction: (open.value?.prediction.value ?? null) !== null,
      hasModel: workplace.activeModel !== null,
      readsBlind: insight.blind === true,
      inQueue: isQueueWorked(),
    }),
  });
  onMounted(() => {
    addEventListener('keydown', pressed);
    addEventListener('keyup', released);
    addEventListener('blur', forgetHeld);
  });
  onBeforeUnmount(() => {
    pen.up();
    forgetHeld();
    takeBack();
    annotating.keyboardCursor = null;
    removeEventListener('keydown', pressed);
    removeEventListener('keyup', released);
    removeEventListener('blur', forgetHeld);
  });
  return { toggleKeyboardCursor: pen.toggle, stepSlice, sayWhyNot: pen.sayWhyNot };
}
