import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { awaitSaved, drawThrough, openCase, picture, pointTo, voxelUnderPointer } from '../browser/annotate-page.ts';
import { browserAvailable, browserMissing } from '../browser/find-browser.ts';
import { windowForTest } from '../browser/window.ts';
import { exportAs, unpacked } from '../browser/export-page.ts';
import { pythonAvailable, pythonMissing, runPython } from '../python/python.ts';
import { dataIsThere, dataNote, dataPath } from '../src-main/import/shared-data.ts';

const reasons = [browserMissing, pythonMissing].filter((reason) => reason !== undefined).join('; ');

/** SimpleITK reads the series by itself, nibabel the mask: one labelled voxel's patient position in LPS mm, and whether the grids agree. */
const judge = `
import json, sys
import nibabel as nib
import numpy as np
import SimpleITK as sitk
sitk.ProcessObject.SetGlobalWarningDisplay(False)
folder, mask = sys.argv[1:]
series = sitk.ImageSeriesReader()
series.SetFileNames(series.GetGDCMSeriesFileNames(folder))
image = series.Execute()
written = nib.load(mask)
data = np.asarray(written.dataobj)
centre = np.argwhere(data == 1).mean(axis=0)
ras = nib.affines.apply_affine(written.affine, centre)
mine = np.array([-ras[0], -ras[1], ras[2]])
index = image.TransformPhysicalPointToContinuousIndex([float(v) for v in mine])
print(json.dumps({'drawn': int((data == 1).sum()), 'values': sorted(int(v) for v in np.unique(data)), 'lps': list(mine), 'voxels': sorted(data.shape), 'image': sorted(image.GetSize()), 'index': list(index)}))
`;

describe.skipIf(!browserAvailable || !pythonAvailable || !dataIsThere)(`a DICOM series${dataNote}${reasons && ` (skipped: ${reasons})`}`, () => {
  it('is opened, painted and exported, and other programs find the mask where it was painted', async () => {
    const series = dataPath('dicom-ct-jpeg2000', 'series');
    const { page, host, folder } = await windowForTest({
      before: async ({ client, run }, place) => {
        await client.project.create({ folder: path.join(place, 'project'), name: 'Series' });
        await client.labels.add({ value: 1, name: 'Target', colour: '#e69f00', code: null, locked: false });
        await run(client.cases.import({ paths: [series] }));
      },
    });
    const [info] = await host().client.cases.list();
    await openCase(page, info!);
    await drawThrough(page, [[60, 40], [64, 40]]);
    await awaitSaved(page);
    await pointTo(page, [62, 40]);
    const voxel = await voxelUnderPointer(page, info!);
    await page.keyboard.press('Shift+Space');
    await expect.poll(async () => (await host().labelmap(info!.name)).completeSlices.length).toBe(info!.slices);
    expect(await picture(page).isVisible()).toBe(true);

    const [mask] = (await unpacked(await exportAs(page), path.join(folder, 'out'))).filter((file) => file.endsWith('.nii.gz'));
    const judged = JSON.parse(runPython(judge, [series, mask!]).stdout) as { drawn: number; values: number[]; voxels: number[]; image: number[]; index: number[] };
    expect(judged).toMatchObject({ values: [0, 1], voxels: judged.image });
    expect(judged.drawn).toBeGreaterThan(20);
    // SimpleITK counts a series' slices from one end or the other; in a slice there is one way.
    expect(Math.hypot(judged.index[0]! - voxel[0], judged.index[1]! - voxel[1])).toBeLessThan(2);
  });
});
