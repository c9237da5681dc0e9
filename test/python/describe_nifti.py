"""What nibabel reads: describe_nifti.py <list of paths as JSON>. Prints one JSON value a file."""
import hashlib
import json
import sys

import nibabel as nib
import numpy as np


def describe(path):
    try:
        image = nib.load(path)
    except Exception as error:
        return {'refused': type(error).__name__}
    header = image.header
    if image.get_data_dtype().fields is not None or np.issubdtype(image.get_data_dtype(), np.complexfloating):
        return {'refused': str(image.get_data_dtype())}
    stored = np.asarray(image.dataobj.get_unscaled())
    real = np.asarray(image.dataobj).reshape(-1, order='F')
    places = np.linspace(0, real.size - 1, 997).astype(np.int64)
    little = stored.astype(stored.dtype.newbyteorder('<'))
    return {
        'shape': image.shape,
        'affine': image.affine.tolist(),
        'codes': [int(header['sform_code']), int(header['qform_code'])],
        'zooms': [float(zoom) for zoom in header.get_zooms()],
        'stored': hashlib.sha256(little.tobytes(order='F')).hexdigest(),
        'type': stored.dtype.newbyteorder('=').name,
        'places': places.tolist(),
        'real': real[places].astype(np.float64).tolist(),
    }


print(json.dumps([describe(path) for path in json.loads(sys.argv[1])]))
