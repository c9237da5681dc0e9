import { readFileSync, renameSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { awaitSaved, drawThrough, openCase, pictureAlone } from '../browser/annotate-page.ts';
import { colouredPixels } from '../browser/picture.ts';
import { phantomProject, quickPlan } from '../browser/projects.ts';
import { canMountDisk } from '../browser/served-host.ts';
import { inBrowser, windowForTest } from '../browser/window.ts';

const scan = 'sub-001_organs';
const drawn = (voxels: Uint8Array): number => voxels.filter((label) => label !== 0).length;

inBrowser('it survives', () => {
  it.skipIf(process.platform !== 'linux')('an engine that dies: the training is kept, a plain sentence says so, and the next one has a new engine', async () => {
    const { page, host } = await windowForTest({ before: phantomProject(2, 2) });
    await page.getByRole('link', { name: 'Train', exact: true }).click();
    const { processId, client, run } = host();
    const { jobId } = await client.training.start({ validation: 0, plan: { ...quickPlan, epochs: 100_000 } });
    await page.getByText(/^Epoch \d+ of 100,?000/).waitFor();
    for (const child of readFileSync(`/proc/${processId}/task/${processId}/children`, 'utf8').split(' ').filter(Boolean)) process.kill(Number(child), 'SIGSEGV');
    // Killed outright it would be taken for one that wanted too much memory, and go on by itself.
    await expect.poll(async () => (await client.jobs.get({ id: jobId })).state, { timeout: 30_000 }).toBe('interrupted');
    const { error } = await client.jobs.get({ id: jobId });
    expect(error!.code).toBe('engine-crashed');
    await page.getByText(error!.sentence.en).first().waitFor();
    // It stays readable after the toast has gone.
    await page.getByRole('button', { name: 'Notices' }).click();
    await page.locator('.v-overlay').getByText(error!.sentence.en).waitFor();
    await page.keyboard.press('Escape');

    await run(client.training.start({ validation: 0, plan: { ...quickPlan, epochs: 1 } }));
    await page.getByText(/^Training done: /).first().waitFor();
    await page.getByText('In use', { exact: true }).waitFor();
  });

  it('a killed host: what was acknowledged is there, and what was not is said to be unsaved', async () => {
    const { page, host, startHostAgain, openAgain, expectFault } = await windowForTest({ before: phantomProject(1) });
    const { info } = await host().labelmap(scan);
    await openCase(page, info);
    await drawThrough(page, [[-80, -60], [80, -60]]);
    await awaitSaved(page);
    const kept = (await host().labelmap(scan)).voxels;
    expectFault(/ERR_|40[13]/);
    await host().kill();
    await drawThrough(page, [[-80, 60], [80, 60]]);
    await page.getByTestId('saving').filter({ hasText: 'Not saved' }).waitFor();
    await page.getByRole('alert').filter({ hasText: 'every stroke that was acknowledged is safe' }).waitFor();

    await startHostAgain();
    await openAgain();
    await page.getByRole('link', { name: 'Annotate', exact: true }).click();
    await page.getByLabel(`Image ${scan}`).waitFor();
    expect(Buffer.compare((await host().labelmap(scan)).voxels, kept)).toBe(0);
    await expect.poll(async () => colouredPixels(await pictureAlone(page))).toBeGreaterThan(1000);
    await drawThrough(page, [[-80, 60], [80, 60]]);
    await awaitSaved(page);
    expect(drawn((await host().labelmap(scan)).voxels)).toBeGreaterThan(drawn(kept));
  });

  it.skipIf(!canMountDisk)('a full disk: the stroke is kept in the window and told, and saved when there is room again (where a small disk can be mounted)', async () => {
    const { page, host, folder, expectFault } = await windowForTest({
      diskMiB: 24,
      before: async ({ client, run }, place) => {
        await client.project.create({ folder: path.join(place, 'project'), name: 'Small disk' });
        await client.labels.add({ value: 1, name: 'Organ', colour: '#e69f00', code: null, locked: false });
        const { images } = await client.system.writeExample({ out: path.join(place, 'scans'), preset: 'organs', cases: 1, seed: 1 });
        await run(client.cases.import({ paths: [images], modality: 'mr' }));
      },
    });
    const { info } = await host().labelmap(scan);
    await openCase(page, info);
    await drawThrough(page, [[-80, -60], [80, -60]]);
    await awaitSaved(page);
    const kept = (await host().labelmap(scan)).voxels;

    const disk = `/proc/${host().processId}/root${folder}`;
    const { bavail, bsize } = statfsSync(disk);
    writeFileSync(path.join(disk, 'ballast'), new Uint8Array(bavail * bsize));
    expectFault(/507|500|rpc/);
    await drawThrough(page, [[-80, 60], [80, 60]]);
    await page.getByTestId('saving').filter({ hasText: /Not saved: .*full/ }).waitFor();
    expect(Buffer.compare((await host().labelmap(scan)).voxels, kept)).toBe(0);

    rmSync(path.join(disk, 'ballast'));
    // It tries again by itself.
    await awaitSaved(page);
    expect(drawn((await host().labelmap(scan)).voxels)).toBeGreaterThan(drawn(kept));
  });

  it('a browser without WebGL 2: says what to do in place of the picture', async () => {
    const { page, host, expectFault } = await windowForTest({ before: phantomProject(1) });
    expectFault(/WebGL 2/);
    // As browsers do where the graphics card is blocked; as text, since what runs in the page is not compiled with the tests.
    await page.addInitScript('HTMLCanvasElement.prototype.getContext = () => null');
    await page.reload();
    await openCase(page, (await host().labelmap(scan)).info);
    await page.getByRole('alert').filter({ hasText: 'this browser has no WebGL 2' }).waitFor();
    await page.getByRole('link', { name: 'Cases', exact: true }).click();
    await page.getByRole('row').filter({ hasText: scan }).waitFor();
  });

  it('a project folder that is gone: says so and where it was, and goes on when it is back', async () => {
    const { page, host, folder, expectFault } = await windowForTest({ before: phantomProject(1) });
    const { info } = await host().labelmap(scan);
    await openCase(page, info);
    expectFault(/40\d|rpc/);
    const project = path.join(folder, 'project');
    renameSync(project, `${project} moved`);
    await drawThrough(page, [[-80, 0], [80, 0]]);
    const told = `The project folder ${project} is no longer there`;
    await page.getByRole('alert').filter({ hasText: told }).waitFor();
    await page.getByTestId('saving').filter({ hasText: 'Not saved' }).waitFor();

    renameSync(`${project} moved`, project);
    // It tries again by itself.
    await awaitSaved(page);
    await page.getByRole('alert').filter({ hasText: told }).waitFor({ state: 'detached' });
    expect(drawn((await host().labelmap(scan)).voxels)).toBeGreaterThan(0);
  });
});
