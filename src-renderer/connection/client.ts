/**
 * The page's way to the host: the contract's calls over HTTP. Nothing else of the host is known here,
 * and nothing else of the page knows HTTP.
 */
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/fetch';
import type { ContractRouterClient } from '@orpc/contract';
import type { Contract } from '#shared/contract/contract.ts';
import { authorization } from './token.ts';

export type Client = ContractRouterClient<Contract>;

export const client: Client = createORPCClient(new RPCLink({
  url: `${location.origin}/rpc`,
  headers: authorization,
}));
