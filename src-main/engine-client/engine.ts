/**
 * The engine as the use cases see it. The real one (`launch-engine.ts`) is a child process that is
 * started when first needed, watched, killed and started again; tests of use cases give a fake one.
 */
import type { EngineEvent, EngineRequest, ResultOf } from './protocol.ts';

export interface Engine {
  /**
   * Runs one request; requests wait for each other. An abort is first asked for between two batches;
   * after a grace period the process is killed, and the next request starts a new one.
   * @throws UserFacingError `cancelled` after an abort, `engine-crashed` where the process died (the
   *   next request starts a new one), or what the engine said
   */
  run<Request extends EngineRequest>(
    request: Request,
    onEvent: (event: EngineEvent) => void,
    signal: AbortSignal,
  ): Promise<ResultOf<Request>>;
  /** Ends the process; nothing may be run afterwards. */
  close(): Promise<void>;
}
