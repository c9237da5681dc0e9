/** A plan as text that people read and write. Pure. */
import type { Plan } from '#shared/learning/plan.ts';

export interface Unreadable {
  readonly kind: 'unreadable';
  /** Where it stops being JSON, from 1; null where that is not known. */
  readonly line: number | null;
}

export type Written = Unreadable | { readonly kind: 'plan'; readonly parts: Readonly<Record<string, unknown>> };

/** Lists of numbers stay on one line. */
export function writePlan(plan: Plan): string {
  return JSON.stringify(plan, null, 2).replace(/\[[^[\]{}"]*\]/g, (list) => list.replace(/\s+/g, ' ').replace('[ ', '[').replace(' ]', ']'));
}

export function readWritten(text: string): Written {
  try {
    const parts: unknown = JSON.parse(text);
    if (typeof parts !== 'object' || parts === null || Array.isArray(parts)) return { kind: 'unreadable', line: 1 };
    return { kind: 'plan', parts: parts as Record<string, unknown> };
  } catch (error) {
    return { kind: 'unreadable', line: lineOf(String(error), text) };
  }
}

/** The engine says the line, or how many characters stand before it, or nothing. */
function lineOf(message: string, text: string): number | null {
  const line = /line (\d+)/.exec(message)?.[1];
  if (line !== undefined) return Number(line);
  const position = /position (\d+)/.exec(message)?.[1];
  if (position !== undefined) return text.slice(0, Number(position)).split('\n').length;
  return /end of JSON/.test(message) ? text.split('\n').length : null;
}
