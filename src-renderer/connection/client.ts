/**
 * The page's way to the host: the contract's calls over HTTP. Nothing else of the host is known here,
 * and nothing else of the page knows HTTP.
 */
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/fetch';
import type { ContractRouterClient } from '@orpc/contract';
import type { Contract } from '#shared/contract/contract.ts';
import { authorization } from './token.ts';

/** Of one call. */
export interface CallContext {
  /** Who makes it, where that is not whoever is at the window by now; null: the user of this machine. */
  readonly person?: string | null;
}

export type Client = ContractRouterClient<Contract, CallContext>;

export const client: Client = createORPCClient(new RPCLink<CallContext>({
  url: `${location.origin}/rpc`,
  headers: ({ context }) => authorization(context.person),
}));
