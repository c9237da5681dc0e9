/**
 * Runs one task on regions at a time, a little at a time, so that in between it can be paused, given up or replaced. Knows
 * no thread: whoever holds it brings the messages and calls again when it is asked to.
 */
import { UserFacingError } from '#shared/text/user-facing-error.ts';
import type { RegionWork } from '#shared/regions/grid.ts';
import { boxOfLabel } from '#shared/regions/region-box.ts';
import type { LabelBlock } from '../paint-block.ts';
import { speedPicture, type ContourLook } from './evolve-label.ts';
import { automaticRange } from './limited-threshold.ts';
import { isPointerOperation, runPointerOperation } from './pointer-operation.ts';
import { previewOf } from './preview-block.ts';
import type { Outcome, RegionAnswer, RegionRequest, RegionTask, SceneOnTheWay } from './region-messages.ts';
import { runOperation, type RegionAids } from './run-operation.ts';
import type { RegionScene } from './scene.ts';

export interface RunnerParts {
  readonly answer: (answer: RegionAnswer) => void;
  /** Calls `step` once the messages that have come were taken. */
  readonly soon: () => void;
  readonly now: () => number;
}

export interface RegionRunner {
  take(request: RegionRequest): void;
  /** Computes for a moment. */
  step(): void;
}

interface Job {
  readonly id: number;
  readonly work: RegionWork<RegionAnswer>;
  readonly outcome: (block: LabelBlock | null) => Outcome;
  isPaused: boolean;
  toldAt: number;
  /** Where a contour is; shown at the latest after so many iterations. */
  look: ContourLook | null;
  readonly iterationsPerLook: number;
}

/** As long as a person does not notice that a message waits. */
const atOnceMs = 30;
const tellEveryMs = 100;

export function createRegionRunner({ answer, soon, now }: RunnerParts): RegionRunner {
  let arrays: Partial<Pick<RegionScene, 'labels' | 'image'>> = {};
  let job: Job | null = null;
  let isDue = false;
  const later = (): void => {
    if (isDue) return;
    isDue = true;
    soon();
  };
  /** A contour that is to stand still goes on until there is something of it to look at. */
  const rests = ({ isPaused, look }: Job): boolean => isPaused && look !== null;
  const aids: RegionAids = {
    growth: null,
    contour: null,
    look(look) {
      if (job === null) return;
      job.look = look;
      if (job.isPaused || look.iteration % job.iterationsPerLook === 0) showLook(job);
    },
  };

  const whole = (scene: SceneOnTheWay): RegionScene => {
    arrays = { ...arrays, ...(scene.labels && { labels: scene.labels }), ...(scene.image && { image: scene.image }) };
    const { labels, image } = arrays;
    if (labels === undefined || image === undefined) throw new Error('the first request brings its arrays');
    return { ...scene, labels, image };
  };
  const showLook = ({ id, look, isPaused, outcome }: Job): void => {
    if (look !== null) answer({ id, kind: 'look', iteration: look.iteration, isPaused, ...outcome(look.block()) });
  };
  const begin = (id: number, given: SceneOnTheWay, task: RegionTask): Job => {
    const scene = whole(given);
    const rules = task.kind === 'operation' ? task.rules : null;
    const outcome = (block: LabelBlock | null): Outcome => ({ block, preview: block && rules && previewOf(scene, block, rules) });
    return {
      id, outcome, work: workOf(id, scene, task, aids, outcome),
      isPaused: false, toldAt: now(), look: null, iterationsPerLook: task.kind === 'operation' ? task.iterationsPerLook : 1,
    };
  };

  return {
    take(request) {
      switch (request.kind) {
        case 'begin':
          try {
            job = begin(request.id, request.scene, request.task);
            later();
          } catch (error) {
            answer(failureOf(request.id, error));
          }
          return;
        case 'stop':
          job = null;
          return;
        case 'pause':
          if (job === null || job.isPaused) return;
          job.isPaused = true;
          showLook(job);
          return;
        case 'resume':
          if (job === null || !job.isPaused) return;
          job.isPaused = false;
          later();
      }
    },
    step() {
      isDue = false;
      const running = job;
      if (running === null || rests(running)) return;
      const until = now() + atOnceMs;
      try {
        do {
          const step = running.work.next();
          if (step.done === true) {
            job = null;
            answer(step.value);
            return;
          }
          // A contour tells by its looks how far it is.
          if (running.look === null && now() - running.toldAt >= tellEveryMs) {
            running.toldAt = now();
            answer({ id: running.id, kind: 'progress', share: step.value });
          }
        } while (!rests(running) && now() < until);
        later();
      } catch (error) {
        job = null;
        answer(failureOf(running.id, error));
      }
    },
  };
}

function* workOf(id: number, scene: RegionScene, task: RegionTask, aids: RegionAids, outcome: Job['outcome']): RegionWork<RegionAnswer> {
  switch (task.kind) {
    case 'operation': {
      const { operation } = task;
      const block = isPointerOperation(operation) ? yield* runPointerOperation(scene, operation) : yield* runOperation(scene, operation, aids);
      return { id, kind: 'done', ...outcome(block) };
    }
    case 'range': return { id, kind: 'range', range: yield* automaticRange(scene, task.question) };
    case 'box': return { id, kind: 'box', box: yield* boxOfLabel(scene.labels, scene.grid.size, scene.label) };
    case 'speed': return { id, kind: 'speed', picture: yield* speedPicture(scene, task.operation, task.around) };
  }
}

function failureOf(id: number, error: unknown): RegionAnswer {
  return { id, kind: 'failed', reason: String(error), sentence: error instanceof UserFacingError ? error.sentence : null };
}
