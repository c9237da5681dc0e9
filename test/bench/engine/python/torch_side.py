"""The same networks and training steps in PyTorch, written as its guides write them."""

import torch
from torch import nn
from torch.nn import functional

LEAKY_SLOPE = 0.01
LEARNING_RATE = 1e-4


class Unit(nn.Sequential):
    def __init__(self, network, channels, filters, kernel, stride=1):
        volumes, normed = network["dimensions"] == 3, network["normalised"]
        convolution = nn.Conv3d if volumes else nn.Conv2d
        normalisation = nn.InstanceNorm3d if volumes else nn.InstanceNorm2d
        padding = [length // 2 for length in kernel]
        parts = [convolution(channels, filters, kernel, stride, padding, bias=not normed)]
        if normed:
            parts += [normalisation(filters, affine=True), nn.LeakyReLU(LEAKY_SLOPE, inplace=True)]
        else:
            parts += [nn.ReLU(inplace=True)]
        super().__init__(*parts)


class Unet(nn.Module):
    """The U-Net that `network` describes; scores, finest first."""

    def __init__(self, network, channels, outputs):
        super().__init__()
        volumes, levels = network["dimensions"] == 3, network["levels"]
        transposed = nn.ConvTranspose3d if volumes else nn.ConvTranspose2d
        convolution = nn.Conv3d if volumes else nn.Conv2d
        pooling = nn.MaxPool3d if volumes else nn.MaxPool2d
        self.down, self.enlarge, self.up, self.heads = nn.ModuleList(), nn.ModuleDict(), nn.ModuleDict(), nn.ModuleDict()
        for number, level in enumerate(levels):
            before = channels if number == 0 else levels[number - 1]["filters"]
            pooled = network["pooling"] and number > 0
            stride = tuple(level["stride"])
            self.down.append(nn.Sequential(
                *([pooling(stride)] if pooled else []),
                Unit(network, before, level["filters"], level["kernel"], 1 if pooled else stride),
                Unit(network, level["filters"], level["filters"], level["kernel"])))
        self.order = list(reversed(range(len(levels) - 1)))
        for number in self.order:
            level, stride = levels[number], tuple(levels[number + 1]["stride"])
            self.enlarge[str(number)] = transposed(levels[number + 1]["filters"], level["filters"], stride, stride, bias=not network["normalised"])
            self.up[str(number)] = nn.Sequential(
                Unit(network, 2 * level["filters"], level["filters"], level["kernel"]),
                Unit(network, level["filters"], level["filters"], level["kernel"]))
            if number in network["taught"]:
                self.heads[str(number)] = convolution(level["filters"], outputs, 1)

    def forward(self, x):
        skips, found = [], []
        for down in self.down:
            x = down(x)
            skips.append(x)
        for number in self.order:
            x = self.up[str(number)](torch.cat([self.enlarge[str(number)](x), skips[number]], 1))
            if str(number) in self.heads:
                found.insert(0, self.heads[str(number)](x))
        return found


def loss_of(scores, labels, kind):
    cross_entropy = functional.cross_entropy(scores, labels)
    if kind == "cross-entropy":
        return cross_entropy
    outputs = scores.shape[1]
    axes = [0, *range(2, scores.ndim)]
    probabilities = scores.softmax(1)
    truth = functional.one_hot(labels, outputs).movedim(-1, 1).float()
    overlap = (probabilities * truth).sum(axes)
    dice = (2 * overlap + 1e-5) / (probabilities.sum(axes) + truth.sum(axes) + 1e-5)
    return cross_entropy + 1 - dice[1:].mean()


class Trainer:
    """One batch, learnt again and again."""

    def __init__(self, work, images, labels, channels_last):
        network = work["network"]
        layout = torch.contiguous_format
        if channels_last:
            layout = torch.channels_last_3d if network["dimensions"] == 3 else torch.channels_last
        self.network = Unet(network, images.shape[-1], work["outputs"]).to(memory_format=layout)
        self.images = torch.from_numpy(images).movedim(-1, 1).contiguous(memory_format=layout)
        whole = torch.from_numpy(labels).long()
        self.labels = [whole[(slice(None), *(slice(None, None, stride) for stride in strides))].contiguous() for strides in network["scaleStrides"]]
        self.weights, self.kind = network["scaleWeights"], work["loss"]
        self.optimiser = optimiser_of(work["optimiser"], self.network.parameters())

    def step(self):
        self.optimiser.zero_grad(set_to_none=True)
        scores = self.network(self.images)
        losses = [weight * loss_of(own, labels, self.kind) for own, labels, weight in zip(scores, self.labels, self.weights)]
        loss = sum(losses)
        loss.backward()
        self.optimiser.step()
        return loss.item()


def optimiser_of(optimiser, parameters):
    if optimiser["kind"] == "adamw":
        return torch.optim.AdamW(parameters, LEARNING_RATE, weight_decay=optimiser["weightDecay"])
    if optimiser["kind"] == "adam":
        return torch.optim.Adam(parameters, LEARNING_RATE)
    return torch.optim.SGD(parameters, LEARNING_RATE, momentum=0.99, nesterov=True)
