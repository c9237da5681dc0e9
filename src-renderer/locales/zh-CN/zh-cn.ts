import type { en } from '../en/en.ts';
import type { Words } from '../words.ts';
import { annotate } from './annotate.ts';
import { frame } from './frame.ts';
import { work } from './work.ts';

export const zhCN: Words<typeof en> = { frame, annotate, ...work };
