import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { expect, it } from 'vitest';
import { encodeRuns } from '#shared/labels/runs.ts';
import { readTile, tileRectangle } from '#shared/labels/tile-layout.ts';
import type { BundleReport } from '#shared/contract/bundles.ts';
import { seriousFaults } from '../browser/accessibility.ts';
import { phantomProject } from '../browser/projects.ts';
import type { ServedHost } from '../browser/served-host.ts';
import { inBrowser, windowForTest } from '../browser/window.ts';

const scan = 'sub-001_organs';

/** The first so many voxels of the first row of a slice in label 1. */
async function draw(host: ServedHost, k: number, voxels: number): Promise<void> {
  const { info } = await host.labelmap(scan);
  const { labelmapId, heads } = await host.client.labels.open({ caseId: info.id });
  const { size } = info.images[0]!;
  const volume = (await host.labelmap(scan)).voxels.slice().fill(0, k * size[0] * size[1], (k + 1) * size[0] * size[1]);
  volume.fill(1, k * size[0] * size[1], k * size[0] * size[1] + voxels);
  const runs = Buffer.from(encodeRuns(readTile(volume, size, tileRectangle(size, { k, tile: 0 })))).toString('base64');
  const expected = heads.find((head) => head.k === k && head.tile === 0)?.edit ?? null;
  await host.client.labels.commit({ id: randomUUID(), labelmapId, tool: 'brush', tiles: [{ k, tile: 0, expected, runs }] });
}
async function bundle(host: ServedHost, out: string, images: boolean): Promise<string> {
  return ((await host.run(host.client.bundles.make({ out, images, force: true }))).result as BundleReport).file;
}
/** As it is in two places: what one person drew at the office and at home, on the third slice at both. */
async function twoPlaces(host: ServedHost, folder: string): Promise<void> {
  const office = path.join(folder, 'project');
  await phantomProject(1)(host, folder);
  await draw(host, 0, 3);
  const sent = await bundle(host, path.join(folder, 'out'), true);
  await host.client.project.close();
  await host.client.project.create({ folder: path.join(folder, 'home'), name: 'Home' });
  const { id } = await host.client.bundles.look({ path: sent });
  await host.run(host.client.bundles.takeIn({ id }));
  await draw(host, 1, 4);
  await draw(host, 2, 5);
  await bundle(host, path.join(folder, 'back'), false);
  await host.client.project.close();
  await host.client.project.open({ folder: office });
  await draw(host, 2, 9);
}

inBrowser('labels that come back', () => {
  it('are looked at before they are taken in, and where both sides changed a slice a person decides', async () => {
    const { page, host, folder } = await windowForTest({ before: twoPlaces });
    const drawn = async (k: number): Promise<number> => {
      const { voxels, info: { images: [image] } } = await host().labelmap(scan);
      const slice = image!.size[0] * image!.size[1];
      return voxels.subarray(k * slice, (k + 1) * slice).filter((label) => label > 0).length;
    };
    await page.getByRole('link', { name: 'Cases' }).click();
    await page.getByRole('button', { name: 'Bundles for colleagues' }).click();
    await page.getByRole('menuitem', { name: 'Send to a colleague…' }).click();
    await page.getByRole('dialog').getByText('Labels of').waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.locator('input[data-choice=bundle]').setInputFiles(path.join(folder, 'back', 'Home.lamina-bundle'));
    const dialog = page.getByRole('dialog', { name: 'Take in this bundle?' });
    await dialog.getByText('joined with what is here (edits: 2)').waitFor();
    await dialog.getByText('9 voxels here, 5 in the bundle').waitFor();
    await dialog.getByRole('img').waitFor();
    expect(await dialog.getByRole('button', { name: 'Take in', exact: true }).isDisabled()).toBe(true);
    expect(await seriousFaults(page)).toEqual([]);
    await dialog.getByRole('radio', { name: 'Take theirs' }).check();
    await dialog.getByRole('button', { name: 'Take in', exact: true }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByText('The bundle was taken in').first().waitFor();
    expect([await drawn(0), await drawn(1), await drawn(2)]).toEqual([3, 4, 5]);
  });
});
