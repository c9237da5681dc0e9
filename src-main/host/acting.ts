/** Who a call acts for, for whatever it does and starts: jobs, too, run in the name of whoever asked for them. */
import { AsyncLocalStorage } from 'node:async_hooks';

const acting = new AsyncLocalStorage<string>();

export function actFor<Result>(person: string, work: () => Result): Result {
  return acting.run(person, work);
}

/** Null where nobody asked: the program does it by itself. */
export function whoActs(): string | null {
  return acting.getStore() ?? null;
}
