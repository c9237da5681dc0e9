import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import type { ModelInfo, PlannedTraining, TrainOptions } from '#shared/contract/training.ts';
import { filtersOf } from '#shared/learning/network-layers.ts';
import { seriousFaults } from '../browser/accessibility.ts';
import { phantomProject } from '../browser/projects.ts';
import { inBrowser, windowForTest } from '../browser/window.ts';

const open = (page: Page, heading: string) => page.locator('summary').getByText(heading, { exact: true }).click();
const field = (page: Page, name: string) => page.getByLabel(name, { exact: true });

inBrowser('what a training will be', () => {
  it('is said by the planner, which chooses the network; it follows what is chosen, and becomes the training', async () => {
    const { page, host, expectFault } = await windowForTest({ before: phantomProject(6, 6) });
    const { client } = host();
    const asked = (options: TrainOptions): Promise<PlannedTraining> => client.training.plan({ seed: 0, ...options });
    const plan = page.getByRole('region', { name: 'Plan' }).last();
    const says = async ({ words }: PlannedTraining): Promise<void> => {
      for (const { en } of words.slice(0, 2)) await plan.getByText(en, { exact: true }).waitFor();
    };

    await page.getByRole('link', { name: 'Train', exact: true }).click();
    const usual = await asked({ minutes: 30 });
    expect(usual.plan.network).toMatchObject({ name: 'unet', dimensions: 3 });
    await says(usual);

    // Fewer minutes bring another network, and the reason.
    await field(page, 'Minutes until the model can be used').fill('5');
    const hurried = await asked({ minutes: 5 });
    expect(hurried.plan.network.name).toBe('unet-2d');
    await says(hurried);
    await page.getByText(hurried.warnings[0]!.en).waitFor();
    await field(page, 'Minutes until the model can be used').fill('30');
    await says(usual);

    await open(page, 'Network');
    await page.getByRole('radio', { name: 'Automatic, now: Full U-Net' }).and(page.locator(':checked')).waitFor();
    for (const { memoryBytes } of usual.networks) await page.getByRole('radio', { name: `, ${(memoryBytes / 1e9).toFixed(1)} GB` }).first().waitFor();
    await page.getByRole('radio', { name: /^V-Net, 3D/ }).click();
    await says(await asked({ minutes: 30, network: 'vnet' }));
    await page.getByRole('radio', { name: /^Automatic/ }).click();
    await says(usual);

    // What does not fit is said where it was chosen, and can be put back.
    await open(page, 'Change the plan');
    await open(page, 'Patches');
    await open(page, 'Learning');
    expectFault(/status of 400 .*training\/plan/);
    await field(page, 'Patch (voxels)').fill('33, 56, 40');
    const complaint = page.locator('.row').filter({ has: field(page, 'Patch (voxels)') }).getByRole('alert');
    await complaint.filter({ hasText: 'must be multiples of' }).waitFor();
    await page.getByRole('button', { name: 'Train', exact: true }).and(page.locator(':disabled')).waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Put back: Patch (voxels)' }).click();
    await complaint.waitFor({ state: 'detached' });
    expect(await field(page, 'Patch (voxels)').inputValue()).toBe(usual.plan.patch.join(', '));

    await field(page, 'Learning rate').fill('0.5');
    await field(page, 'Learning rate').fill('0.01');
    await page.getByRole('button', { name: 'Put back: Learning rate', exact: true }).waitFor();
    await field(page, 'Steps in an epoch').fill('2');
    await open(page, 'Parts of the network');
    await field(page, 'Filters').fill(filtersOf(usual.plan.network).map(() => '4').join(', '));
    await page.getByText('Epochs', { exact: true }).click();
    await field(page, 'Epochs, however long they take').fill('1');
    const { network, optimiser } = usual.plan;
    if (network.name !== 'unet') throw new Error('another network');
    const wished = await asked({ epochs: 1, plan: {
      stepsPerEpoch: 2, optimiser: { ...optimiser, learningRate: 0.01 }, network: { ...network, levels: network.levels.map((level) => ({ ...level, filters: 4 })) },
    } });
    await says(wished);
    await page.getByRole('button', { name: 'Train', exact: true }).click();
    await page.getByText(/^Training done: /).first().waitFor({ timeout: 90_000 });
    const [model] = await client.training.models() as [ModelInfo];
    expect(model.plan).toEqual(wished.plan);
  });
});
