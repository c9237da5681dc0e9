/** docs/guides/first-masks.md, done as it stands: two real images, from the file to the exported mask, every action counted. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { CaseInfo } from '#shared/contract/cases.ts';
import { outlineOfMask } from '#shared/regions/outline.ts';
import { simplifyPath } from '#shared/regions/simplify-path.ts';
import { awaitSaved, openCase, picture, placesIn } from '../browser/annotate-page.ts';
import { exportAs, unpacked } from '../browser/export-page.ts';
import { browserAvailable, browserMissing } from '../browser/find-browser.ts';
import { windowForTest } from '../browser/window.ts';
import { pythonAvailable, pythonMissing, runPython } from '../python/python.ts';
import { dataIsThere, dataNote, dataPath } from '../src-main/import/shared-data.ts';

const guide = path.join(import.meta.dirname, '../../docs/guides/first-masks.md');
const reasons = [browserMissing, pythonMissing].filter((reason) => reason !== undefined).join('; ');

// A mask on a grid that is told (LPS, as the page has it), voxel by voxel where both lie on each other; how far they do not is told. Then Dice of one against the other.
const onGrid = `
import itertools, json, sys
import nibabel as nib
import numpy as np
def on_grid(file, affine, size):
    mask = nib.load(file)
    data = np.rint(np.asarray(mask.dataobj)).astype(np.uint8)
    there = np.linalg.inv(mask.affine) @ affine
    near = np.rint(there).astype(int)
    corners = np.array(list(itertools.product(*[(0, n - 1) for n in size])))
    off = float(np.abs(corners @ (there - near)[:3, :3].T + (there - near)[:3, 3]).max())
    axes = [int(np.flatnonzero(near[:3, along])[0]) for along in range(3)]
    assert sorted(axes) == [0, 1, 2] and np.abs(near[:3, :3]).sum() == 3
    index = [near[axes[along], along] * np.arange(size[along]) + near[axes[along], 3] for along in range(3)]
    inside = [(one >= 0) & (one < data.shape[axis]) for one, axis in zip(index, axes)]
    values = np.zeros(size, np.uint8)
    values[np.ix_(*inside)] = data.transpose(axes)[np.ix_(*[one[within] for one, within in zip(index, inside)])]
    return values, off
`;
const readTruth = `${onGrid}
asked = json.load(open(sys.argv[1]))
affine = np.diag([-1.0, -1.0, 1.0, 1.0]) @ np.vstack([np.array(asked['affine']).reshape(3, 4), [0, 0, 0, 1]])
values, off = on_grid(asked['truth'], affine, asked['size'])
values.flatten(order='F').tofile(sys.argv[2])
print(off)
`;
const judge = `${onGrid}
truth, mask = sys.argv[1], nib.load(sys.argv[2])
drawn = np.asarray(mask.dataobj)
expected, off = on_grid(truth, mask.affine, mask.shape)
wanted = json.loads(sys.argv[3])
dice = [2 * float(np.sum((drawn == ours) & (expected == theirs))) / float(np.sum(drawn == ours) + np.sum(expected == theirs)) for ours, theirs in wanted]
print(json.dumps({'dice': dice, 'values': np.unique(drawn).tolist(), 'off': off}))
`;

/** Does what a person does, and counts it. */
class Hand {
  actions = 0;
  readonly page: Page;
  constructor(page: Page) {
    this.page = page;
  }
  async click(name: string | RegExp, role: 'button' | 'link' | 'row' = 'button'): Promise<void> {
    this.actions += 1;
    await this.page.getByRole(role, { name, ...(typeof name === 'string' ? { exact: true } : {}) }).first().click();
  }
  async press(key: string): Promise<void> {
    this.actions += 1;
    await this.page.keyboard.press(key);
  }
  async type(field: string, text: string): Promise<void> {
    this.actions += 1;
    await this.page.getByLabel(field, { exact: true }).fill(text);
  }
  async choose(list: string, entry: string): Promise<void> {
    this.actions += 1;
    await this.page.getByRole('combobox', { name: list }).selectOption(entry);
  }
  async chooseFiles(button: string, files: string | string[]): Promise<void> {
    this.actions += 1;
    const choosing = this.page.waitForEvent('filechooser');
    await this.page.getByRole('button', { name: button }).click();
    await (await choosing).setFiles(files);
  }
  /** One line, drawn without letting go. */
  async dragAlong(places: readonly (readonly [number, number])[]): Promise<void> {
    this.actions += 1;
    const box = (await picture(this.page).boundingBox())!;
    const at = ([x, y]: readonly [number, number]): [number, number] => [box.x + box.width / 2 + x, box.y + box.height / 2 + y];
    await this.page.mouse.move(...at(places[0]!));
    await this.page.mouse.down();
    // As a fast hand: the browser gathers what comes between two frames.
    await Promise.all(places.slice(1).map((place) => this.page.mouse.move(...at(place))));
    await this.page.mouse.up();
  }
}

