/**
 * Who is at the window. There are no passwords: a name says who did what, it keeps nobody out. Each request names its person in
 * a header; one that names nobody is made by the user of this machine.
 */
import { z } from 'zod';
import { call } from './procedure.ts';

/** The name, percent-encoded (`encodeURIComponent`). */
export const personHeader = 'lamina-person';
/** A browser's WebSocket can be given no header: there the encoded name goes along as a protocol that begins so, with `'()` encoded as well. */
export const personProtocol = 'lamina-person.';

export const person = z.object({ id: z.string(), name: z.string() });

export const peopleContract = {
  /** Whoever has done something in the open project, or signed in to it. */
  list: call.output(z.array(person)),
  /** Who makes this request, as the project knows them. */
  current: call.output(z.object({ name: z.string() })),
  /**
   * Makes a person known to the open project, or finds them: letters' case makes no difference. The name that it answers with is
   * what the window names in its requests from then on. @throws `bad-input` for what is no name
   */
  signIn: call.input(z.object({ name: z.string().max(1000) })).output(person),
};
