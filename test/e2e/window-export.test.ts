import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { awaitSaved, drawThrough, openCase } from '../browser/annotate-page.ts';
import { exportAs, unpacked } from '../browser/export-page.ts';
import { browserAvailable, browserMissing } from '../browser/find-browser.ts';
import { phantomProject } from '../browser/projects.ts';
import { windowForTest } from '../browser/window.ts';
import { pythonAvailable, pythonMissing, runPython } from '../python/python.ts';

const reasons = [browserMissing, pythonMissing].filter((reason) => reason !== undefined).join('; ');
const compare = `
import json, sys
import nibabel as nib
import numpy as np
image, mask = nib.load(sys.argv[1]), nib.load(sys.argv[2])
data = np.asarray(mask.dataobj)
print(json.dumps({'sameAffine': bool(np.array_equal(image.affine, mask.affine)), 'sameShape': image.shape == mask.shape, 'voxels': data.flatten(order='F').tolist()}))
`;

describe.skipIf(!browserAvailable || !pythonAvailable)(`exporting${reasons && ` (skipped: ${reasons})`}`, () => {
  it('gives an archive whose masks nibabel finds voxel for voxel on their images, and leaves out what is not complete, saying so', async () => {
    const { page, host, folder } = await windowForTest({ before: phantomProject(3) });
    for (const scan of ['sub-001_organs', 'sub-003_organs']) {
      const { info } = await host().labelmap(scan);
      await openCase(page, info);
      await drawThrough(page, [[-70, -30], [50, 20]]);
      await awaitSaved(page);
      await page.keyboard.press('Shift+Space');
      await expect.poll(async () => (await host().labelmap(scan)).completeSlices.length).toBe(info.slices);
    }
    const files = await unpacked(await exportAs(page), path.join(folder, 'out'));
    expect(files.map((file) => path.basename(file)).sort()).toEqual(['sub-001_organs.json', 'sub-001_organs.nii.gz', 'sub-003_organs.json', 'sub-003_organs.nii.gz']);
    for (const mask of files.filter((file) => file.endsWith('.nii.gz'))) {
      const image = path.join(folder, 'scans', 'images', path.basename(mask));
      const judged = JSON.parse(runPython(compare, [image, mask]).stdout) as { sameAffine: boolean; sameShape: boolean; voxels: number[] };
      expect(judged).toMatchObject({ sameAffine: true, sameShape: true });
      const { voxels } = await host().labelmap(path.basename(mask, '.nii.gz'));
      expect(Buffer.compare(Uint8Array.from(judged.voxels), voxels)).toBe(0);
      expect(voxels.some((label) => label === 1)).toBe(true);
    }
    const rows = page.getByRole('row');
    for (const scan of ['sub-001', 'sub-003']) await rows.filter({ hasText: scan }).filter({ hasText: 'Written, read back, identical' }).waitFor();
    await rows.filter({ hasText: 'sub-002' }).filter({ hasText: 'Left out: nobody has labelled it' }).waitFor();
  });
});
