"""Holds the Keras recorder against Keras itself, where recording is hard: `KERAS_BACKEND=torch python checkKeras.py`, and the same with
tensorflow and jax. Needs Keras and the backend."""
import json
import math
import os
import sys
import tempfile

import keras
import numpy as np
from keras import layers

from kerasNets import CE, mlp, sgd

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "..", "examples", "keras"))
from gradiometer_trace import Trace  # noqa: E402

SEEDED = np.random.default_rng(5)
X, Y = SEEDED.normal(size=(80, 6)).astype("float32"), SEEDED.integers(0, 3, 80).astype("int32")


def lines_of(path):
    with open(path, encoding="utf-8") as file:
        header, *records = [json.loads(line) for line in file]
    return header, records


def fitted(model, x=X, y=Y, every=1, epochs=1, batch=80, **options):
    """Header and records of a training."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "run.jsonl")
        model.fit(x, y, batch_size=batch, epochs=epochs, shuffle=False, verbose=0, callbacks=[Trace(path, every, report=False, **options)])
        return lines_of(path)


def close(got, wanted, tolerance, what):
    assert math.isclose(got, wanted, rel_tol=tolerance, abs_tol=1e-12), f"{what}: {got} instead of {wanted}"


def norm(values):
    return float(np.linalg.norm(np.asarray(values, "float64")))


def busy_net(together):
    """Dropout, batch norm, regularised weights: what draws random numbers, moves averages and adds losses."""
    keras.utils.set_random_seed(1)
    model = keras.Sequential([keras.Input((6,)), layers.Dense(16, "relu", kernel_regularizer="l2"), layers.BatchNormalization(),
                              layers.Dropout(0.3), layers.Dense(16), layers.LeakyReLU(), layers.Dense(3)])
    model.compile(optimizer=keras.optimizers.Adam(0.01), loss=CE, metrics=["accuracy"], steps_per_execution=together)
    return model


def same_training():
    """Not a bit of a training changes, whatever is in it, with a last batch that is smaller and a validation in between."""
    def weights(record, together):
        model = busy_net(together)
        with tempfile.TemporaryDirectory() as folder:
            callbacks = [Trace(os.path.join(folder, "run.jsonl"), 3, report=False)] if record else []
            history = model.fit(X, Y, batch_size=24, epochs=5, verbose=0, validation_split=0.2, callbacks=callbacks)
        return [*model.get_weights(), np.asarray(history.history["loss"]), np.asarray(history.history["accuracy"])]
    # Two steps in one call: PyTorch has no such thing.
    for together in (1,) if keras.config.backend() == "torch" else (1, 2):
        for got, wanted in zip(weights(True, together), weights(False, together)):
            assert np.array_equal(got, wanted), "the training differs"


def the_batch_of_the_step():
    """A record is of the batch that is trained on, before its update: its loss is the one that Keras has for it."""
    keras.utils.set_random_seed(2)
    model = mlp([6, 12, 3], "tanh")
    model.compile(optimizer=sgd(0.1), loss=CE)
    losses = []
    keep = keras.callbacks.LambdaCallback(on_train_batch_end=lambda batch, logs: losses.append(logs["loss"]))
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "run.jsonl")
        # One batch per epoch, so that the mean of the epoch is that of the batch.
        model.fit(X, Y, batch_size=80, epochs=5, verbose=0, callbacks=[Trace(path, 1, report=False), keep])
        header, records = lines_of(path)
    assert [record["step"] for record in records] == [0, 1, 2, 3, 4]
    for record, loss in zip(records, losses):
        close(record["loss"], float(loss), 1e-6, "loss")
    assert all(record["layers"][0]["update"] > 0 for record in records[:4]) and header["skips"] == 0
    close(records[1]["moved"], math.sqrt(sum((records[0]["layers"][i]["update"] * records[0]["layers"][i]["weight"]["norm"]) ** 2 for i in (0, 1))
                                         / sum(records[0]["layers"][i]["weight"]["norm"] ** 2 for i in (0, 1))), 1e-5, "moved")


def own_loop():
    """train_on_batch with `step` before it writes what fit writes."""
    def made():
        keras.utils.set_random_seed(3)
        model = mlp([6, 12, 3], "relu")
        model.compile(optimizer=sgd(0.1), loss=CE)
        return model
    wanted = fitted(made(), batch=16)
    with tempfile.TemporaryDirectory() as folder:
        path, model = os.path.join(folder, "run.jsonl"), made()
        trace = Trace(path, 1, model=model, report=False)
        for k in range(0, 80, 16):
            trace.step(X[k:k + 16], Y[k:k + 16])
            model.train_on_batch(X[k:k + 16], Y[k:k + 16])
        trace.close()
        got = lines_of(path)
    assert len(got[1]) == len(wanted[1]) == 5
    for one, other in zip(got[1], wanted[1]):
        close(one["loss"], other["loss"], 1e-6, "loss")
        close(one["layers"][0]["delta"]["norm"], other["layers"][0]["delta"]["norm"], 1e-5, "delta")


def used_twice():
    inner = layers.Dense(6, "tanh", name="inner")
    x = keras.Input((6,))
    model = keras.Model(x, layers.Dense(3, name="head")(inner(inner(x))))
    model.compile(optimizer=sgd(0.1), loss=CE)
    kernel, bias = inner.get_weights()
    u = X @ kernel + bias
    again = np.tanh(u) @ kernel + bias
    header, (record,) = fitted(model)
    assert [layer["name"] for layer in header["layers"]] == ["inner", "head"] and header["layers"][0]["activation"] == "tanh"
    close(record["layers"][0]["u"]["norm"], norm([u, again]), 1e-6, "u of both calls")
    close(record["layers"][0]["z"]["norm"], norm(np.tanh([u, again])), 1e-6, "z of both calls")


class Own(keras.Model):
    """Activations as functions, in a call of one's own."""

    def __init__(self):
        super().__init__()
        self.one, self.two, self.head = layers.Dense(12), layers.Dense(12), layers.Dense(3)

    def call(self, x):
        return self.head(keras.ops.silu(self.two(keras.ops.relu(self.one(x)))))


