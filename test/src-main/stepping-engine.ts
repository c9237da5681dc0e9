/**
 * A fake engine whose trainings have steps: each depends on all before it, so that one which goes on from
 * anything but its last checkpoint ends otherwise. It can be paused, and anything may happen between two steps.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { EngineEvent, PausedResult, TrainRequest, TrainResult } from '#main/engine-client/protocol.ts';
import type { Plan } from '#shared/learning/plan.ts';
import type { Sentence } from '#shared/text/sentence.ts';
import { UserFacingError } from '#shared/text/user-facing-error.ts';
import type { FakeEngine } from './fake-engine.ts';

export interface SteppingEngine {
  readonly requests: readonly TrainRequest[];
  /** Called after each step, with its checkpoint where it ends an epoch; may wait or throw. */
  after: (step: number, request: TrainRequest) => Promise<void> | void;
  /** Said whenever a training begins, or goes on. */
  warnings: readonly Sentence[];
}

/** Six steps, a checkpoint before the first and after every second one. */
export const sixSteps = { epochs: 3, stepsPerEpoch: 2, batch: 4, microBatch: 4 } satisfies Partial<Plan>;

/** Gives the engine of a host steps. */
export function stepping(engine: FakeEngine): SteppingEngine {
  const run = engine.run.bind<FakeEngine['run']>(engine);
  const requests: TrainRequest[] = [];
  const made: SteppingEngine = { requests, after: () => undefined, warnings: [] };
  const train = async (request: TrainRequest, onEvent: (event: EngineEvent) => void, signal: AbortSignal, pause?: AbortSignal): Promise<TrainResult | PausedResult> => {
    requests.push(request);
    for (const sentence of made.warnings) onEvent({ kind: 'warning', sentence });
    const { plan } = request;
    const steps = plan.epochs * plan.stepsPerEpoch;
    let state = request.resumeFrom === null ? { step: 0, losses: [], learnt: '' } : readCheckpoint(request.resumeFrom);
    onEvent({ kind: 'planned', plan, expectedMinutes: 1 });
    if (request.resumeFrom === null) onEvent({ kind: 'checkpoint', epoch: 0, step: 0, folder: writeCheckpoint(request, 'checkpoint-0', state) });
    while (state.step < steps) {
      state = learn(state);
      const { step } = state;
      onEvent({ kind: 'step', step, steps, loss: state.losses.at(-1)!, minutesLeft: steps - step });
      const epoch = step / plan.stepsPerEpoch;
      if (Number.isInteger(epoch)) {
        onEvent({ kind: 'checkpoint', epoch, step, folder: writeCheckpoint(request, `checkpoint-${epoch}`, state) });
        const loss = state.losses.slice(-plan.stepsPerEpoch).reduce((sum, one) => sum + one) / plan.stepsPerEpoch;
        onEvent({ kind: 'epoch', epoch, epochs: plan.epochs, step, loss, accuracy: 1, validation: null, minutesLeft: steps - step });
      }
      await made.after(step, request);
      if (signal.aborted) throw new UserFacingError('cancelled', { en: 'cancelled', 'zh-CN': '已取消' });
      if (pause?.aborted === true) return { kind: 'paused', checkpoint: writeCheckpoint(request, `checkpoint-p${step}`, state), step, steps };
    }
    const result = await run(request, () => undefined, signal) as TrainResult;
    return { ...result, steps, plannedSteps: steps, finalLoss: state.losses.at(-1)!, parameters: parseInt(state.learnt.slice(0, 8), 16) };
  };
  Object.assign(engine, {
    run: (request: Parameters<FakeEngine['run']>[0], ...rest: [never, never, never]) => (request.kind === 'train' ? train(request, ...rest) : run(request, ...rest)),
  });
  return made;
}

interface Learnt { readonly step: number; readonly losses: readonly number[]; readonly learnt: string }

function learn({ step, losses, learnt }: Learnt): Learnt {
  const next = createHash('sha256').update(`${step} ${learnt}`).digest('hex');
  return { step: step + 1, learnt: next, losses: [...losses, parseInt(next.slice(0, 8), 16) / 2 ** 32] };
}

/** Under another name first, and the others go after it, as the real one does. */
function writeCheckpoint({ outputFolder }: TrainRequest, name: string, state: Learnt): string {
  const folder = path.join(outputFolder, name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(`${folder}.part`);
  writeFileSync(path.join(`${folder}.part`, 'model.json'), JSON.stringify(state));
  renameSync(`${folder}.part`, folder);
  const epoch = /^checkpoint-(\d+)$/.exec(name);
  if (epoch !== null) rmSync(path.join(outputFolder, `checkpoint-${Number(epoch[1]) - 1}`), { recursive: true, force: true });
  return folder;
}

function readCheckpoint(folder: string): Learnt {
  return JSON.parse(readFileSync(path.join(folder, 'model.json'), 'utf8')) as Learnt;
}
