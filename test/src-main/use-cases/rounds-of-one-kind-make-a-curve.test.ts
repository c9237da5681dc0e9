import { expect, it } from 'vitest';
import { effortOf } from '#main/use-cases/loop-rounds.ts';
import type { Round } from '#shared/contract/loop.ts';

const round = (slices: number, kind: Round['validation']['kind'], dice: number, active = false): Round =>
  ({ slices, minutes: slices / 2, start: 'cold', active, validation: { kind, patients: 5, dice } }) as unknown as Round;

it('first rounds that slabs judged say nothing of later ones that patients judge', () => {
  // On any curve through all five Dice falls: nothing could be told but that more labels hardly help.
  const first = [round(20, 'slabs', 0.9), round(40, 'slabs', 0.92)];
  const later = [round(80, 'patients', 0.8), round(160, 'patients', 0.84), round(320, 'patients', 0.87, true)];
  expect(effortOf([...first, ...later], 0.91).slices).toMatchObject({ outcome: 'cannot-be-told-yet', rounds: 3 });
  expect(effortOf([...first, ...later, round(640, 'patients', 0.885)], 0.89)).toEqual(effortOf([...later, round(640, 'patients', 0.885)], 0.89));
  expect(effortOf([...first, ...later, round(640, 'patients', 0.885)], 0.89).slices.outcome).toBe('estimated');
});

it('a wanted Dice is reached by the model in use, not by one that was held back', () => {
  const rounds = [round(80, 'patients', 0.86, true), round(160, 'patients', 0.91)];
  expect(effortOf(rounds, 0.9).slices.outcome).toBe('cannot-be-told-yet');
  expect(effortOf(rounds, 0.85).slices.outcome).toBe('reached');
  // Judged in another way it reaches nothing.
  expect(effortOf([round(80, 'slabs', 0.95, true), round(160, 'patients', 0.8)], 0.9).slices.outcome).toBe('cannot-be-told-yet');
});