def functions():
    keras.utils.set_random_seed(4)
    model = Own()
    model.compile(optimizer=sgd(0.1), loss=CE)
    header, (record,) = fitted(model)
    assert [layer.get("activation") for layer in header["layers"]] == ["relu", "silu", "linear"], header
    assert record["layers"][0]["z"]["zeros"] > 0 and "dead" in record["layers"][0] and "skips" not in header


def in_time():
    """∂J/∂x_t by a difference quotient."""
    keras.utils.set_random_seed(5)
    x, y = SEEDED.normal(size=(4, 7, 2)).astype("float32"), SEEDED.normal(size=(4, 1)).astype("float32")
    model = keras.Sequential([keras.Input((7, 2)), layers.LSTM(5, return_sequences=True), layers.GRU(4), layers.Dense(1)])
    model.compile(optimizer=sgd(0.0), loss="mse")

    def loss(given):
        return float(np.mean((keras.ops.convert_to_numpy(model(given)) - y).astype("float64") ** 2))
    header, (record,) = fitted(model, x, y, batch=4)
    first, second = record["layers"][:2]
    assert [layer["kind"] for layer in header["layers"]] == ["LSTM", "GRU", "Dense"] and header["layers"][0]["out"] == 5
    assert len(first["inTime"]) == len(second["inTime"]) == 7 and "hInTime" not in second
    hidden = keras.ops.convert_to_numpy(model.layers[0](x))
    for t in range(7):
        close(first["hInTime"][t], norm(hidden[:, t]), 1e-5, f"h_{t}")
    quotients, t = [], 3
    for k in range(4):  # the gradient's entries, one pair of losses each
        for j in range(2):
            up, down = x.copy(), x.copy()
            up[k, t, j] += 1e-2
            down[k, t, j] -= 1e-2
            quotients.append((loss(up) - loss(down)) / 2e-2)
    close(first["inTime"][t], norm(quotients), 2e-3, f"∂J/∂x_{t}")


def non_finite():
    model = mlp([6, 12, 12, 3], "relu")
    model.compile(optimizer=sgd(0.1), loss=CE)
    kernel = model.layers[1].get_weights()[0].copy()
    kernel[0, 0], kernel[1, 1] = math.inf, math.nan
    model.layers[1].kernel.assign(kernel)
    _, (record,) = fitted(model)
    assert record["layers"][1]["weight"]["nonFinite"] == 2 and record["loss"] == "NaN"
    assert record["layers"][1]["u"]["nonFinite"] > 0 and math.isfinite(record["layers"][0]["u"]["norm"])


def tiny_and_huge():
    """Norms whose squares are beyond float32."""
    model = mlp([6, 12, 3], "linear")
    model.compile(optimizer=sgd(0.0), loss="mse")
    for layer, size in zip(model.layers, (1e-25, 1e25)):
        layer.kernel.assign(np.full(layer.kernel.shape, size, "float32"))
    _, (record,) = fitted(model, y=SEEDED.normal(size=(80, 3)).astype("float32"))
    close(record["layers"][0]["weight"]["norm"], 1e-25 * math.sqrt(72), 1e-6, "tiny weights")
    close(record["layers"][1]["weight"]["norm"], 1e25 * math.sqrt(36), 1e-6, "huge weights")


def half_precision():
    """To their own precision, without the scale that float16 multiplies the loss with."""
    def made(policy):
        keras.utils.set_random_seed(6)
        keras.config.set_dtype_policy(policy)
        try:
            model = mlp([6, 20, 20, 3], "relu")
            model.compile(optimizer=sgd(0.1), loss=CE)
            return fitted(model)[1][0]
        finally:
            keras.config.set_dtype_policy("float32")
    plain = made("float32")
    for policy in ("mixed_bfloat16", "mixed_float16"):
        for i, (one, other) in enumerate(zip(made(policy)["layers"], plain["layers"])):
            for part in ("u", "z", "delta", "weight", "weightGradient"):
                close(one[part]["norm"], other[part]["norm"], 0.05, f"{policy}: layer {i} {part}")


if __name__ == "__main__":
    for check in (same_training, the_batch_of_the_step, own_loop, used_twice, functions, in_time, non_finite, tiny_and_huge, half_precision):
        check()
        print(f"{check.__name__}: as Keras has it ({keras.config.backend()})", flush=True)
