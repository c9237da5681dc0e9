"""Writes NIfTI files whose headers are odd in one way each: make_odd_nifti.py <folder>. Prints their names as JSON."""
import json
import sys
from pathlib import Path

import nibabel as nib
import numpy as np

folder = Path(sys.argv[1])
rng = np.random.default_rng(20)
shape = (22, 26, 18)
data = rng.integers(0, 900, shape).astype(np.int16)


def rotated(degrees, axis=2):
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    a, b = [n for n in range(3) if n != axis]
    rotation = np.eye(3)
    rotation[a, a], rotation[a, b], rotation[b, a], rotation[b, b] = c, -s, s, c
    return rotation


def affine(rotation, spacing=(2.0, 1.5, 3.0), origin=(-20.5, 13.25, 40.0)):
    result = np.eye(4)
    result[:3, :3] = rotation @ np.diag(spacing)
    result[:3, 3] = origin
    return result


def image(kind=nib.Nifti1Image, voxels=data, sform=None, qform=None, sform_code=1, qform_code=1, unit='mm', header=None):
    made = kind(voxels, None, header, dtype=voxels.dtype)
    made.header.set_xyzt_units(unit)
    made.header.set_sform(np.zeros((4, 4)) if sform is None else sform, 0 if sform is None else sform_code)
    if qform is None:
        made.header['qform_code'] = 0
    else:
        made.header.set_qform(qform, qform_code)
    return made


oblique = affine(rotated(12, 0) @ rotated(-8, 1))
mirrored = affine(rotated(12, 0) @ np.diag([1, 1, -1]))
files = {
    'qform-only.nii.gz': image(qform=oblique),
    'forms-30-degrees-apart.nii.gz': image(sform=affine(rotated(30)), qform=affine(rotated(0)), sform_code=2),
    'forms-30-degrees-apart-scanner.nii.gz': image(sform=affine(rotated(30)), qform=affine(rotated(0)), sform_code=1),
    'both-codes-0.nii.gz': image(),
    'qfac-minus-1.nii.gz': image(qform=mirrored),
    'microns.nii.gz': image(sform=affine(rotated(5), (2000, 1500, 3000), (-20500, 13250, 40000)), unit='micron'),
    'nifti-2.nii.gz': image(nib.Nifti2Image, sform=oblique, qform=oblique),
    'nifti-2-qform-only.nii': image(nib.Nifti2Image, qform=mirrored),
    'big-endian.nii.gz': image(sform=oblique, qform=oblique, voxels=data.astype('>i2'), header=nib.Nifti1Header(endianness='>')),
    'big-endian-nifti-2.nii': image(nib.Nifti2Image, sform=mirrored, voxels=data.astype('>i2'), header=nib.Nifti2Header(endianness='>')),
    'slope.nii.gz': image(sform=oblique),
    'pair.hdr': image(nib.Nifti1Pair, sform=oblique, qform=oblique),
    'sheared.nii.gz': image(sform=oblique @ np.array([[1, 0, 0.2, 0], [0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]])),
    'time-points.nii.gz': image(sform=oblique, voxels=np.stack([data, data[::-1]], axis=-1)),
    'float32.nii.gz': image(sform=oblique, voxels=data.astype(np.float32) / 7),
    'int64.nii.gz': image(sform=oblique, voxels=data.astype(np.int64) * 2**40),
    'uint64.nii.gz': image(nib.Nifti2Image, sform=oblique, voxels=data.astype(np.uint64)),
}
for name, made in files.items():
    if name == 'slope.nii.gz':
        made.header.set_slope_inter(0.37, -512.25)
        made.header['descrip'] = b'NAME OF A PATIENT'
        made.header.extensions.append(nib.nifti1.Nifti1Extension('comment', b'BORN IN 1970'))
    made.to_filename(folder / name)
print(json.dumps(sorted(files)))
