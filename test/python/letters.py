"""An L with three arms, drawn by patient position after nibabel's idea of where an image lies."""
import numpy as np

MM_PER_UNIT = {0: 1.0, 1: 1000.0, 2: 1.0, 3: 0.001}


def affine_mm(image):
    scale = MM_PER_UNIT[int(image.header['xyzt_units']) & 7]
    return np.diag([scale, scale, scale, 1.0]) @ image.affine


def offsets_mm(image):
    """From the middle of the image to each voxel."""
    steps = affine_mm(image)[:3, :3]
    middle = [(length - 1) / 2 for length in image.shape[:3]]
    parts = [np.multiply.outer(np.arange(length) - middle[axis], steps[:, axis]) for axis, length in enumerate(image.shape[:3])]
    return parts[0][:, None, None] + parts[1][None, :, None] + parts[2][None, None, :]


def letter(offset, values):
    """Three arms of different length, to the patient's right, anterior and superior; RAS millimetres."""
    x, y, z = np.moveaxis(offset, -1, 0)
    result = np.zeros(offset.shape[:3], np.int64)
    thin = 4.0371
    result[(np.abs(y) < thin) & (np.abs(z) < thin) & (x > -thin) & (x < 15.0731)] = values[0]
    result[(np.abs(x) < thin) & (np.abs(z) < thin) & (y > thin) & (y < 12.0913)] = values[1]
    result[(np.abs(x) < thin) & (np.abs(y) < thin) & (z > thin) & (z < 20.0417)] = values[2]
    return result