async function importAndOpen(hand: Hand, button: string, files: string | string[], client: { cases: { list(): Promise<CaseInfo[]> } }): Promise<CaseInfo> {
  const { page } = hand;
  await hand.click('Import…');
  await hand.chooseFiles(button, files);
  await hand.click('Import');
  await page.getByText('Imported: 1 · already here: 0 · refused: 0').first().waitFor();
  const [info] = await client.cases.list();
  hand.actions += 1;
  await openCase(page, info!);
  return info!;
}

async function addLabel(hand: Hand, name: string): Promise<void> {
  await hand.click('Add a label');
  await hand.type('Name', name);
  await hand.click('Add');
  await hand.page.getByRole('dialog').waitFor({ state: 'detached' });
}

/** What an eye sees on the picture: here, what somebody else drew. */
function truthOn({ images }: CaseInfo, truth: string, folder: string): Uint8Array {
  const [asked, answered] = [path.join(folder, 'grid.json'), path.join(folder, 'grid.bytes')];
  const { affine, size } = images[0]!;
  writeFileSync(asked, JSON.stringify({ truth, affine, size }));
  expect(Number(runPython(readTruth, [asked, answered]).stdout)).toBeLessThan(0.01);
  return readFileSync(answered);
}

/** Drags once around each part of the label on its first slice, every fourth one, and its last. */
async function outline(hand: Hand, info: CaseInfo, truth: Uint8Array, value: number): Promise<void> {
  const { page } = hand;
  const [ni, nj, nk] = info.images[0]!.size;
  const sliceOf = (k: number): Uint8Array => Uint8Array.from(truth.subarray(k * ni * nj, (k + 1) * ni * nj), (label) => Number(label === value));
  const holding = Array.from({ length: nk }, (_, k) => k).filter((k) => truth.subarray(k * ni * nj, (k + 1) * ni * nj).includes(value));
  const [first, last] = [holding[0]!, holding.at(-1)!];
  // The picture is neither moved nor zoomed meanwhile.
  const placeOf = await placesIn(page, info);
  for (const k of holding.filter((one) => (one - first) % 4 === 0 || one === last)) {
    hand.actions += 1;
    await page.getByRole('slider', { name: /\d+\/\d+/ }).fill(String(k));
    await expect.poll(async () => page.getByTestId('slice').innerText()).toMatch(new RegExp(`\\b${k + 1}/`));
    for (const line of outlineOfMask(sliceOf(k), ni, nj)) {
      const corners = simplifyPath(line, 0.35, true);
      // Specks of a few voxels are not drawn around by a hand, and holes are filled by it.
      if (signedArea(line) < 6) continue;
      await hand.dragAlong(Array.from({ length: corners.length / 2 }, (_, at) => placeOf([corners[2 * at]!, corners[2 * at + 1]!, k])));
    }
    await awaitSaved(page);
  }
}

/** Of a closed line, in voxels: positive around what belongs to the mask, negative around holes. */
function signedArea(line: ArrayLike<number>): number {
  let twice = 0;
  for (let at = 0; at < line.length; at += 2) {
    const next = (at + 2) % line.length;
    twice += line[at]! * line[next + 1]! - line[next]! * line[at + 1]!;
  }
  return twice / 2;
}

