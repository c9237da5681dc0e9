import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchScore } from '../../../src-renderer/components/palette/match-score.ts';
import { foundItems } from '../../../src-renderer/components/palette/found-items.ts';
import type { PaletteItem } from '../../../src-renderer/components/palette/palette-items.ts';

const item = (text: string, change: Partial<PaletteItem> = {}): PaletteItem =>
  ({ id: text, kind: 'command', text, alsoCalled: [], keys: [], whyNot: null, run: () => undefined, ...change });
const names = (query: string, few: readonly PaletteItem[], cases: readonly PaletteItem[] = [], recent: readonly string[] = []): string[] =>
  foundItems(query, few, cases, recent).map(({ text }) => text);

describe('what was typed', () => {
  it.each([
    ['undo', 'Undo'],
    ['next sl', 'Next slice'],
    ['slice next', 'Next slice'],
    ['nsl', 'Next slice with labels'],
    ['brsh', 'Smaller brush'],
    ['撤销', '撤销'],
    ['切片完成', '切片完成并转到下一层'],
    ['cafe', 'Café study'],
    ['SUB-012', 'sub-012_organs'],
  ])('%s finds %s', (query, text) => {
    expect(matchScore(query, text)).not.toBeNull();
  });

  it.each([['undo', 'Redo'], ['brush lasso', 'Brush'], ['zzz', 'Zoom in'], ['下一层', '撤销'], ['sub-42', 'sub-402']])('%s does not find %s', (query, text) => {
    expect(matchScore(query, text)).toBeNull();
  });

  it('fits better the more of whole words and beginnings it has', () => {
    const all = ['Redo the brush', 'Larger brush', 'Brush', 'Brush to the left', 'Airbrush'].map((text) => item(text));
    expect(names('brush', all)).toEqual(['Brush', 'Brush to the left', 'Larger brush', 'Redo the brush', 'Airbrush']);
  });

  it('finds every text by itself, and by any part of it', () => {
    fc.assert(fc.property(fc.string({ minLength: 1, maxLength: 30 }).filter((text) => /^[\w -]+$/.test(text) && text.trim() !== ''), fc.nat(), fc.nat(), (text, from, length) => {
      expect(matchScore(text, text)).not.toBeNull();
      const [word] = text.trim().split(/\s+/);
      const part = word!.slice(from % word!.length, (from % word!.length) + 1 + (length % word!.length));
      expect(matchScore(part, text)).not.toBeNull();
    }));
  });
});

describe('the list', () => {
  it('finds in both languages, its own first', () => {
    const few = [item('撤销', { alsoCalled: ['Undo it'] }), item('Undo it')];
    expect(names('undo', few)).toEqual(['Undo it', '撤销']);
    expect(names('撤销', few)).toEqual(['撤销']);
  });

  it('shows cases only for what is typed, and the latest first where nothing is', () => {
    const few = [item('Brush'), item('Eraser'), item('Undo', { whyNot: 'There is nothing to undo.' })];
    const cases = [item('brush_case_1', { kind: 'case' })];
    expect(names('', few, cases, ['Eraser', 'Undo'])).toEqual(['Eraser', 'Brush', 'Undo']);
    expect(names('brush', few, cases)).toEqual(['Brush', 'brush_case_1']);
  });

  it('puts what cannot be done now behind what fits as well, and shows it all the same', () => {
    const few = [item('Slice complete', { whyNot: 'Open a case first.' }), item('Slice header')];
    expect(names('slice', few)).toEqual(['Slice header', 'Slice complete']);
  });

  it('of ten thousand cases is short', () => {
    const cases = Array.from({ length: 10_000 }, (_, at) => item(`sub-${String(at).padStart(5, '0')}`, { kind: 'case' }));
    expect(names('sub-0420', [], cases)).toHaveLength(10);
    expect(names('sub', [], cases)).toHaveLength(60);
  });
});
