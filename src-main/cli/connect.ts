/**
 * The command line's way to a host: the one that already has the project open, else one of its own in
 * this process. Either way the commands see the same client of the contract.
 */
import { realpath } from 'node:fs/promises';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/fetch';
import type { ContractRouterClient } from '@orpc/contract';
import type { Contract } from '#shared/contract/contract.ts';
import { personHeader } from '#shared/contract/people.ts';
import { findRunningHost, type RunningHost } from '#main/host/running-host.ts';

export type Client = ContractRouterClient<Contract>;

export interface Connection {
  readonly client: Client;
  /** Whether it is another process's host. */
  readonly joined: boolean;
  /** Ends a host of our own, and with it every job; leaves a joined one alone. */
  close(): Promise<void>;
}

/**
 * @param project folder to have open; null: no project is needed
 * @param opens false: where no host has it open, it stays closed
 */
export async function connect(project: string | null, opens = true): Promise<Connection> {
  const running = project === null ? null : await findRunningHost(project);
  const joined = running === null ? null : await join(running);
  if (joined !== null) return joined;
  const { startHost } = await import('#main/host/host.ts');
  const host = startHost({ remembersProjects: false });
  const client = clientOf(host);
  try {
    if (project !== null && opens) await client.project.open({ folder: project });
  } catch (error) {
    await host.close();
    throw error;
  }
  return { client, joined: false, close: () => host.close() };
}

/** Null where nothing answers, or something else does: the file outlived its host, and the port has a new owner. */
async function join({ port, token, folder }: RunningHost): Promise<Connection | null> {
  const client = clientAtDoor(port, token);
  try {
    const current = await client.project.current(undefined, { signal: AbortSignal.timeout(5_000) });
    if (current === null || await realpath(current.folder) !== folder) return null;
  } catch {
    return null;
  }
  return { client, joined: true, close: async () => {} };
}

/** A client straight onto a host in this process; no network is involved. */
export function clientOf(host: { fetch(request: Request): Promise<Response> }): Client {
  return clientOver('http://lamina.invalid', {}, (request) => host.fetch(request));
}

/** @param person in whose name it calls; without one, that of the user of this machine */
export function clientAtDoor(port: number, token: string, person?: string): Client {
  const named = person === undefined ? {} : { [personHeader]: encodeURIComponent(person) };
  return clientOver(`http://127.0.0.1:${port}`, { authorization: `Bearer ${token}`, ...named }, fetch);
}

function clientOver(base: string, headers: Record<string, string>, send: (request: Request) => Promise<Response>): Client {
  return createORPCClient(new RPCLink({ url: `${base}/rpc`, headers, fetch: (request) => send(request) }));
}
