/** A line to the debugger that Chromium and Node both offer: evaluates expressions there. Knows nothing of what is tested. */

interface Reply {
  readonly id?: number;
  readonly error?: { readonly message: string };
  readonly result?: Record<string, unknown>;
}

interface Evaluated {
  readonly result: { readonly value?: unknown };
  readonly exceptionDetails?: { readonly text: string; readonly exception?: { readonly description?: string } };
}

export interface Debugger {
  call(method: string, parameters?: Record<string, unknown>): Promise<Record<string, unknown>>;
  /** The value of an expression, awaited. @throws what it threw there */
  evaluate<Value = unknown>(expression: string): Promise<Value>;
  close(): void;
}

export async function attach(address: string): Promise<Debugger> {
  const socket = new WebSocket(address);
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve, { once: true });
    socket.addEventListener('error', () => reject(new Error(`no debugger at ${address}`)), { once: true });
  });
  let last = 0;
  const waiting = new Map<number, { resolve: (result: Record<string, unknown>) => void; reject: (error: Error) => void }>();
  socket.addEventListener('message', ({ data }) => {
    const { id, error, result } = JSON.parse(String(data)) as Reply;
    const call = id === undefined ? undefined : waiting.get(id);
    if (call === undefined) return;
    waiting.delete(id!);
    if (error === undefined) call.resolve(result ?? {});
    else call.reject(new Error(error.message));
  });
  socket.addEventListener('close', () => {
    for (const { reject } of waiting.values()) reject(new Error('the debugger has gone'));
    waiting.clear();
  });
  const call: Debugger['call'] = (method, params = {}) => new Promise((resolve, reject) => {
    waiting.set(++last, { resolve, reject });
    socket.send(JSON.stringify({ id: last, method, params }));
  });
  return {
    call,
    async evaluate<Value>(expression: string) {
      // In Node's main script the command line's own `require` is the only way to Electron.
      const { result, exceptionDetails } = (await call('Runtime.evaluate', {
        expression: `(async () => (${expression}))()`, awaitPromise: true, returnByValue: true, includeCommandLineAPI: true,
      })) as unknown as Evaluated;
      if (exceptionDetails !== undefined) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
      return result.value as Value;
    },
    close: () => socket.close(),
  };
}
