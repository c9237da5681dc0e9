"""Judges masks against their images: compare_masks.py <list of {image, mask, draw} as JSON>.

Draws the L at its patient position by nibabel's idea of where the image lies and compares it with the
mask by nibabel's idea of where the mask lies; then asks SimpleITK, where it accepts the image, whether
mask and image lie on the same grid and hold the same values. Prints one JSON value a pair.
"""
import itertools
import json
import sys

import nibabel as nib
import numpy as np
import SimpleITK as sitk

from letters import affine_mm, letter, offsets_mm

sitk.ProcessObject.SetGlobalWarningDisplay(False)


def corners_mm(image):
    corners = np.array(list(itertools.product(*[(0, length - 1) for length in image.shape[:3]])))
    return nib.affines.apply_affine(affine_mm(image), corners)


def in_simpleitk(image_path, mask_path, values):
    try:
        image = sitk.ReadImage(image_path)
    except RuntimeError:
        return 'refused'
    mask = sitk.ReadImage(mask_path)
    if image.GetDimension() == 4:
        image = image[:, :, :, 0]
    same = (
        mask.GetSize() == image.GetSize()
        and np.allclose(mask.GetOrigin(), image.GetOrigin(), atol=1e-4)
        and np.allclose(mask.GetSpacing(), image.GetSpacing(), rtol=1e-6)
        and np.allclose(mask.GetDirection(), image.GetDirection(), atol=1e-6)
    )
    if not same:
        return 'another grid'
    return 'same' if np.array_equal(sitk.GetArrayFromImage(mask).T, values) else 'other values'


def compare(pair):
    image, mask = nib.load(pair['image']), nib.load(pair['mask'])
    drawn = letter(offsets_mm(image), pair['values'])
    written = np.asarray(mask.dataobj)
    header = mask.header
    return {
        'positionError': float(np.abs(corners_mm(image) - corners_mm(mask)).max()),
        'differing': int((drawn != written).sum()),
        'drawn': [int((drawn == value).sum()) for value in pair['values']],
        'type': written.dtype.name,
        'intent': int(header['intent_code']),
        'dimensions': written.ndim,
        'private': [bytes(header[name]).rstrip(b'\0').decode() for name in ('descrip', 'aux_file', 'intent_name')],
        'extensions': len(header.extensions),
        'simpleitk': in_simpleitk(pair['image'], pair['mask'], written),
    }


print(json.dumps([compare(pair) for pair in json.loads(sys.argv[1])]))
