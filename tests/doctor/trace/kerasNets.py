"""Keras nets, sick and healthy: (name, what must be found first or "healthy", model, x, y, loss, optimizer, epochs)."""
import keras
import numpy as np
from keras import layers

CE = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
BATCH = 32


def mlp(sizes, activation, init="glorot_uniform", bias="zeros", head=None):
    hidden = [layers.Dense(units, activation, kernel_initializer=init() if callable(init) else init, bias_initializer=bias)
              for units in sizes[1:-1]]
    return keras.Sequential([keras.Input((sizes[0],)), *hidden, layers.Dense(sizes[-1], head)])


def normal(std):
    return lambda: keras.initializers.RandomNormal(stddev=std)


def sgd(rate, **options):
    return keras.optimizers.SGD(rate, **options)


def moons(random, n=256):
    t, c = random.random(n) * np.pi, np.arange(n) % 2
    x = np.stack([np.where(c == 0, np.cos(t), 1 - np.cos(t)), np.where(c == 0, np.sin(t), 0.5 - np.sin(t))], 1)
    x = x + 0.1 * random.normal(size=(n, 2))
    return ((x - x.mean(0)) / x.std(0)).astype("float32"), c.astype("int32")


def images(random, n=256, side=12, classes=4):
    y = random.integers(0, classes, n)
    x = random.normal(size=(classes, side, side, 1))[y] + 0.5 * random.normal(size=(n, side, side, 1))
    return x.astype("float32"), y.astype("int32")


def transformer(words=30, width=16, length=8):
    """Pre-norm, functional: sums that go past an attention and past two dense layers."""
    x = keras.Input((length,), dtype="int32")
    z = layers.Embedding(words, width)(x)
    z = layers.Add()([z, layers.MultiHeadAttention(2, 8)(*[layers.LayerNormalization()(z)] * 2)])
    inner = layers.Dense(32, "gelu")(layers.LayerNormalization()(z))
    z = z + layers.Dense(width)(inner)
    return keras.Model(x, layers.Dense(2)(layers.Flatten()(z)))


def nets(random):
    x, y = moons(random)
    yield "keras-healthy", "healthy", mlp([2, 32, 32, 2], "tanh"), x, y, CE, keras.optimizers.Adam(0.01), 30
    yield "keras-vanishing", "vanishing-backward", mlp([2] + [16] * 20 + [2], "sigmoid"), x, y, CE, sgd(0.1), 20
    yield "keras-exploding", "exploding-forward", mlp([2] + [64] * 10 + [2], "relu", normal(1.0)), x, y, CE, sgd(0.05), 8
    dead = mlp([2, 64, 64, 64, 2], "relu", "he_normal", keras.initializers.Constant(-4.0))
    yield "keras-dying", "dying", dead, x, y, CE, sgd(0.1), 20
    # Told that it gets logits, the loss applies a second softmax.
    twice = mlp([2, 16, 2], "relu", head="softmax")
    yield "keras-wrong-head", "wrong-head", twice, x, (x[:, 0] * x[:, 1] > 0).astype("int32"), CE, sgd(0.01), 10
    yield "keras-rate-huge", "rate-too-large", mlp([2, 32, 32, 2], "tanh"), x, y, CE, sgd(100.0), 20
    x = np.random.default_rng(9).normal(size=(256, 4)).astype("float32")
    y = np.sin(x[:, :1]) + 0.5 * x[:, 1:2]
    yield "keras-inputs-thousand", "unscaled-inputs", mlp([4, 32, 32, 1], "tanh"), 1000 * x + 3000, y, "mse", sgd(0.05), 25
    x, y = images(random)
    conv = keras.Sequential([keras.Input((12, 12, 1)), layers.Conv2D(8, 3, padding="same", use_bias=False), layers.BatchNormalization(),
                             layers.ReLU(), layers.MaxPooling2D(), layers.Conv2D(16, 3, activation="relu"), layers.Dropout(0.2),
                             layers.Flatten(), layers.Dense(4, "softmax")])
    yield "keras-conv", "healthy", conv, x, y, "sparse_categorical_crossentropy", sgd(0.05, momentum=0.9), 20
    x = random.normal(size=(256, 150, 1)).astype("float32")
    lag = keras.Sequential([keras.Input((150, 1)), layers.LSTM(24), layers.Dense(2)])
    yield "keras-lstm-lag", "recurrent-lag", lag, x, (x[:, 0, 0] > 0).astype("int32"), CE, keras.optimizers.Adam(3e-3), 6
    x = random.integers(0, 30, (256, 8)).astype("int32")
    yield "keras-transformer", "healthy", transformer(), x, (x[:, 0] >= 15).astype("int32"), CE, keras.optimizers.Adam(3e-3), 30
