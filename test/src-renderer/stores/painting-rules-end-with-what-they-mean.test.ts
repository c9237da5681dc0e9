import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, expect, it, vi } from 'vitest';
import { nextTick } from 'vue';
import type { ProjectInfo } from '#shared/contract/project.ts';
import { useAnnotating } from '../../../src-renderer/stores/annotating.ts';
import { useWorkplace } from '../../../src-renderer/stores/workplace.ts';

vi.mock('../../../src-renderer/connection/client.ts', () => ({ client: {} }));

const label = (index: number) => ({ index, value: index, name: `label ${index}`, colour: '#e69f00', code: null, locked: false, opacity: 1, visible: true, visibleIn3d: true });
const range = { lowest: -100, highest: 300 };

beforeEach(() => {
  setActivePinia(createPinia());
  const workplace = useWorkplace();
  workplace.project = { id: 'one' } as unknown as ProjectInfo;
  workplace.labelTable = [label(1), label(2)];
});

it('Only over a label means nothing once that label is gone, and stays while it only changes', async () => {
  const annotating = useAnnotating();
  const workplace = useWorkplace();
  annotating.paintOver = { label: 2 };
  workplace.labelTable = [label(1), { ...label(2), name: 'spleen' }];
  await nextTick();
  expect(annotating.paintOver).toEqual({ label: 2 });
  workplace.labelTable = [label(1)];
  await nextTick();
  expect(annotating.paintOver).toBe('everything');
});

it('Rules of one project hold for no other', async () => {
  const annotating = useAnnotating();
  annotating.takeModality('ct');
  [annotating.paintOver, annotating.gate] = ['background', range];
  useWorkplace().project = { id: 'another' } as unknown as ProjectInfo;
  await nextTick();
  expect([annotating.paintOver, annotating.gate]).toEqual(['everything', null]);
});

it('A range of values holds for images of its kind, one after the other', () => {
  const annotating = useAnnotating();
  annotating.takeModality('ct');
  [annotating.paintOver, annotating.gate] = ['background', range];
  annotating.takeModality('ct');
  expect(annotating.gate).toEqual(range);
  annotating.takeModality('mr');
  expect([annotating.paintOver, annotating.gate]).toEqual(['background', null]);
});