async function interpolate(hand: Hand): Promise<void> {
  await hand.click('Preview');
  await hand.page.getByTestId('region-status').filter({ hasText: /Changes [\d,]+ voxels/ }).waitFor();
  await hand.click('Apply');
  await awaitSaved(hand.page);
}

async function complete(hand: Hand, info: CaseInfo, completeSlices: () => Promise<readonly number[]>, folder: string): Promise<string> {
  await hand.press('Shift+Space');
  await expect.poll(async () => (await completeSlices()).length).toBe(info.slices);
  hand.actions += 2;
  const files = await unpacked(await exportAs(hand.page), path.join(folder, 'out'));
  return files.find((file) => file.endsWith('.nii.gz'))!;
}

/** What the guide says of it. */
function told(name: string): { actions: number; dice: number[] } {
  const text = readFileSync(guide, 'utf8');
  const said = new RegExp(`<!-- counted: ${name} -->\\s*\\*\\*(\\d+) actions\\.\\*\\*[^]*?Dice ([\\d.]+\\d)(?:[^\\n]*? and ([\\d.]+\\d))?`).exec(text);
  if (said === null) throw new Error(`the guide does not count ${name}`);
  return { actions: Number(said[1]), dice: [said[2], said[3]].filter((one) => one !== undefined).map(Number) };
}

const skip = !browserAvailable || !pythonAvailable || !dataIsThere;
describe.skipIf(skip)(`the guide to the first masks${dataNote}${reasons && ` (skipped: ${reasons})`}`, { timeout: 400_000 }, () => {
  it.each([
    { name: 'hippocampus', image: ['hippocampus', 'imagesTr', 'hippocampus_001.nii.gz'], truth: ['hippocampus', 'labelsTr', 'hippocampus_001.nii.gz'], button: 'Choose files…', labels: [['Head', 1], ['Body and tail', 2]] as const },
    { name: 'spleen', image: ['dicom-ct-jpeg2000', 'series'], truth: ['dicom-ct-jpeg2000', 'labels.nii.gz'], button: 'Images: Choose folder…', labels: [['Spleen', 1]] as const },
  ])('leads to the $name in the right place, with as many actions as it says', async ({ name, image, truth, button, labels }) => {
    const { page, host, folder } = await windowForTest({
      before: async ({ client }, place) => { await client.project.create({ folder: path.join(place, 'project'), name: 'Guide' }); },
    });
    const hand = new Hand(page);
    const info = await importAndOpen(hand, button, dataPath(...image), host().client);
    for (const [label] of labels) await addLabel(hand, label);
    const voxels = truthOn(info, dataPath(...truth), folder);
    await hand.press('l');
    if (labels.length > 1) await hand.press('1');
    for (const [at, [, value]] of labels.entries()) {
      if (at > 0) {
        await hand.choose('Paint over', 'Only empty voxels');
        await hand.press('2');
      }
      await outline(hand, info, voxels, value);
    }
    await hand.choose('Whole label', 'Interpolate between slices');
    await interpolate(hand);
    if (labels.length > 1) {
      await hand.press('1');
      await interpolate(hand);
    }
    const mask = await complete(hand, info, async () => (await host().client.labels.open({ caseId: info.id })).completeSlices, folder);
    const pairs = JSON.stringify(labels.map(([, value]) => [value, value]));
    const judged = JSON.parse(runPython(judge, [dataPath(...truth), mask, pairs]).stdout) as { dice: number[]; values: number[]; off: number };
    console.info(`${name}: ${hand.actions} actions, Dice ${judged.dice.map((dice) => dice.toFixed(3)).join(' and ')}`);
    expect(judged.values).toEqual([0, ...labels.map(([, value]) => value)]);
    expect(judged.off).toBeLessThan(0.01);
    const said = told(name);
    expect(hand.actions).toBe(said.actions);
    // Where a line lies on the screen is read off to a voxel: larger pictures are drawn on more exactly.
    for (const [at, dice] of judged.dice.entries()) expect(Math.abs(dice - said.dice[at]!)).toBeLessThan(0.03);
    for (const dice of judged.dice) expect(dice).toBeGreaterThan(0.85);
  });
});
