/**
 * Messages that programs out there send and get: while they are accepted, those programs work. A change
 * of the contract that breaks one shows here, and is then a decision. New calls bring their message.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { contract } from '#shared/contract/contract.ts';
import { callErrors } from '#shared/contract/procedure.ts';
import { errorCodes } from '#shared/text/user-facing-error.ts';
import { hostInTest } from '../src-main/host/host-in-test.ts';

const read = (name: string): unknown => JSON.parse(readFileSync(path.join(import.meta.dirname, name), 'utf8'));
const golden = read('golden-messages.json') as Record<string, { input?: unknown; output?: unknown }>;
const refused = read('refused-messages.json') as { call: string; input: unknown; why: string }[];

interface Definition { readonly inputSchema?: z.ZodType; readonly outputSchema?: z.ZodType }
const calls = new Map<string, Definition>(Object.entries(contract).flatMap(([subject, of]) =>
  Object.entries(of).map(([name, call]): [string, Definition] => [`${subject}.${name}`, (call as unknown as { '~orpc': Definition })['~orpc']])));

describe('the contract', () => {
  it('has a golden message for each call, and none for a call that is gone', () => {
    expect(Object.keys(golden).sort()).toEqual([...calls.keys()].sort());
  });

  it.each(Object.entries(golden))('accepts the golden messages of %s', (name, { input, output }) => {
    const { inputSchema, outputSchema } = calls.get(name)!;
    expect(inputSchema === undefined).toBe(input === undefined);
    if (inputSchema !== undefined) expect(inputSchema.parse(input)).toMatchObject(input as object);
    // An event stream's schema is no schema of one message.
    if (outputSchema !== undefined && name !== 'jobs.events') expect(outputSchema.parse(output)).toEqual(output);
  });

  it.each(refused.map(({ call, why, input }) => [call, why, input] as const))('refuses for %s: %s', (call, _why, input) => {
    expect(calls.get(call)!.inputSchema!.safeParse(input).success).toBe(false);
  });

  it('has an HTTP status for every code of failure, and the same form for all', () => {
    expect(Object.keys(callErrors).sort()).toEqual([...errorCodes].sort());
    for (const { status, data } of Object.values(callErrors)) {
      expect(status).toBeGreaterThanOrEqual(400);
      expect(data.safeParse({ sentence: { en: 'No.', 'zh-CN': '不。' } }).success).toBe(true);
      expect(data.safeParse({ sentence: { en: 'No.' } }).success).toBe(false);
    }
  });
});

describe('the host', () => {
  it('answers every refused message as bad input, in both languages, before any use case sees it', async () => {
    const { host, engine } = await hostInTest();
    for (const { call, input } of refused) {
      const reply = await host.fetch(new Request(`http://lamina.invalid/rpc/${call.replace('.', '/')}`, {
        method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ json: input }),
      }));
      const { json } = await reply.json() as { json: { code: string; defined: boolean; data: { sentence: { en: string; 'zh-CN': string } } } };
      expect({ call, status: reply.status, code: json.code, defined: json.defined }).toEqual({ call, status: 400, code: 'bad-input', defined: true });
      expect(json.data.sentence.en).toMatch(/^This was not accepted: /);
      expect(json.data.sentence['zh-CN']).toMatch(/^输入未被接受：.*[\u4e00-\u9fff]/);
    }
    expect(engine.requests).toEqual([]);
  });

  it('answers a message that is no message without falling over', async () => {
    const { host } = await hostInTest({ project: false });
    const send = (body: string): Promise<Response> =>
      host.fetch(new Request('http://lamina.invalid/rpc/cases/get', { method: 'POST', headers: { 'content-type': 'application/json' }, body }));
    for (const body of ['{', 'null', '[]', '"x"', '{"json":{"__proto__":{"id":1}}}']) {
      expect((await send(body)).status).toBeGreaterThanOrEqual(400);
    }
    expect((await host.fetch(new Request('http://lamina.invalid/rpc/cases/burn', { method: 'POST', body: '{}' }))).status).toBe(404);
    expect((await host.fetch(new Request('http://lamina.invalid/rpc/__proto__/toString', { method: 'POST', body: '{}' }))).status).toBe(404);
  });
});
