import { afterEach, expect, it, vi } from 'vitest';
import { attachVolumeControls } from '../../../../src-renderer/viewer/volume/volume-controls.ts';
import type { Picked, VolumeView } from '../../../../src-renderer/viewer/volume/volume-view.ts';

afterEach(() => { vi.unstubAllGlobals(); });

it('what is read under a pointer that rests is taken back where the view goes, once', () => {
  const frames: (() => void)[] = [];
  vi.stubGlobal('requestAnimationFrame', (frame: () => void) => frames.push(frame));
  vi.stubGlobal('cancelAnimationFrame', () => undefined);
  const picked: Picked = { placeMm: [1, 2, 3], label: 1 };
  const heard: (Picked | null)[] = [];
  const attached = () => {
    const container = new EventTarget();
    const view = { pick: () => picked } as unknown as VolumeView;
    return { container, letGo: attachVolumeControls(container as HTMLElement, view, { picked: () => undefined, hovered: (one) => heard.push(one) }) };
  };
  const rests = attached();
  rests.container.dispatchEvent(Object.assign(new Event('pointermove'), { clientX: 5, clientY: 5 }));
  for (const frame of frames.splice(0)) frame();
  rests.letGo();
  expect(heard).toEqual([picked, null]);
  // Where the pointer is elsewhere, nothing is taken from whom it is with.
  const left = attached();
  left.container.dispatchEvent(Object.assign(new Event('pointermove'), { clientX: 5, clientY: 5 }));
  left.container.dispatchEvent(new Event('pointerleave'));
  heard.length = 0;
  left.letGo();
  attached().letGo();
  expect(heard).toEqual([]);
});
