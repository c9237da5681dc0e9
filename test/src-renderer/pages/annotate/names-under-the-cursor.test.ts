import { createPinia, setActivePinia } from 'pinia';
import { expect, it, vi } from 'vitest';
import { shallowRef } from 'vue';
import type { LabelTable } from '#shared/labels/label-table.ts';
import type { Vec3 } from '#shared/geometry/volume-geometry.ts';
import { tableShown } from '../../../../src-renderer/pages/annotate/labels-shown.ts';
import type { OpenCase } from '../../../../src-renderer/pages/annotate/open-case.ts';
import { readUnderCursor } from '../../../../src-renderer/pages/annotate/under-cursor.ts';
import { caseInMemory } from './a-page.ts';

vi.mock('../../../../src-renderer/connection/client.ts', () => ({ client: {} }));

it('The label under the cursor is the one that is seen there, by the name that it has where it is seen', () => {
  setActivePinia(createPinia());
  const size: Vec3 = [4, 3, 2];
  const all = (label: number): Uint8Array => new Uint8Array(24).fill(label);
  const opened = { ...caseInMemory(size, new Int16Array(24), all(1)).value!, earlier: shallowRef(null), images: { second: shallowRef(null), moment: shallowRef(null) } } as unknown as OpenCase;
  const named = (...names: readonly string[]): LabelTable => names.map((name, at) => ({ index: at + 1, value: at + 1, name, colour: '#e69f00', locked: false }) as unknown as LabelTable[number]);
  const project = named('liver');
  const seen = () => {
    const under = readUnderCursor(opened, [1, 1, 1])!;
    return tableShown(opened, project).find(({ index }) => index === under.label)?.name;
  };
  expect(seen()).toBe('liver');
  // Islands that would get labels of their own.
  opened.previewed.value = all(2);
  opened.previewedTable.value = named('liver', 'liver 2');
  expect(seen()).toBe('liver 2');
  // A label that was removed since.
  opened.earlier.value = { edit: 1 as unknown as NonNullable<OpenCase['earlier']['value']>['edit'], labels: all(3), table: named('liver', 'spleen', 'kidney') };
  expect(seen()).toBe('kidney');
});
