"""What PyTorch's SGD (Nesterov, L2, clipped gradients, as nnU-Net uses it) and AdamW make of a few gradients:
make_optimiser_fixture.py <optimisers-of-pytorch.json>

Not part of the tests, which read what it writes: PyTorch takes gigabytes. Once, in an environment of its own:
    python3 -m venv pytorch && pytorch/bin/pip install torch==2.15.0
    pytorch/bin/python test/python/make_optimiser_fixture.py test/src-main/engine/optimisers-of-pytorch.json
"""
import json
import sys

import torch

steps = 12
torch.manual_seed(5)
start = torch.randn(2, 2)
gradients = torch.randn(steps, 2, 2) * 10
rates = [0.01 * (1 - step / steps) ** 0.9 for step in range(steps)]


def run(make, clip):
    weights = torch.nn.Parameter(start.clone())
    optimiser = make([weights])
    for gradient, rate in zip(gradients, rates):
        optimiser.param_groups[0]["lr"] = rate
        weights.grad = gradient.clone()
        if clip is not None:
            torch.nn.utils.clip_grad_norm_([weights], clip)
        optimiser.step()
    return weights.detach().flatten().tolist()


fixture = {
    "pytorch": torch.__version__,
    "start": start.flatten().tolist(),
    "gradients": [gradient.flatten().tolist() for gradient in gradients],
    "rates": rates,
    "sgd": run(lambda p: torch.optim.SGD(p, lr=1, momentum=0.99, nesterov=True, weight_decay=3e-5), 12),
    "adamw": run(lambda p: torch.optim.AdamW(p, lr=1, weight_decay=0.01), None),
}
with open(sys.argv[1], "w") as file:
    json.dump(fixture, file, indent=1)
    file.write("\n")
