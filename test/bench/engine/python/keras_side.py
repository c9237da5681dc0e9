"""The same networks and training steps in Keras, written as its guides write them."""

import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")

import keras  # noqa: E402
import nibabel  # noqa: E402
import numpy as np  # noqa: E402
import tensorflow as tf  # noqa: E402
from keras import layers  # noqa: E402

LEAKY_SLOPE = 0.01
LEARNING_RATE = 1e-4


def build(network, shape, outputs):
    """The U-Net that `network` describes over images of `shape` (without the samples); scores, finest first."""
    volumes = network["dimensions"] == 3
    convolution = layers.Conv3D if volumes else layers.Conv2D
    transposed = layers.Conv3DTranspose if volumes else layers.Conv2DTranspose
    pooling = layers.MaxPooling3D if volumes else layers.MaxPooling2D
    normed, levels = network["normalised"], network["levels"]

    def unit(x, filters, kernel, strides=1):
        x = convolution(filters, kernel, strides=strides, padding="same", use_bias=not normed, activation=None if normed else "relu",
                        kernel_initializer="he_normal")(x)
        if not normed:
            return x
        x = layers.GroupNormalization(groups=-1, epsilon=1e-5)(x)
        return layers.LeakyReLU(negative_slope=LEAKY_SLOPE)(x)

    image = keras.Input(shape)
    x, skips, found = image, [], []
    for number, level in enumerate(levels):
        strides = 1
        if number > 0 and network["pooling"]:
            x = pooling(level["stride"])(x)
        elif number > 0:
            strides = level["stride"]
        x = unit(x, level["filters"], level["kernel"], strides)
        x = unit(x, level["filters"], level["kernel"])
        skips.append(x)
    for number in reversed(range(len(levels) - 1)):
        level, stride = levels[number], levels[number + 1]["stride"]
        x = transposed(level["filters"], stride, strides=stride, padding="same", use_bias=not normed)(x)
        x = layers.Concatenate()([x, skips[number]])
        x = unit(x, level["filters"], level["kernel"])
        x = unit(x, level["filters"], level["kernel"])
        if number in network["taught"]:
            found.insert(0, convolution(outputs, 1)(x))
    return keras.Model(image, found)


def loss_of(scores, labels, kind):
    """Mean cross-entropy, with the batch's soft Dice of all labels but the background where `kind` asks for it."""
    cross_entropy = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=scores))
    if kind == "cross-entropy":
        return cross_entropy
    outputs = scores.shape[-1]
    probabilities = tf.reshape(tf.nn.softmax(scores), [-1, outputs])
    truth = tf.one_hot(tf.reshape(labels, [-1]), outputs)
    overlap = tf.reduce_sum(probabilities * truth, 0)
    dice = (2 * overlap + 1e-5) / (tf.reduce_sum(probabilities, 0) + tf.reduce_sum(truth, 0) + 1e-5)
    return cross_entropy + 1 - tf.reduce_mean(dice[1:])


def optimiser_of(optimiser):
    if optimiser["kind"] == "adamw":
        return keras.optimizers.AdamW(LEARNING_RATE, weight_decay=optimiser["weightDecay"])
    if optimiser["kind"] == "adam":
        return keras.optimizers.Adam(LEARNING_RATE)
    return keras.optimizers.SGD(LEARNING_RATE, momentum=0.99, nesterov=True)


def coarser(labels, strides):
    return labels[(slice(None), *(slice(None, None, stride) for stride in strides))]


class Trainer:
    """One batch, learnt again and again."""

    def __init__(self, work, images, labels):
        network = work["network"]
        self.model = build(network, images.shape[1:], work["outputs"])
        self.images = images
        self.labels = [np.ascontiguousarray(coarser(labels, strides)) for strides in network["scaleStrides"]]
        weights = network["scaleWeights"]

        def judge(kind):
            def loss(truth, scores):
                return loss_of(scores, tf.cast(truth, tf.int32), kind)
            return loss

        # Not compiled by XLA: that takes two to twenty times as long on these networks without a GPU (measured).
        self.model.compile(optimizer=optimiser_of(work["optimiser"]), loss=[judge(work["loss"]) for _ in weights], loss_weights=weights,
                           jit_compile=False)

    def step(self):
        return float(self.model.train_on_batch(self.images, self.labels, return_dict=True)["loss"])


class Predictor:
    """The network alone on images, with probabilities as its output."""

    def __init__(self, work, images):
        scores = build(work["network"], images.shape[1:], work["outputs"])
        self.model = keras.Model(scores.input, layers.Softmax()(scores.outputs[0]))
        self.images, self.batch = images, work["atATime"]

    def step(self):
        self.probabilities = self.model.predict(self.images, batch_size=self.batch, verbose=0)


class Segmenter:
    """An image file to a mask file: each slice between its neighbours, on the scale that the network was taught."""

    def __init__(self, work):
        shape = work["shape"][1:]
        scores = build(work["network"], shape, work["outputs"])
        self.model = keras.Model(scores.input, layers.Softmax()(scores.outputs[0]))
        self.image, self.batch, self.context = work["image"], work["atATime"], shape[-1] // 2

    def step(self):
        image = nibabel.load(self.image)
        voxels = image.get_fdata(dtype=np.float32)
        low, high = np.percentile(voxels, [0.5, 99.5])
        voxels = np.clip(voxels, low, high)
        voxels = (voxels - voxels.mean()) / voxels.std()
        slices = np.moveaxis(voxels, 2, 0)
        padded = np.pad(slices, [(self.context, self.context), (0, 0), (0, 0)], mode="edge")
        shown = np.stack([padded[first:first + len(slices)] for first in range(2 * self.context + 1)], -1)
        probabilities = self.model.predict(shown, batch_size=self.batch, verbose=0)
        mask = np.moveaxis(probabilities.argmax(-1).astype(np.uint8), 0, 2)
        nibabel.save(nibabel.Nifti1Image(mask, image.affine), self.image.replace("volume", "peer"))
