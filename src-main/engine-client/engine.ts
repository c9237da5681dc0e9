/**
 * The engine as the use cases see it. The real one (`launch-engine.ts`) is a child process that is
 * started when first needed, watched, killed and started again; tests of use cases give a fake one.
 */
import type { EngineEvent, EngineRequest, ResultOf } from './protocol.ts';

export interface Engine {
  /**
   * Runs one request; requests wait for each other. An abort is first asked for between two batches;
   * after a grace period the process is killed, and the next request starts a new one.
   * @param pause aborted where a training is to end at its next step so that it can go on later; it may take
   *   as long as it takes, and a training that ends by itself before has its usual result
   * @throws UserFacingError `cancelled` after an abort, what the engine said, or `EngineCrash` where the
   *   process died (the next request starts a new one)
   */
  run<Request extends EngineRequest>(
    request: Request,
    onEvent: (event: EngineEvent) => void,
    signal: AbortSignal,
    pause?: AbortSignal,
  ): Promise<ResultOf<Request>>;
  /** Ends the process; nothing may be run afterwards. */
  close(): Promise<void>;
}
