/** An edit of the history in words: which tool, when, and what it changed. Knows nothing of how it is listed. */
import type { HistoryLine } from '#shared/contract/labels.ts';
import type { AxisIndex, Vec3 } from '#shared/geometry/volume-geometry.ts';
import { history } from '../../locales/en/history.ts';
import { regions } from '../../locales/en/regions.ts';
import type { useWords, Word } from '../../locales/use-words.ts';
import type { ShownCase } from '../../pages/annotate/actions.ts';
import { planeWord } from '../../pages/annotate/plane-word.ts';

type Words = ReturnType<typeof useWords>;

const has = <Tree extends object>(tree: Tree, name: string): name is keyof Tree & string => Object.hasOwn(tree, name);

/** Tools that this version does not know, of a newer one or of a script, are called an edit. */
export function toolWord(tool: string): Word {
  if (has(history.tools, tool)) return `history.tools.${tool}`;
  if (has(regions.kinds, tool)) return `regions.kinds.${tool}`;
  return 'history.tools.other';
}

/** With seconds: strokes follow each other fast. */
export function exactTime(iso: string, language: string): string {
  return new Date(iso).toLocaleString(language, { dateStyle: 'medium', timeStyle: 'medium' });
}

const units = [['day', 86_400], ['hour', 3600], ['minute', 60]] as const;

/** As a person would say it. @returns null for what has just been */
export function relativeTime(iso: string, nowMs: number, language: string): string | null {
  const seconds = (nowMs - Date.parse(iso)) / 1000;
  const [unit, length] = units.find(([, long]) => seconds >= long) ?? [null, 1];
  if (unit === null) return null;
  return new Intl.RelativeTimeFormat(language, { numeric: 'always', style: 'short' }).format(-Math.floor(seconds / length), unit);
}

/** Of the same day its time is enough. */
function timeSeenFrom(iso: string, from: string, language: string): string {
  const [then, now] = [new Date(iso), new Date(from)];
  return then.toDateString() === now.toDateString() ? then.toLocaleTimeString(language, { timeStyle: 'medium' }) : exactTime(iso, language);
}

/** What was done: an undo says of what, and a restore to when. */
export function deedOf({ tool, about, madeAt }: HistoryLine, { t, language }: Words): string {
  if (about === null) return t(toolWord(tool));
  if (tool === 'restore') return t('history.restored', { time: timeSeenFrom(about.madeAt, madeAt, language.value) });
  return t(about.again ? 'history.redo' : 'history.undo', { tool: t(toolWord(about.tool)) });
}

/** Slices are restored along the axis that they are marked on, whichever plane is shown. */
export function restoreSliceWords({ info: { sliceAxis }, planes }: Pick<ShownCase, 'info' | 'planes'>, { axis, position }: { readonly axis: AxisIndex; readonly position: Vec3 }, { t }: Words): string {
  if (axis === sliceAxis) return t('history.restoreSlice');
  return t('history.restoreSliceOf', { plane: planeWord(t, planes[sliceAxis]), n: position[sliceAxis] + 1 });
}

/** Slices are counted from one, as everywhere on the page. */
export function changeOf({ slices, firstSlice, lastSlice, voxels }: HistoryLine, { t, counted, amount }: Words): string {
  if (firstSlice === null || lastSlice === null) return t('history.slices.none');
  const [first, last] = [firstSlice + 1, lastSlice + 1];
  const which = slices === 1
    ? t('history.slices.one', { n: first })
    : t(slices === last - first + 1 ? 'history.slices.range' : 'history.slices.some', { first, last, count: amount(slices) });
  return counted('history.voxels', voxels, { slices: which, count: amount(voxels) });
}
