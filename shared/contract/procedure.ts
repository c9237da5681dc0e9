/** The root of every call: the closed list of errors, each with its sentence in all languages. */
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { errorCodes, type ErrorCode } from '../text/user-facing-error.ts';

// Compiled validators need `new Function`, which the page's Content-Security-Policy forbids; the host keeps to the same.
z.config({ jitless: true });

export const sentence = z.object({ en: z.string(), 'zh-CN': z.string() }).readonly();

const errorData = z.object({ sentence });

const httpStatus = {
  'bad-input': 400,
  'not-found': 404,
  conflict: 409,
  cancelled: 499,
  'disk-full': 507,
  corrupt: 500,
  'out-of-memory': 507,
  'engine-crashed': 502,
  'unsupported-file': 415,
  internal: 500,
} as const satisfies Record<ErrorCode, number>;

type ErrorMap = { readonly [Code in ErrorCode]: { readonly status: number; readonly data: typeof errorData } };

export const callErrors = Object.fromEntries(
  errorCodes.map((code) => [code, { status: httpStatus[code], data: errorData }]),
) as ErrorMap;

export const call = oc.errors(callErrors);
