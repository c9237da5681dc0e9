"""What MONAI measures of pairs of masks: make_surface_fixture.py <pairs-of-masks.json> <shared data> > monai-figures.json

Not part of the tests, which read the figures: MONAI brings PyTorch, gigabytes of it. In an environment of its own with
test/python/requirements-monai.txt; docs/evaluation.md has the commands.
"""
import json
import sys
import warnings
from pathlib import Path

import monai
import nibabel
import numpy as np
import torch
from monai.metrics import (
    compute_average_surface_distance, compute_dice, compute_hausdorff_distance, compute_iou, compute_surface_dice,
    get_confusion_matrix,
)
from monai.metrics.confusion_matrix import compute_confusion_matrix_metric

warnings.filterwarnings('ignore')
torch.set_num_threads(1)
recipes, data = json.loads(Path(sys.argv[1]).read_text()), Path(sys.argv[2])


def draw(size, shapes):
    """Shapes one over the other; axis 0 is i. Only additions, products and comparisons that any IEEE machine repeats."""
    mask = np.zeros(size, np.int32)
    places = np.indices(size)
    for shape in shapes:
        if 'oneIn' in shape:
            state, hits = shape['seed'], np.zeros(mask.size, bool)
            for at in range(mask.size):
                state = (1664525 * state + 1013904223) % 2 ** 32
                hits[at] = (state >> 16) % shape['oneIn'] == 0
            inside = hits.reshape(size, order='F')
        elif 'box' in shape:
            inside = np.all([(p >= low) & (p <= high) for p, low, high in zip(places, *shape['box'])], axis=0)
        else:
            inside = sum(((p - c) / r) * ((p - c) / r) for p, c, r in zip(places, shape['centre'], shape['radii'])) <= 1
        mask[inside] = shape['label']
    return mask


def moved(mask, steps):
    """By whole voxels; what comes in from outside is background."""
    result = np.zeros_like(mask)
    part = lambda step, length: slice(max(step, 0), min(length + step, length))
    to = tuple(part(step, length) for step, length in zip(steps, mask.shape))
    source = tuple(part(-step, length) for step, length in zip(steps, mask.shape))
    result[to] = mask[source]
    return result


def masks(recipe):
    if 'file' not in recipe:
        return draw(recipe['size'], recipe['prediction']), draw(recipe['size'], recipe['reference']), [float(length) for length in recipe['spacing']]
    image = nibabel.load(data / recipe['file'])
    reference = np.asarray(image.dataobj).astype(np.int32)
    prediction = (moved(reference, recipe['moved']) if 'moved' in recipe
                  else np.asarray(nibabel.load(data / recipe['against']).dataobj).astype(np.int32))
    return prediction, reference, [float(length) for length in image.header.get_zooms()]


def figures(prediction, reference, spacing, tolerance):
    one = lambda tensor: float(tensor.reshape(-1)[0])
    pair = [torch.from_numpy(mask[None, None]) for mask in (prediction, reference)]
    counts = get_confusion_matrix(*[mask.double() for mask in pair])
    found = {
        'dice': one(compute_dice(*[mask.double() for mask in pair])),
        'jaccard': one(compute_iou(*[mask.double() for mask in pair])),
        'accuracy': one(compute_confusion_matrix_metric('accuracy', counts)),
        'precision': one(compute_confusion_matrix_metric('precision', counts)),
        'recall': one(compute_confusion_matrix_metric('sensitivity', counts)),
        'hd': one(compute_hausdorff_distance(*pair, include_background=True, directed=False, spacing=spacing)),
        'hd95': one(compute_hausdorff_distance(*pair, include_background=True, directed=False, percentile=95, spacing=spacing)),
        'assd': one(compute_average_surface_distance(*pair, include_background=True, symmetric=True, spacing=spacing)),
        'surfaceDice': one(compute_surface_dice(*pair, [tolerance], include_background=True, spacing=spacing, use_subvoxels=False)),
    }
    # MONAI says infinite or not a number where there is no answer.
    return {name: value if np.isfinite(value) else None for name, value in found.items()}


result = {}
for recipe in recipes:
    prediction, reference, spacing = masks(recipe)
    labels = sorted(set(np.unique(prediction)) | set(np.unique(reference)) - {0})
    result[recipe['name']] = {
        'voxels': [int(np.count_nonzero(prediction)), int(np.count_nonzero(reference))],
        'labels': {str(label): figures(prediction == label, reference == label, spacing, recipe['tolerance']) for label in labels if label != 0},
    }
print(json.dumps({
    'made': f'MONAI {monai.__version__}, PyTorch {torch.__version__.split("+")[0]}, by test/python/make_surface_fixture.py, which says how',
    'pairs': result,
}, indent=1))
