import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import type { ShallowRef } from 'vue';
import { axes } from '#shared/geometry/affine.ts';
import { slicePlane } from '#shared/geometry/slice-plane.ts';
import { parallelProjection } from '#shared/regions/projection.ts';
import type { Vec3 } from '#shared/geometry/volume-geometry.ts';
import type { WireAnswer, WireRequest } from '../../../../src-renderer/editing/wire/wire-messages.ts';
import { wiresIn, type Wires } from '../../../../src-renderer/editing/wire/wires.ts';
import type { AnnotateActions } from '../../../../src-renderer/pages/annotate/actions.ts';
import type { OpenCase } from '../../../../src-renderer/pages/annotate/open-case.ts';
import { useKeyboard } from '../../../../src-renderer/pages/annotate/use-keyboard.ts';
import type { QueueWork } from '../../../../src-renderer/pages/annotate/use-queue.ts';
import type { MeasuringActions } from '../../../../src-renderer/pages/annotate/use-measuring.ts';
import { usePointerTools } from '../../../../src-renderer/pages/annotate/use-pointer-tools.ts';
import { useAnnotating, type Tool } from '../../../../src-renderer/stores/annotating.ts';
import { useImageDisplay } from '../../../../src-renderer/stores/image-display.ts';
import { useVolumeDisplay } from '../../../../src-renderer/stores/volume-display.ts';
import { useWorkplace } from '../../../../src-renderer/stores/workplace.ts';
import { caseInMemory, onAPage, threadsHere } from './a-page.ts';

vi.mock('../../../../src-renderer/connection/client.ts', () => ({ client: { settings: { change: () => Promise.resolve({}) } } }));
vi.mock('../../../../src-renderer/look/platform.ts', () => ({ platform: 'other' }));

const size: Vec3 = [20, 16, 6];
const slice = 2;

function page() {
  threadsHere<WireRequest, WireAnswer>((answer) => {
    let wires: Wires | null = null;
    return (request) => {
      if (request.kind === 'slice') wires = wiresIn(request.image, request.choice);
      else answer({ id: request.id, path: wires!.between(request.from, request.to) });
    };
  });
  const count = size[0] * size[1] * size[2];
  const open: ShallowRef<OpenCase | null> = caseInMemory(size, new Int16Array(count), new Uint8Array(count));
  const opened = open.value!;
  Object.assign(opened, { planes: axes.map((axis) => slicePlane(opened.viewed.geometry, axis)) });
  const annotating = useAnnotating();
  annotating.position = [10, 8, slice];
  const { session } = opened;
  const placed: Vec3[] = [];
  const measuring = {
    place: (at: Vec3) => placed.push(at) > 99, aim: () => undefined, close: () => false, dropLast: () => false, giveUp: () => false,
  } as unknown as MeasuringActions;
  const preview = onAPage(() => {
    const drawing = usePointerTools(open, () => undefined);
    useKeyboard(open, { closeOutline: () => drawing.close() } as unknown as AnnotateActions, measuring, drawing, {} as unknown as QueueWork, () => undefined);
    return drawing.preview;
  });
  /** Begins to draw with the keyboard at a voxel of the slice. */
  const begin = (tool: Tool, i: number, j: number): void => {
    annotating.tool = tool;
    press('k');
    annotating.keyboardCursor = [i, j, slice];
  };
  const painted = (): Vec3[] => [...session.labels.keys()].filter((at) => session.labels[at] !== 0)
    .map((at) => [at % size[0], Math.floor(at / size[0]) % size[1], Math.floor(at / size[0] / size[1])]);
  return { annotating, open, preview, session, placed, begin, painted };
}

/** Rows and columns of the slice that hold something, and how many voxels. */
function extent(voxels: readonly Vec3[]) {
  const range = (along: 0 | 1 | 2) => [Math.min(...voxels.map((voxel) => voxel[along])), Math.max(...voxels.map((voxel) => voxel[along]))];
  return { columns: range(0), rows: range(1), slices: range(2), count: voxels.length };
}

const codes: Readonly<Record<string, string>> = { k: 'KeyK', h: 'KeyH', q: 'KeyQ' };
let keyboard = new EventTarget();
function tell(kind: 'keydown' | 'keyup', key: string, change: Partial<KeyboardEvent> = {}): void {
  keyboard.dispatchEvent(Object.assign(new Event(kind, { cancelable: true }), {
    key, code: codes[key.toLowerCase()] ?? key, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, repeat: false, isComposing: false, ...change,
  }));
}
function press(key: string, times = 1, change: Partial<KeyboardEvent> = {}): void {
  for (let time = 0; time < times; time += 1) {
    tell('keydown', key, change);
    tell('keyup', key, change);
  }
}

beforeEach(() => {
  vi.useFakeTimers();
  setActivePinia(createPinia());
  keyboard = new EventTarget();
  vi.stubGlobal('addEventListener', keyboard.addEventListener.bind(keyboard));
  vi.stubGlobal('removeEventListener', keyboard.removeEventListener.bind(keyboard));
  vi.stubGlobal('Element', class {});
  onTestFinished(() => { vi.unstubAllGlobals(); });
  useWorkplace().labelTable = [{ index: 1, value: 1, name: 'liver', colour: '#e69f00', code: null, locked: false, opacity: 1, visible: true, visibleIn3d: true }];
});

