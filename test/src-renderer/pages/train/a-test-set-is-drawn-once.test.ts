import { createPinia, setActivePinia } from 'pinia';
import { expect, it, vi } from 'vitest';
import type { TestSetInfo } from '#shared/contract/test-set.ts';
import { en } from '../../../../src-renderer/locales/en/en.ts';
import { zhCN } from '../../../../src-renderer/locales/zh-CN/zh-cn.ts';
import { useTestSet } from '../../../../src-renderer/pages/train/use-test-set.ts';
import { useConfirmation } from '../../../../src-renderer/stores/confirmation.ts';
import { useToasts } from '../../../../src-renderer/stores/toasts.ts';
import { useWorkplace } from '../../../../src-renderer/stores/workplace.ts';
import { hostInTest, type HostInTest } from '../../../src-main/host/host-in-test.ts';
import { writeBalls } from '../../../src-main/tiny-nifti.ts';
import { onAPage } from '../annotate/a-page.ts';

const line = vi.hoisted(() => ({ drawings: 0, client: null as HostInTest['client'] | null }));
vi.mock('../../../../src-renderer/connection/client.ts', () => ({
  client: { loop: { testSlices: () => line.client!.loop.testSlices() }, training: {
    testSet: () => line.client!.training.testSet(),
    drawTestSet: (options: object) => {
      line.drawings++;
      return line.client!.training.drawTestSet(options);
    },
  } },
}));

/** The card of a project, as it stands on the page once the host has answered. */
async function cardOf(place: HostInTest): Promise<ReturnType<typeof useTestSet>> {
  [line.client, line.drawings] = [place.client, 0];
  setActivePinia(createPinia());
  useWorkplace().project = { id: 'project', readOnly: null } as never;
  const card = onAPage(useTestSet);
  await expect.poll(() => card.testSet.value).not.toBeNull();
  return card;
}

async function withPatients(count: number): Promise<HostInTest> {
  const place = await hostInTest();
  await place.run(place.client.cases.import({ paths: [writeBalls(place.folder, count).images], modality: 'mr' }));
  return place;
}

const drawnIn = ({ testSet }: ReturnType<typeof useTestSet>): readonly string[] | undefined => testSet.value?.drawn?.patients;

it('The offer draws a test set once, after it was said that it is for ever, and then there is none any more', async () => {
  const place = await withPatients(12);
  const card = await cardOf(place);
  // A fifth of the patients, five at least.
  expect(card.testSet.value).toMatchObject({ drawn: null, offer: 5, patients: 12, obstacle: null } satisfies Partial<TestSetInfo>);
  const confirmation = useConfirmation();

  const declined = card.draw(5);
  expect(confirmation.question).toMatchObject({ title: 'splits.sure', text: 'splits.sureText', values: { n: 5 } });
  expect([en.splits.sureText, zhCN.splits.sureText]).toEqual([expect.stringContaining('set aside for ever'), expect.stringContaining('永久')]);
  confirmation.answer(false);
  await declined;
  expect([line.drawings, drawnIn(card)]).toEqual([0, undefined]);

  // Pressed twice, it asks once and draws once.
  const pressed = [card.draw(5), card.draw(5)];
  confirmation.answer(true);
  await Promise.all(pressed);
  const patients = drawnIn(card);
  expect([line.drawings, patients?.length, card.testSet.value?.offer, card.drawing.value]).toEqual([1, 5, null, false]);
  expect((await place.client.training.testSet()).drawn?.patients).toEqual(patients);

  // Who comes later joins nothing, and another window that still offers is told why not.
  await place.run(place.client.cases.import({ paths: [writeBalls(place.folder, 14).images], modality: 'mr' }));
  const late = card.draw(5);
  confirmation.answer(true);
  await late;
  expect([drawnIn(card), useToasts().past.map(({ kind }) => kind)]).toEqual([patients, ['failed']]);
  expect((await cardOf(place)).testSet.value).toMatchObject({ drawn: { patients }, offer: null });
});

it('Where it cannot be drawn the reason stands in its place, until there are patients enough', async () => {
  const place = await withPatients(9);
  const card = await cardOf(place);
  expect(card.testSet.value).toMatchObject({ drawn: null, offer: null, obstacle: { en: expect.stringContaining('10') as string } });
  await place.run(place.client.cases.import({ paths: [writeBalls(place.folder, 10).images], modality: 'mr' }));
  useWorkplace().$patch({ readiness: await place.client.training.readiness() });
  await expect.poll(() => card.testSet.value?.offer).toBe(5);
});
