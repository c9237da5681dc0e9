/** What runs inside the page while painting is measured: a volume, a view, a session, and counters on the graphics calls. */
import type { AxisIndex } from '#shared/geometry/volume-geometry.ts';
import type { EditingSession } from '../../../src-renderer/editing/editing-session.ts';
import type { SliceView } from '../../../src-renderer/viewer/slice-view.ts';
import type { bare } from '../bare-view/page.ts';

export interface InPage {
  readonly view: SliceView;
  readonly session: EditingSession;
  /** Bytes given to the graphics card since the last look, and calls that gave whole textures. */
  uploads: { parts: number; bytes: number; wholes: number };
  moves: number;
  /** From the end of a stroke to the host's word that it is stored, ms. */
  storedAfterMs: number[];
  /** Draws and waits until the card is done, ms; `labels`: only the canvas of the labels. */
  redraw(what: 'all' | 'labels'): Promise<number>;
}

export interface Opened {
  readonly labelmapId: string;
  readonly size: readonly [number, number, number];
  readonly axis: AxisIndex;
}

declare global {
  var bench: InPage;
  /** Given by the process outside: the real host. */
  var hostCommit: (edit: unknown) => Promise<{ id: string; number: number }>;
}

/** Evaluated in the page as text: may use nothing of this file but types. */
export function prepare({ labelmapId, size, axis }: Opened): void {
  const { createSliceView, createEditingSession, container } = (globalThis as unknown as { bare: typeof bare }).bare;
  const count = size[0] * size[1] * size[2];
  const voxels = new Int16Array(count);
  for (let index = 0; index < count; index += 1) voxels[index] = (index * 2654435761) >>> 21;
  const affine = [0.7, 0, 0, 0, 0, 0.7, 0, 0, 0, 0, 1, 0] as const;
  const oneVoxel = [0, 1, 2].map((a) => (a === axis ? size[a] >> 1 : 0)) as unknown as [number, number, number];
  const view = createSliceView(container);
  const labels = new Uint8Array(count);
  let endedAt = 0;
  const inPage: InPage = {
    view,
    uploads: { parts: 0, bytes: 0, wholes: 0 },
    moves: 0,
    storedAfterMs: [],
    session: createEditingSession(
      { labelmapId: labelmapId as never, size, spacingMm: [0.7, 0.7, 1], sliceAxis: 2, heads: [], labels, history: [] },
      {
        commit: async (edit) => {
          const acknowledged = await globalThis.hostCommit(edit);
          inPage.storedAfterMs.push(performance.now() - endedAt);
          return acknowledged as never;
        },
        revert: () => Promise.reject(new Error('not measured')),
        restore: () => Promise.reject(new Error('not measured')),
        history: () => Promise.resolve([]),
        loadHeads: () => Promise.resolve([]),
        loadVoxels: () => Promise.reject(new Error('not measured')),
        explain: (error) => ({ code: 'internal', sentence: { en: String(error), 'zh-CN': '' } }),
      },
      { onChanged: (box) => view.labelsChanged(box), onState: () => undefined, onEdited: () => undefined, onRefused: ({ en }) => { throw new Error(en); } },
    ),
    async redraw(what) {
      const canvases = [...container.querySelectorAll('canvas')];
      const wait = (): void => canvases.forEach((canvas) => canvas.getContext('webgl2')!.readPixels(0, 0, 1, 1, 6408, 5121, new Uint8Array(4)));
      await new Promise(requestAnimationFrame);
      if (what === 'all') view.panBy(0, 0);
      else view.labelsChanged({ first: oneVoxel, last: oneVoxel });
      const start = performance.now();
      // Asked for after the view's own frame was: it runs right after it.
      await new Promise<void>((resolve) => { requestAnimationFrame(() => { wait(); resolve(); }); });
      return performance.now() - start;
    },
  };
  globalThis.bench = inPage;
  view.setImage({ voxels, geometry: { size, affine }, slope: 1, intercept: 0, orientationKnown: true });
  view.setLabels(labels);
  view.setLabelTable([{ index: 1, colour: '#e69f00' }]);
  view.setWindow({ centre: 1024, width: 2048 });
  view.setSlice(axis, size[axis] >> 1);

  const nothingKept = new Uint8Array(256);
  container.addEventListener('pointerdown', (event) => {
    container.setPointerCapture(event.pointerId);
    inPage.session.beginStroke({ tool: 'brush', label: 1, radiusVoxels: 20, axis, kept: nothingKept, gate: null }, view.positionAt(event.clientX, event.clientY)!);
  });
  container.addEventListener('pointermove', (event) => {
    inPage.moves += 1;
    view.showBrush(event, 20, false);
    if (!inPage.session.isDrawing) return;
    for (const { clientX, clientY } of event.getCoalescedEvents()) inPage.session.strokeTo(view.positionAt(clientX, clientY)!);
  });
  container.addEventListener('pointerup', () => {
    endedAt = performance.now();
    inPage.session.endStroke();
  });

  const gl = WebGL2RenderingContext.prototype as unknown as Record<string, (...args: unknown[]) => unknown>;
  const count_ = (name: string, note: (args: readonly unknown[]) => void): void => {
    const original = gl[name]!;
    gl[name] = function counted(this: unknown, ...args) {
      note(args);
      return original.apply(this, args);
    };
  };
  const bytesOf = (args: readonly unknown[]): number => (args.at(-1) as ArrayBufferView | null)?.byteLength ?? 0;
  count_('texSubImage2D', (args) => {
    inPage.uploads.parts += 1;
    inPage.uploads.bytes += bytesOf(args);
  });
  count_('texImage2D', (args) => {
    inPage.uploads.wholes += 1;
    inPage.uploads.bytes += bytesOf(args);
  });
}
