/** Values of a plan as text, and back. Pure. */
import type { NetworkLevel } from '#shared/learning/plan.ts';
import { numberOf } from '../../components/form/number-of.ts';
import type { PlanField } from './plan-fields.ts';

export type TypedKind = Extract<PlanField['kind'], 'number' | 'optional' | 'lengths' | 'filters'>;

/** More digits than anybody would type. */
const digits = 6;

export function shownValue(kind: TypedKind, value: unknown): string {
  switch (kind) {
    case 'number':
    case 'optional': return typeof value === 'number' ? shownNumber(value) : '';
    case 'lengths': return isList(value) ? value.map((one) => shownNumber(Number(one))).join(', ') : '';
    case 'filters': return levelsOf(value).map(({ filters }) => shownNumber(filters)).join(', ');
  }
}

/**
 * What is no number becomes `NaN`.
 * @param before the value that the field had: levels are more than their filters
 */
export function typedValue(kind: TypedKind, text: string, before: unknown): unknown {
  switch (kind) {
    case 'number': return numberOf(text);
    case 'optional': return text.trim() === '' ? null : numberOf(text);
    case 'lengths': return numbersOf(text);
    case 'filters': return withFilters(levelsOf(before), numbersOf(text));
  }
}

/** Levels that are added are like the deepest. */
function withFilters(levels: readonly NetworkLevel[], filters: readonly number[]): readonly NetworkLevel[] {
  return filters.flatMap((width, place) => {
    const level = levels[place] ?? levels.at(-1);
    return level === undefined ? [] : [{ ...level, filters: width }];
  });
}

function numbersOf(text: string): number[] {
  return text.split(/[\s,;×x，、]+/i).filter((one) => one !== '').map(numberOf);
}

function shownNumber(value: number): string {
  return Number.isNaN(value) ? '' : String(Number(value.toPrecision(digits)));
}

function levelsOf(value: unknown): readonly NetworkLevel[] {
  return isList(value) ? value as readonly NetworkLevel[] : [];
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}
