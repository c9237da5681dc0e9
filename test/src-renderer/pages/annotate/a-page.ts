/** What stands on the annotate page, without a page: a case in memory, and threads that run here, as slowly as a test wants. */
import { onTestFinished, vi } from 'vitest';
import { createRenderer, shallowRef, type ShallowRef } from 'vue';
import type { LabelmapId } from '#shared/contract/ids.ts';
import type { Vec3 } from '#shared/geometry/volume-geometry.ts';
import { createEditingSession, type EditingListener } from '../../../../src-renderer/editing/editing-session.ts';
import type { LabelTransport } from '../../../../src-renderer/editing/label-transport.ts';
import type { OpenCase } from '../../../../src-renderer/pages/annotate/open-case.ts';

const nowhere = createRenderer<object, object>({
  createElement: () => ({}), createText: () => ({}), createComment: () => ({}), insert: () => undefined, remove: () => undefined,
  setText: () => undefined, setElementText: () => undefined, patchProp: () => undefined, parentNode: () => null, nextSibling: () => null,
});

/** Runs a composable as a component does, which ends with the test. */
export function onAPage<Made>(setup: () => Made): Made {
  let made: Made | null = null;
  const app = nowhere.createApp({
    setup() {
      made = setup();
      return () => null;
    },
  });
  app.mount({});
  onTestFinished(() => app.unmount());
  return made!;
}

/** With a session of its own, whose strokes a host takes that forgets them. */
export function caseInMemory(size: Vec3, voxels: Int16Array, labels: Uint8Array): ShallowRef<OpenCase | null> {
  let number = 0;
  const stored = (id: string): Promise<{ id: string; number: number }> => Promise.resolve({ id, number: ++number });
  const transport = { commit: ({ id }: { id: string }) => stored(id), revert: (_edit: string, id: string) => stored(id) } as unknown as LabelTransport;
  const listeners = new Set<Partial<EditingListener>>();
  const session = createEditingSession(
    { labelmapId: 'labels' as LabelmapId, size, spacingMm: [1, 1, 1], sliceAxis: 2, heads: [], labels, history: [] },
    transport,
    {
      onChanged: (box) => { for (const listener of listeners) listener.onChanged?.(box); },
      onState: () => undefined,
      onEdited: () => undefined,
      onRefused: () => undefined,
    },
  );
  onTestFinished(() => session.dispose());
  return shallowRef({
    info: { id: 'case' }, image: { trust: 'trusted', size }, readOnly: false, planes: size.map((slices) => ({ slices })), session, labelmapId: 'labels',
    viewed: { voxels, geometry: { size, affine: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0] }, slope: 1, intercept: 0, orientationKnown: true },
    reading: shallowRef(null), prediction: shallowRef(null), previewed: shallowRef(null), previewedBox: shallowRef(null), previewedTable: shallowRef(null), pictured: shallowRef(null),
    follow(listener: Partial<EditingListener>) {
      listeners.add(listener);
      return () => { listeners.delete(listener); };
    },
  } as unknown as OpenCase);
}

export interface Threads<Request> {
  /** All that was sent to them, in order. */
  readonly requests: readonly Request[];
  /** How long a thread takes for one step, and a message on its way. */
  stepMs: number;
}

/** Workers of the browser, whose work is begun here. @param begin what one does with messages; `soon` calls a step later */
export function threadsHere<Request, Answer>(
  begin: (answer: (answer: Answer) => void, soon: (step: () => void) => void) => (request: Request) => void,
): Threads<Request> {
  const requests: Request[] = [];
  const threads = { requests, stepMs: 1 };
  const soon = (step: () => void): void => { setTimeout(step, threads.stepMs); };
  vi.stubGlobal('Worker', class {
    onmessage: ((event: { readonly data: Answer }) => void) | null = null;
    readonly #take = begin((data) => this.onmessage?.({ data: structuredClone(data) }), soon);
    postMessage(request: Request): void {
      requests.push(request);
      const sent = structuredClone(request);
      soon(() => this.#take(sent));
    }
    terminate(): void {
      this.onmessage = null;
    }
  });
  onTestFinished(() => { vi.unstubAllGlobals(); });
  return threads;
}
