"""What SimpleITK reads: describe_dicom.py <list of lists of paths as JSON>. One JSON value a series, its files in any order, or a mask."""
import json
import sys

import numpy as np
import SimpleITK as sitk

sitk.ProcessObject.SetGlobalWarningDisplay(False)


def read(files):
    if files[0].endswith('.nii.gz'):
        return sitk.ReadImage(files[0])
    reader = sitk.ImageSeriesReader()
    folder = files[0].rsplit('/', 1)[0]
    ordered = [name for uid in reader.GetGDCMSeriesIDs(folder) for name in reader.GetGDCMSeriesFileNames(folder, uid) if name in files]
    reader.SetFileNames(ordered or files)
    return reader.Execute()


def describe(files):
    image = read(files)
    values = sitk.GetArrayFromImage(image).reshape(-1).astype(np.float64)
    places = np.linspace(0, values.size - 1, 4999).astype(np.int64)
    direction = np.array(image.GetDirection()).reshape(3, 3) @ np.diag(image.GetSpacing())
    affine = np.concatenate([direction, np.array(image.GetOrigin())[:, None]], axis=1)
    return {
        'size': image.GetSize(), 'affine': affine.reshape(-1).tolist(),
        'places': places.tolist(), 'values': values[places].tolist(), 'sum': float(values.sum()),
    }


print(json.dumps([describe(files) for files in json.loads(sys.argv[1])]))
