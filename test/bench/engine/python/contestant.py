"""The peer: does the work that it is told on its input, one line of JSON each, and says how long each step took."""

import json
import resource
import sys
import time

import numpy as np


def batch_of(work):
    """Random images, and labels that depend on them, so that there is something to learn."""
    draws = np.random.default_rng(1)
    images = draws.standard_normal(work["shape"]).astype(np.float32)
    labels = (images[..., 0] > 0.5).astype(np.int32) + (images[..., 0] > 1.5)
    return images, np.minimum(work["outputs"] - 1, labels).astype(np.int32)


def begin(work, contestant):
    if work["kind"] == "segment":
        from keras_side import Segmenter
        return Segmenter(work)
    images, labels = batch_of(work)
    if contestant.startswith("pytorch"):
        from torch_side import Trainer
        return Trainer(work, images, labels, channels_last=contestant.endswith("channels last"))
    from keras_side import Predictor, Trainer
    return Predictor(work, images) if work["kind"] == "predict" else Trainer(work, images, labels)


def steps(worker, count):
    ms, computing = [], []
    for _ in range(count):
        began, used = time.perf_counter(), time.process_time()
        worker.step()
        ms.append((time.perf_counter() - began) * 1000)
        computing.append((time.process_time() - used) * 1000)
    return {"ms": ms, "computingMs": computing}


def main():
    worker = None
    for line in sys.stdin:
        request = json.loads(line)
        answer = {"ms": [], "computingMs": []}
        if request["do"] == "begin":
            worker = begin(request["work"], request["with"])
        else:
            answer = steps(worker, request["count"])
        answer["peakMegabytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps(answer), flush=True)


main()
