import { annotate } from './annotate.ts';
import { frame } from './frame.ts';
import { work } from './work.ts';

export const en = { frame, annotate, ...work } as const;
