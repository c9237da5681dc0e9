import { expect, it } from 'vitest';
import { pythonAvailable, pythonMissing, runPython } from './python.ts';

it.skipIf(!pythonAvailable)(`Python answers with nibabel, SimpleITK and numpy at the pinned versions${pythonMissing ? ` (${pythonMissing})` : ''}`, () => {
  const { stdout } = runPython(
    'import sys, nibabel, SimpleITK, numpy; print(nibabel.__version__, SimpleITK.Version_VersionString(), numpy.__version__, *sys.argv[1:])',
    ['given'],
  );
  expect(stdout.trim()).toBe('5.4.2 2.5.7 2.4.6 given');
});

it.skipIf(!pythonAvailable)('A failing script is an error that carries what Python said', () => {
  expect(() => runPython('raise ValueError("no such voxel")')).toThrow(/no such voxel/);
});
