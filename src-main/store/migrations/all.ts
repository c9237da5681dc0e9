import { firstSchema } from './001-first-schema.ts';
import { workspace } from './002-workspace.ts';
import { peopleAndQueue } from './003-people-and-queue.ts';
import { modelRegistry } from './004-model-registry.ts';
import { consensusOfReadings } from './005-consensus.ts';
import { loop } from './006-loop.ts';
import { helpOfModels } from './007-help-of-models.ts';

/** In the order in which they are run; a released one is never changed. `user_version` counts those done. */
export const migrations: readonly string[] = [firstSchema, workspace, peopleAndQueue, modelRegistry, consensusOfReadings, loop, helpOfModels];
