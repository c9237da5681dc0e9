import { mkdir, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readModel, writeModel } from '#main/engine/model-folder.ts';
import { startingWeights } from '#main/engine/networks/starting-weights.ts';
import { unet2d } from '#main/engine/networks/unet-2d.ts';
import { description } from '#main/engine/tensorflow.ts';
import type { Plan } from '#shared/learning/plan.ts';
import { tinyPlan } from './phantom-project.ts';

const network = unet2d(3, 4, [2, 4]);
const values = startingWeights(network.parameters, 1);
const plan: Plan = { ...tinyPlan, network: { name: 'unet-2d', filters: [2, 4] } };
const about = { plan, epoch: 3, step: 15, engine: description };

let parent: string;
let folder: string;
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'lamina-model-'));
  folder = join(parent, 'model');
});
afterEach(() => rm(parent, { recursive: true, force: true }));

describe('a model folder', () => {
  it('gives back plan and weights as they were', async () => {
    await writeModel(folder, network, values, about);
    const read = await readModel(folder);
    expect(read.values).toEqual(values);
    expect(read.plan).toEqual(plan);
    const described: unknown = JSON.parse(await readFile(join(folder, 'model.json'), 'utf8'));
    expect(described).toMatchObject({ format: 'lamina-model', version: 1, epoch: 3, step: 15 });
    expect(await readdir(parent)).toEqual(['model']);
  });

  it('can be read by any program: float32, little-endian, at the offset that the JSON names', async () => {
    await writeModel(folder, network, values, about);
    const described = JSON.parse(await readFile(join(folder, 'model.json'), 'utf8')) as { parameters: { name: string; offset: number }[] };
    const bytes = await readFile(join(folder, 'weights.bin'));
    for (const { name, offset } of described.parameters) {
      expect(bytes.readFloatLE(offset)).toBe(values.get(name)![0]);
    }
  });

  it('takes the place of an older one as a whole', async () => {
    await writeModel(folder, network, values, about);
    await mkdir(`${folder}.part`);
    await writeFile(join(`${folder}.part`, 'weights.bin'), 'left by a killed process');
    const newer = startingWeights(network.parameters, 2);
    await writeModel(folder, network, newer, { ...about, epoch: 4 });
    expect((await readModel(folder)).values).toEqual(newer);
    expect(await readdir(parent)).toEqual(['model']);
  });

  it.each([
    ['shortened weights', async () => truncate(join(folder, 'weights.bin'), 10)],
    ['one changed byte', async () => {
      const bytes = await readFile(join(folder, 'weights.bin'));
      bytes[5] = (bytes[5] as number) ^ 1;
      await writeFile(join(folder, 'weights.bin'), bytes);
    }],
    ['a description that is no JSON', async () => writeFile(join(folder, 'model.json'), '{')],
    ['a missing description', async () => rm(join(folder, 'model.json'))],
    ['the plan of another network', async () => {
      const described = JSON.parse(await readFile(join(folder, 'model.json'), 'utf8')) as { plan: Plan };
      await writeFile(join(folder, 'model.json'), JSON.stringify({ ...described, plan: { ...plan, network: { name: 'unet-classic' } } }));
    }],
    ['another format', async () => writeFile(join(folder, 'model.json'), '{"format":"other"}')],
  ])('is refused with %s, and named', async (_, damage) => {
    await writeModel(folder, network, values, about);
    await damage();
    await expect(readModel(folder)).rejects.toMatchObject({ code: 'corrupt', message: expect.stringContaining(folder) as string });
  });

  it('is not left behind half-written where it cannot be written', async () => {
    await writeFile(join(parent, 'a-file'), '');
    await expect(writeModel(join(parent, 'a-file', 'model'), network, values, about)).rejects.toThrow();
    expect(await readdir(parent)).toEqual(['a-file']);
  });
});
