/** Pictures of the loop, and of several people in it: of the example project with a model that was trained for it. */
import { randomUUID } from 'node:crypto';
import type { Locator, Page } from 'playwright-core';
import { drawPhantom } from '#shared/example/phantom.ts';
import { collectEdit } from '#shared/labels/edit.ts';
import type { Client } from '#main/cli/connect.ts';
import type { CaseInfo } from '#shared/contract/cases.ts';
import { goToSlice, openCase, picture, pointTo, shownSlice } from './annotate-page.ts';
import type { ServedHost } from './served-host.ts';

export const [annotator, reviewer, third] = ['Reader 1', 'Reader 2', 'Reader 3'] as const;
/** Of the case that is read three times. */
const readSlices = Array.from({ length: 10 }, (_, at) => at + 7);
const returned = 9;

type Labels = Uint8Array<ArrayBuffer>;
/** As they are: i fastest. */
export const drawnOf = ({ name }: CaseInfo): Labels => drawPhantom('organs', 1, Number(/\d+/.exec(name)![0]) - 1).labels as Labels;
const slicesOf = (info: CaseInfo): number[] => Array.from({ length: info.slices }, (_, slice) => slice);

/** Somebody who draws a voxel to the right of everybody else. */
const shifted = (labels: Labels): Labels => labels.map((_, at) => labels[at - 1] ?? 0);
/** Somebody who draws everything a little thin, and of the tube every second slice. */
const thin = (labels: Labels, [ni, nj]: readonly number[]): Labels => labels.map((label, at) =>
  (label === 3 && Math.floor(at / (ni! * nj!)) % 2 === 0) || [-1, ni!].some((step) => labels[at + step] !== label) ? 0 : label);

/** Lays slices on labels of the person's own where nothing is yet, and calls them complete. */
export async function label(client: Client, info: CaseInfo, drawn: Labels, slices: readonly number[]): Promise<string> {
  const { labelmapId, heads } = await client.labels.open({ caseId: info.id });
  const size = info.images[0]!.size;
  const wanted = drawn.map((value, at) => (slices.includes(Math.floor(at / (size[0] * size[1]))) ? value : 0));
  const tiles = collectEdit(wanted, size, () => undefined).filter(({ k, tile }) => !heads.some((head) => head.k === k && head.tile === tile))
    .map(({ runs, ...address }) => ({ ...address, expected: null, runs: Buffer.from(runs).toString('base64') }));
  if (tiles.length > 0) await client.labels.commit({ id: randomUUID(), labelmapId, tool: 'brush', tiles });
  await client.labels.mark({ labelmapId, slices: [...slices], state: 'complete' });
  return labelmapId;
}

export async function signIn(page: Page, name: string): Promise<void> {
  await page.getByTestId('person').click();
  await page.getByRole('textbox', { name: 'Sign in by name' }).fill(name);
  await page.keyboard.press('Enter');
  await page.getByTestId('person').filter({ hasText: name }).waitFor();
}

/** One case is read by three, another is reviewed; as far as neither was done before. */
async function readAndReview(host: ServedHost, read: CaseInfo, judged: CaseInfo): Promise<void> {
  if ((await host.client.secondReadings.list()).length > 0) return;
  const drawn = drawnOf(read);
  await label(host.as(annotator), read, drawn, readSlices);
  for (const [person, seen] of [[reviewer, shifted(drawn)], [third, thin(drawn, read.images[0]!.size)]] as const) {
    const { id } = await host.as(annotator).secondReadings.plan({ caseId: read.id, annotator: person, slices: readSlices });
    await label(host.as(person), read, seen, readSlices);
    await host.as(person).secondReadings.finish({ id });
  }
  const labelmapId = await label(host.as(annotator), judged, drawnOf(judged), slicesOf(judged)) as never;
  await host.as(reviewer).reviews.accept({ labelmapId, slices: slicesOf(judged).slice(0, returned) });
  // At the rim of the largest organ there.
  const [ni, nj] = judged.images[0]!.size;
  const at = drawnOf(judged).subarray(ni * nj * returned, ni * nj * (returned + 1)).indexOf(1);
  await host.as(reviewer).reviews.return({
    labelmapId, slices: [returned], pins: [{ voxel: [at % ni, Math.floor(at / ni), returned], labelIndex: 1, severity: 'major', text: 'The organ reaches further here.' }],
  });
}

