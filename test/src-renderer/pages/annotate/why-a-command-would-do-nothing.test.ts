import { expect, it } from 'vitest';
import { whyNot, type CommandState } from '../../../../src-renderer/pages/annotate/why-not.ts';

const nothing: CommandState = {
  isOpen: true, readOnly: false, reviews: false, canUndo: false, canRedo: false, line: false, draft: false, preview: false, accepting: false, looksBack: false, stroke: false,
  drawsByKeyboard: false, hasPrediction: false, hasModel: false, readsBlind: false, inQueue: false,
};

it('What can be closed or applied can be closed by name, and where there is neither it says so', () => {
  expect(whyNot('outline.close', nothing)).toBe('palette.why.noLine');
  for (const state of [{ line: true }, { draft: true }, { preview: true }]) expect(whyNot('outline.close', { ...nothing, ...state })).toBeNull();
});

it('What can be left can be left by name', () => {
  expect(whyNot('cancel', nothing)).toBe('palette.why.nothingToLeave');
  for (const state of [{ line: true }, { draft: true }, { preview: true }, { accepting: true }, { looksBack: true, readOnly: true }, { stroke: true }, { drawsByKeyboard: true }, { inQueue: true }]) {
    expect(whyNot('cancel', { ...nothing, ...state })).toBeNull();
  }
});

it('Nothing is written while an earlier state is shown, which is told apart from a project that cannot be written', () => {
  const readOnly = { ...nothing, readOnly: true, canUndo: true };
  expect(whyNot('edit.undo', readOnly)).toBe('palette.why.readOnly');
  expect(whyNot('edit.undo', { ...readOnly, looksBack: true })).toBe('history.backFirst');
});

it('Whoever reviews changes no labels, and only they review', () => {
  const reviews = { ...nothing, readOnly: true, reviews: true };
  expect(whyNot('slice.complete', reviews)).toBe('palette.why.reviewing');
  expect(whyNot('review.accept', reviews)).toBeNull();
  expect(whyNot('review.accept', nothing)).toBe('palette.why.onlyReview');
});

it('A layout needs no case, an operation on a whole label does, and what is measured is kept', () => {
  const noCase = { ...nothing, isOpen: false };
  expect(whyNot('views.four', noCase)).toBeNull();
  expect(whyNot('region.split', noCase)).toBe('palette.why.noCase');
  expect(whyNot('measure.angle', { ...nothing, readOnly: true })).toBe('palette.why.readOnly');
  expect(whyNot('measure.angle', nothing)).toBeNull();
});

it('What is done with a slice of the queue is done while the queue is worked on', () => {
  for (const command of ['queue.accept', 'queue.nothing', 'queue.skip'] as const) {
    expect(whyNot(command, nothing)).toBe('palette.why.onlyQueue');
    expect(whyNot(command, { ...nothing, inQueue: true })).toBeNull();
  }
});