it('Corners of a polygon are set where the cursor is, and its first one closes it', () => {
  const { annotating, begin, painted } = page();
  begin('polygon', 4, 3);
  press('Enter');
  press('ArrowRight', 6);
  const moved = annotating.keyboardCursor!;
  expect(Math.abs(moved[0] - 4)).toBe(6);
  press('Enter', 2);
  expect(annotating.outline?.points).toHaveLength(2);
  press('ArrowDown', 5);
  press('Enter');
  expect(painted()).toEqual([]);
  annotating.keyboardCursor = [4, 3, slice];
  press('Enter');
  expect(annotating.outline).toBeNull();
  expect(annotating.penDown).toBe(false);
  // Half of a rectangle of 6 × 5, to which corners and sides may or may not belong.
  const { count, slices } = extent(painted());
  expect(slices).toEqual([slice, slice]);
  expect(count).toBeGreaterThanOrEqual(10);
  expect(count).toBeLessThanOrEqual(27);
});

it('A polygon is closed from anywhere, given up with Escape, and loses its last corner', () => {
  const { annotating, begin, painted } = page();
  begin('polygon', 4, 3);
  for (const at of [[4, 3], [12, 3], [12, 10], [4, 10]] as const) {
    annotating.keyboardCursor = [...at, slice];
    press('Enter');
  }
  press('Backspace');
  expect(annotating.outline?.points).toHaveLength(3);
  annotating.keyboardCursor = [4, 10, slice];
  press('Enter');
  press('Enter', 1, { ctrlKey: true });
  const { columns, rows, count } = extent(painted());
  expect(count).toBeGreaterThanOrEqual(7 * 6);
  expect(count).toBeLessThanOrEqual(9 * 8);
  expect(columns[0]).toBeGreaterThanOrEqual(4);
  expect(rows[1]).toBeLessThanOrEqual(10);
  press('Enter');
  press('Escape');
  expect(annotating.outline).toBeNull();
  expect(annotating.keyboardCursor).not.toBeNull();
});

it('A lasso goes along with the cursor from one Enter to the next', () => {
  const { annotating, begin, painted } = page();
  begin('lasso', 5, 4);
  press('Enter');
  press('ArrowRight', 7);
  press('ArrowDown', 6);
  press('ArrowLeft', 7);
  expect(annotating.outline?.points).toHaveLength(21);
  press('Enter');
  expect(annotating.outline).toBeNull();
  const { count, slices } = extent(painted());
  expect(slices).toEqual([slice, slice]);
  expect(count).toBeGreaterThanOrEqual(6 * 5);
  expect(count).toBeLessThanOrEqual(8 * 7);
});

it('A livewire has its corners where Enter is pressed', async () => {
  const { annotating, begin, painted } = page();
  begin('livewire', 3, 3);
  for (const at of [[3, 3], [12, 3], [12, 11], [3, 11]] as const) {
    annotating.keyboardCursor = [...at, slice];
    press('Enter');
    await vi.advanceTimersByTimeAsync(50);
  }
  expect(annotating.outline?.corners).toHaveLength(4);
  annotating.keyboardCursor = [3, 3, slice];
  press('Enter');
  await vi.advanceTimersByTimeAsync(50);
  expect(annotating.outline).toBeNull();
  expect(painted().length).toBeGreaterThan(7 * 6);
});

it('The crosshair goes where the cursor is, a measurement gets its point, and window/level draws nothing', () => {
  const { annotating, session, placed, begin, painted } = page();
  begin('navigate', 7, 5);
  press('Enter');
  expect(annotating.position).toEqual([7, 5, slice]);
  annotating.tool = 'measure';
  press('Enter');
  expect(placed).toEqual([[7, 5, slice]]);
  annotating.tool = 'window';
  press('Enter');
  press('ArrowRight', 5);
  expect([session.isDrawing, painted()]).toEqual([false, []]);
});

it('A brush draws from one Enter to the next', () => {
  const { annotating, session, begin, painted } = page();
  begin('brush', 4, 8);
  press('Enter');
  expect(annotating.penDown).toBe(true);
  press('ArrowRight', 8);
  press('Enter');
  expect([annotating.penDown, session.isDrawing]).toEqual([false, false]);
  const { columns } = extent(painted());
  expect(columns[1]! - columns[0]!).toBeGreaterThanOrEqual(8);
});

it('In 3D Enter applies a cut, while in a slice it draws', () => {
  const { open, preview, begin, session } = page();
  begin('brush', 4, 8);
  const projection = parallelProjection([0, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1]);
  preview.show(open.value!, () => ({ operation: { kind: 'cut-away', ring: Float64Array.of(0, 0, 9, 0, 9, 9), projection, side: 'inside', from: 'label' } }));
  const apply = vi.spyOn(preview, 'apply');
  useVolumeDisplay().isActive = true;
  press('Enter');
  expect([apply.mock.calls.length, session.isDrawing]).toEqual([1, false]);
  useVolumeDisplay().isActive = false;
  press('Enter', 1, { ctrlKey: true });
  expect([apply.mock.calls.length, session.isDrawing]).toEqual([2, false]);
  press('Enter');
  expect([apply.mock.calls.length, session.isDrawing]).toEqual([2, true]);
});

it('What a held key shows ends with the key, whatever was pressed or chosen meanwhile', () => {
  const { annotating } = page();
  tell('keydown', 'h');
  expect(annotating.labelsHidden).toBe(true);
  tell('keydown', 'Shift', { shiftKey: true });
  tell('keyup', 'H', { shiftKey: true });
  expect(annotating.labelsHidden).toBe(false);

  tell('keydown', 'h');
  // Another key that is let go ends nothing, nor does one that means it with modifiers of its own.
  tell('keyup', 'q');
  expect(annotating.labelsHidden).toBe(true);
  keyboard.dispatchEvent(new Event('blur'));
  expect(annotating.labelsHidden).toBe(false);

  const images = useImageDisplay();
  tell('keydown', 'q');
  vi.advanceTimersByTime(1000);
  expect(images.instead).toBe(true);
  tell('keyup', 'Q', { shiftKey: true });
  expect(images.instead).toBe(false);
});