type Keep = (name: string) => Promise<void>;
interface Scene {
  readonly page: Page;
  readonly named: (name: string) => CaseInfo;
  /** The window as it is, with nothing in focus and the pointer out of the way. */
  readonly quietly: Keep;
  readonly keep: Keep;
}
const toPage = (page: Page, name: string): Promise<void> => page.getByRole('navigation').getByRole('link', { name, exact: true }).click();
const panelOf = async (page: Page, name: string): Promise<Locator> => {
  const panel = page.getByRole('region', { name, exact: true });
  // What is written as text is not called with the element.
  await panel.evaluate((part) => { (part as unknown as { scrollIntoView(): void }).scrollIntoView(); });
  return panel;
};

/** Each by itself: in whatever state the one before has left the window. */
export const scenes: Readonly<Record<string, (scene: Scene) => Promise<void>>> = {
  async model({ page, quietly }) {
    await toPage(page, 'Train');
    // A training that has just ended shows itself; the model is told of where it is chosen.
    await page.getByText(/^unet-2d 20/).first().click();
    await page.getByRole('region', { name: 'This model' }).getByText('Snapshot').waitFor();
    await panelOf(page, 'This model');
    await quietly('model-card');
  },
  async queue({ page, quietly }) {
    await toPage(page, 'Annotate');
    await page.getByTestId('next-slice').click();
    const strip = page.getByTestId('queue');
    await strip.getByRole('button', { name: /^Accept/ }).waitFor();
    await picture(page).waitFor();
    // One in the midst of the organs.
    for (let skipped = 0; skipped < 8 && Math.abs(await shownSlice(page) - 11) > 5; skipped += 1) {
      const now = await strip.getByRole('status').innerText();
      await page.keyboard.press('s');
      await strip.getByRole('status').filter({ hasNotText: now.split('\n')[0]! }).waitFor();
      await page.waitForTimeout(1500);
    }
    await quietly('queue');
    await strip.getByRole('button', { name: 'Stop working through the queue' }).click();
  },
  async insight({ page, named, keep, quietly }) {
    await openCase(page, named('sub-010'));
    await goToSlice(page, 11);
    await page.keyboard.press('u');
    await page.getByTestId('map-legend').waitFor();
    const panel = await panelOf(page, 'What the model sees');
    await pointTo(page, [60, -60]);
    await keep('uncertainty');
    await panel.getByRole('radio', { name: /^Explanation/ }).check();
    await panel.getByRole('button', { name: /^Explain “/ }).click();
    await page.getByTestId('map-legend').filter({ hasText: /xplanation/ }).waitFor();
    await panelOf(page, 'What the model sees');
    await quietly('explanation');
    await panel.getByRole('radio', { name: 'None' }).check();
  },
  async readings({ page, quietly }) {
    await toPage(page, 'Readings');
    await page.getByTestId('agreement').getByRole('row').nth(1).waitFor();
    await quietly('readings');
    await page.getByRole('link', { name: 'Show where they differ' }).click();
    await page.getByTestId('reading-bar').getByText(/voxels differ/).waitFor();
    await picture(page).waitFor();
    await page.keyboard.press('j');
    await quietly('readings-differ');
  },
  async review({ page, named, quietly }) {
    await signIn(page, reviewer);
    await toPage(page, 'Review');
    const link = page.getByRole('link', { name: `Review ${named('sub-008').name} by ${annotator}` });
    await link.waitFor();
    await quietly('review-list');
    await link.click();
    await picture(page).waitFor();
    await goToSlice(page, returned);
    await quietly('review');
    await signIn(page, annotator);
  },
  async log({ page, quietly }) {
    await toPage(page, 'Cases');
    await page.getByRole('button', { name: /^Project: / }).click();
    await page.getByText('Event log…', { exact: true }).click();
    await page.getByTestId('log').getByRole('row').nth(10).waitFor();
    await quietly('log');
    await page.keyboard.press('Escape');
  },
};

/** @param keep the window as it is then @param wanted which scenes */
export async function showLoop(host: ServedHost, page: Page, keep: Keep, wanted: readonly string[] = Object.keys(scenes)): Promise<void> {
  if (wanted.length === 0) return;
  const all = await host.client.cases.list();
  const named = (name: string): CaseInfo => all.find((one) => one.name === `${name}_organs`)!;
  await readAndReview(host, named('sub-009'), named('sub-008'));
  const guide = page.getByRole('region', { name: 'First steps' });
  if (await guide.isVisible()) await guide.getByRole('button').last().click();
  // A training is suggested by then, and the notice lies over the queue.
  await page.waitForTimeout(8000);
  const quietly = async (name: string): Promise<void> => {
    await page.evaluate('document.activeElement?.blur()');
    await page.mouse.move(240, 20);
    await keep(name);
  };
  for (const [name, show] of Object.entries(scenes)) if (wanted.includes(name)) await show({ page, named, quietly, keep });
}
