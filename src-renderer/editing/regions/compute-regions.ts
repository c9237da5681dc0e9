/** Asks the thread that computes regions; what nobody waits for any more is given up at once, and an idle thread is ended. */
import type { Vec3 } from '#shared/geometry/volume-geometry.ts';
import type { VoxelBox } from '#shared/geometry/voxel-box.ts';
import type { ValueRange } from '#shared/regions/threshold.ts';
import { UserFacingError } from '#shared/text/user-facing-error.ts';
import type { LabelBlock } from '../paint-block.ts';
import type { EvolveLabel, SpeedPicture } from './evolve-label.ts';
import type { RangeQuestion } from './limited-threshold.ts';
import type { Operation } from './operation.ts';
import type { PointerOperation } from './pointer-operation.ts';
import type { RulesOnTheWay } from './preview-block.ts';
import type { Outcome, RegionAnswer, RegionRequest, RegionTask } from './region-messages.ts';
import type { RegionScene } from './scene.ts';

/** A scene of which the same arrays need not be sent twice. */
export interface VersionedScene extends RegionScene {
  /** Another number whenever labels were painted on; without one they are sent each time. */
  readonly labelsVersion?: number;
}

export interface Previewing {
  readonly rules: RulesOnTheWay;
  readonly iterationsPerLook: number;
  readonly progress: (share: number) => void;
  /** Where a contour is. */
  readonly look: (look: Outcome & { readonly iteration: number; readonly isPaused: boolean }) => void;
}

/** One question at a time: a second one gives the first up, which is answered with null then. All throw Error where the computation failed (memory), UserFacingError where a person can help. */
export interface RegionComputer {
  /** @returns null, too, where nothing would change */
  compute(scene: VersionedScene, operation: Operation | PointerOperation, progress: (share: number) => void): Promise<LabelBlock | null>;
  /** The same, and the labels as they would be. */
  preview(scene: VersionedScene, operation: Operation | PointerOperation, previewing: Previewing): Promise<Outcome | null>;
  range(scene: VersionedScene, question: RangeQuestion): Promise<ValueRange | null>;
  /** Where the label lies that is worked on; a box of null where it does nowhere. */
  box(scene: VersionedScene): Promise<{ readonly box: VoxelBox | null } | null>;
  speed(scene: VersionedScene, operation: EvolveLabel, around: Vec3): Promise<SpeedPicture | null>;
  /** A contour is looked at, and goes on later. */
  pause(): void;
  resume(): void;
  stop(): void;
  /** Stops, and gives the memory back. */
  dispose(): void;
}

interface Asked {
  readonly id: number;
  readonly take: (answer: RegionAnswer) => void;
  readonly giveUp: () => void;
  readonly fail: (error: Error) => void;
}

/** A copy of the image waits there for the next question. */
const idleMs = 30_000;

export function createRegionComputer(): RegionComputer {
  let worker: Worker | null = null;
  let current: Asked | null = null;
  let lastId = 0;
  let sent: { readonly image: unknown; readonly labels: unknown; readonly version: number | undefined } | null = null;
  let idle: ReturnType<typeof setTimeout> | undefined;

  const end = (): void => {
    worker?.terminate();
    worker = null;
    sent = null;
  };
  const settled = (): void => {
    current = null;
    clearTimeout(idle);
    idle = setTimeout(() => { if (current === null) end(); }, idleMs);
  };
  const send = (request: RegionRequest): void => worker?.postMessage(request);
  const stop = (): void => {
    if (current === null) return;
    send({ kind: 'stop' });
    const { giveUp } = current;
    settled();
    giveUp();
  };
  const start = (): Worker => {
    const started = new Worker(new URL('./region-worker.ts', import.meta.url), { type: 'module' });
    started.onmessage = ({ data }: MessageEvent<RegionAnswer>) => { if (data.id === current?.id) current.take(data); };
    started.onerror = (event) => {
      event.preventDefault();
      end();
      const failed = current;
      settled();
      failed?.fail(new Error(event.message));
    };
    return started;
  };

  const ask = <Answer>(scene: VersionedScene, task: RegionTask, take: (answer: RegionAnswer, resolve: (answer: Answer) => void) => void): Promise<Answer | null> => {
    stop();
    worker ??= start();
    const { labelsVersion: version, image, labels, ...rest } = scene;
    const hasLabels = version !== undefined && sent?.labels === labels && sent.version === version;
    const onTheWay = { ...rest, ...(sent?.image === image ? {} : { image }), ...(hasLabels ? {} : { labels }) };
    sent = { image, labels, version };
    const id = ++lastId;
    return new Promise((resolve, reject) => {
      const settle = (answer: Answer): void => {
        settled();
        resolve(answer);
      };
      current = {
        id,
        take(answer) {
          if (answer.kind !== 'failed') return take(answer, settle);
          settled();
          reject(answer.sentence === null ? new Error(answer.reason) : new UserFacingError('bad-input', answer.sentence));
        },
        giveUp: () => resolve(null),
        fail: reject,
      };
      send({ kind: 'begin', id, scene: onTheWay, task });
    });
  };
  const operate = (scene: VersionedScene, operation: Operation | PointerOperation, { rules, iterationsPerLook, progress, look }: Omit<Previewing, 'rules'> & { readonly rules: RulesOnTheWay | null }): Promise<Outcome | null> =>
    ask<Outcome>(scene, { kind: 'operation', operation, rules, iterationsPerLook }, (answer, resolve) => {
      switch (answer.kind) {
        case 'progress': progress(answer.share); break;
        case 'look': look(answer); break;
        case 'done': resolve(answer); break;
        default: break;
      }
    });

  return {
    compute: async (scene, operation, progress) =>
      (await operate(scene, operation, { rules: null, iterationsPerLook: Infinity, progress, look: () => undefined }))?.block ?? null,
    preview: operate,
    range: (scene, question) => ask<ValueRange | null>(scene, { kind: 'range', question }, (answer, resolve) => { if (answer.kind === 'range') resolve(answer.range); }),
    box: (scene) => ask<{ readonly box: VoxelBox | null }>(scene, { kind: 'box' }, (answer, resolve) => { if (answer.kind === 'box') resolve(answer); }),
    speed: (scene, operation, around) =>
      ask<SpeedPicture>(scene, { kind: 'speed', operation, around }, (answer, resolve) => { if (answer.kind === 'speed') resolve(answer.picture); }),
    pause: () => send({ kind: 'pause' }),
    resume: () => send({ kind: 'resume' }),
    stop,
    dispose() {
      stop();
      clearTimeout(idle);
      end();
    },
  };
}
