"""Draws label files: draw_letters.py <list of {image, label, values, canonical} as JSON>.

The label lies on its image's grid with its image's header; where `canonical` is true it is stored in the
axis order closest to RAS instead. A label whose name holds `slope` is stored with scl_slope 0.5.
"""
import json
import sys

import nibabel as nib
import numpy as np

from letters import letter, offsets_mm

for task in json.loads(sys.argv[1]):
    image = nib.load(task['image'])
    drawn = letter(offsets_mm(image), task['values']).astype(np.int16)
    if task['canonical']:
        nib.as_closest_canonical(nib.Nifti1Image(drawn, image.affine)).to_filename(task['label'])
        continue
    header = image.header.copy()
    header.extensions.clear()
    header.set_data_dtype(np.int16)
    slope = 0.5 if 'slope' in task['label'] else 1
    kind = nib.Nifti2Image if isinstance(header, nib.Nifti2Header) else nib.Nifti1Image
    # No affine: nibabel would change the codes; so the label has both forms exactly as its image has.
    label = kind((drawn / slope).astype(np.int16), None, kind.header_class.from_header(header, check=False))
    label.header.set_slope_inter(slope, 0)
    label.to_filename(task['label'])
