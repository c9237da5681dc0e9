/** What answers the calls: the parts of the host, and the contract as something to be implemented. */
import { implement, type Implementer, type Router } from '@orpc/server';
import { contract, type Contract } from '#shared/contract/contract.ts';
import type { Engine } from '../../engine-client/engine.ts';
import type { Changes } from '../changes.ts';
import type { Edits } from '../edits.ts';
import type { Grants } from '../grants.ts';
import type { Jobs } from '../jobs.ts';
import type { Log } from '../log.ts';
import type { NotedHeads } from '../noted-heads.ts';
import type { OpenSession } from '../open-session.ts';
import type { PersonFolders } from '../person-folders.ts';
import type { PersonSettings } from '../person-settings.ts';
import type { Transfers } from '../transfers.ts';
import type { CallContext } from '../who-calls.ts';

export interface HostParts {
  readonly version: string;
  readonly remembersProjects: boolean;
  readonly session: OpenSession;
  readonly jobs: Jobs;
  readonly changes: Changes;
  readonly edits: Edits;
  readonly engine: Engine;
  readonly log: Log;
  readonly settings: PersonSettings;
  readonly grants: Grants;
  readonly transfers: Transfers;
  readonly folders: PersonFolders;
  readonly heads: NotedHeads;
}

/** The calls of one subject, answered. */
export type Answers<Subject extends keyof Contract> = Router<Contract[Subject], CallContext>;

/** Typed by name: spelled out, the type is longer than the compiler writes. */
export const calls: Implementer<Contract, CallContext, CallContext> = implement(contract).$context<CallContext>();
