/** What in a case the scores of one output were made of, as a map on the image's own grid; of several models, the mean of their maps. */
import type { ExplainRequest, ExplainResult } from '#main/engine-client/protocol.ts';
import { voxelCount } from '#shared/geometry/affine.ts';
import { reorderVoxels } from '#shared/geometry/axis-order.ts';
import { commonPlan } from '../ask-together.ts';
import { partOfStack } from '../mapping/part-of-stack.ts';
import { highestOf, writeMap } from '../mapping/map-file.ts';
import { readModel } from '../model-folder.ts';
import { description as engine } from '../tensorflow.ts';
import { loadStack } from '../volumes/load-stack.ts';
import { readVoxels } from '../volumes/read-voxels.ts';
import { memoryStorage } from '../volumes/slice-storage.ts';
import type { Work } from '../work.ts';
import { lookInto } from './look-into.ts';
import { segGradCam } from './seg-grad-cam.ts';

/** @throws UserFacingError as `mapCase` */
export async function explainCase(request: ExplainRequest, work: Work): Promise<ExplainResult> {
  const { volume: { name, image, furtherImages }, output, layer, numbers, file } = request;
  const models = await Promise.all(request.modelFolders.map(readModel));
  const plan = commonPlan(models.map((model) => model.plan));
  const stack = await loadStack(image.path, image, name, plan, work.warn, memoryStorage(), furtherImages);
  const part = partOfStack(stack, request.sliceAxis, request.slice);
  const region = part.mask();
  if (request.region !== null) {
    const { size } = image.geometry;
    const given = reorderVoxels((await readVoxels(request.region, 'uint8', voxelCount(size), name)) as Uint8Array, size, stack.order);
    region.forEach((covered, voxel) => { region[voxel] = covered === 1 && given[voxel] === 1 ? 1 : 0; });
  }
  const map = new Float32Array(part.voxels);
  let [regionVoxels, summed] = [0, 0];
  for (const [place, { network, values }] of models.entries()) {
    const looked = lookInto(network, values, layer);
    try {
      const own = await segGradCam(looked, stack, plan, part, { output, region, onlyLikeliest: request.region === null }, work.breathe, (share) => {
        work.progress('predicting', Math.floor((999 * (place + share)) / models.length), 1000);
      });
      for (let voxel = 0; voxel < map.length; voxel++) map[voxel] = (map[voxel] as number) + (own.map[voxel] as number) / models.length;
      regionVoxels += own.regionVoxels;
      summed += (own.score ?? 0) * own.regionVoxels;
    } finally {
      looked.dispose();
    }
  }
  const maximum = highestOf(map);
  await writeMap(file, part.onOwnGrid(map), maximum, numbers);
  work.progress('predicting', 1000, 1000);
  return { kind: 'explain', maximum, regionVoxels: Math.round(regionVoxels / models.length), score: regionVoxels === 0 ? null : summed / regionVoxels, engine };
}
