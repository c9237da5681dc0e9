import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { VoxelArray } from '#shared/voxels/voxel-type.ts';
import { runPython } from './python.ts';

const numpyTypes = new Map<string, string>([
  ['Uint8Array', 'uint8'], ['Int8Array', 'int8'], ['Uint16Array', 'uint16'], ['Int16Array', 'int16'],
  ['Uint32Array', 'uint32'], ['Int32Array', 'int32'], ['Float32Array', 'float32'], ['Float64Array', 'float64'],
]);

/**
 * What a piece of Python answers about arrays. In the script `array(name)` is an array of ours, in one dimension,
 * `parameters` is what was given beside, and `json`, `numpy` and `sys` are there; what it passes to `answer` is returned.
 */
export function askAboutArrays(script: string, arrays: Readonly<Record<string, VoxelArray>>, parameters: unknown = null): unknown {
  const folder = mkdtempSync(path.join(tmpdir(), 'lamina-arrays-'));
  try {
    for (const [name, values] of Object.entries(arrays)) {
      writeFileSync(path.join(folder, `${name}.${numpyTypes.get(values.constructor.name)}`), new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
    }
    writeFileSync(path.join(folder, 'parameters.json'), JSON.stringify(parameters));
    return JSON.parse(runPython(`${beginning}\n${script}`, [folder]).stdout);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const beginning = `
import glob, json, sys, numpy
parameters = json.load(open(sys.argv[1] + '/parameters.json'))
def array(name):
    file, = glob.glob(sys.argv[1] + '/' + name + '.*')
    return numpy.fromfile(file, file.rsplit('.', 1)[1])
def answer(value):
    print(json.dumps(value, default=lambda given: given.tolist()))
`;
