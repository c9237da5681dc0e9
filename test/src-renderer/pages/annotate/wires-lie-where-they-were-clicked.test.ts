import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, expect, it, vi } from 'vitest';
import type { Vec3 } from '#shared/geometry/volume-geometry.ts';
import { wiresIn, type Wires as WiresInSlice } from '../../../../src-renderer/editing/wire/wires.ts';
import type { WireAnswer, WireRequest } from '../../../../src-renderer/editing/wire/wire-messages.ts';
import { useWires } from '../../../../src-renderer/pages/annotate/use-wires.ts';
import { useAnnotating } from '../../../../src-renderer/stores/annotating.ts';
import { caseInMemory, onAPage, threadsHere } from './a-page.ts';

vi.mock('../../../../src-renderer/connection/client.ts', () => ({ client: {} }));

const size: Vec3 = [20, 16, 6];
const rest = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);

function page() {
  const threads = threadsHere<WireRequest, WireAnswer>((answer) => {
    let wires: WiresInSlice | null = null;
    return (request) => {
      if (request.kind === 'slice') wires = wiresIn(request.image, request.choice);
      else answer({ id: request.id, path: wires!.between(request.from, request.to) });
    };
  });
  threads.stepMs = 100;
  const open = caseInMemory(size, new Int16Array(size[0] * size[1] * size[2]), new Uint8Array(size[0] * size[1] * size[2]));
  const annotating = useAnnotating();
  annotating.position = [10, 8, 2];
  return { open, annotating, wires: onAPage(() => useWires(open)) };
}

beforeEach(() => {
  vi.useFakeTimers();
  setActivePinia(createPinia());
});

it('Corners that wait for one before them lie on the slice that was clicked, also where another is shown by then', async () => {
  const { annotating, wires } = page();
  for (const at of [[2, 2, 2], [12, 2, 2], [12, 12, 2]] as const) wires.press(at, 2);
  annotating.moveAlong(2, 4);
  await rest(1000);
  expect(annotating.outline).toMatchObject({ axis: 2, slice: 2 });
  expect(annotating.outline!.corners).toHaveLength(3);
  expect(annotating.outline!.points.every((point) => point[2] === 2)).toBe(true);
  expect(annotating.outline!.points.at(-1)).toEqual([12, 12, 2]);
});

it('A line that is given up takes with it the corners that still wait; one that is closed does not', async () => {
  const { annotating, wires } = page();
  wires.press([2, 2, 2], 2);
  await rest(1);
  wires.press([12, 2, 2], 2);
  wires.press([12, 12, 2], 2);
  await rest(10);
  annotating.outline = null;
  await rest(1000);
  expect(annotating.outline).toBeNull();

  for (const at of [[2, 2, 2], [12, 2, 2], [12, 12, 2]] as const) wires.press(at, 2);
  await rest(1000);
  const closing = wires.closed();
  wires.press([5, 5, 2], 2);
  await rest(1000);
  expect((await closing)?.corners).toHaveLength(3);
  expect(annotating.outline).toMatchObject({ points: [[5, 5, 2]], corners: [1] });
});

it('No corner of one case is set in the next', async () => {
  const { open, annotating, wires } = page();
  wires.press([2, 2, 2], 2);
  wires.press([12, 2, 2], 2);
  open.value = caseInMemory(size, new Int16Array(size[0] * size[1] * size[2]), new Uint8Array(size[0] * size[1] * size[2])).value;
  await rest(1000);
  expect(annotating.outline).toBeNull();
});
