"""Writes the Keras files of this folder (Keras 3): KERAS_BACKEND=torch python keras.py

Every file has its .io.json: an input, its shape and what Keras puts out.
"""
import json
import os
import sys

sys.path = [p for p in sys.path if os.path.abspath(p or ".") != os.path.dirname(os.path.abspath(__file__))]
import keras  # noqa: E402
import numpy as np  # noqa: E402
from keras import layers as L  # noqa: E402

here = os.path.dirname(os.path.abspath(__file__))
keras.utils.set_random_seed(3)
rng = np.random.default_rng(3)


def write(name, model, x, kinds=("keras",), compiled=None):
    for variable in model.weights:  # so that gains, shifts and averages are not ones and zeros
        value = np.asarray(variable)
        noise = rng.normal(size=value.shape).astype("float32") * 0.3
        variable.assign(np.abs(value + noise) + 0.1 if "variance" in variable.path else value + noise)
    if compiled:
        model.compile(**compiled)
    for kind in kinds:
        model.save(os.path.join(here, f"{name}.{kind}"))
    y = np.asarray(model.predict(x, verbose=0))
    with open(os.path.join(here, f"{name}-keras.io.json"), "w") as file:
        json.dump({"x": x.ravel().tolist(), "shape": list(x.shape), "y": y.ravel().tolist()}, file)


rows = rng.normal(size=(5, 4)).astype("float32")
steps = rng.normal(size=(5, 7, 3)).astype("float32")
write(
    "dense", keras.Sequential([L.Input((4,)), L.Dense(8, activation="relu"), L.Dropout(0.3), L.Dense(8), L.LeakyReLU(), L.Dense(3, activation="softmax", name="head")]),
    rows, ("keras", "h5"), {"loss": "categorical_crossentropy", "optimizer": keras.optimizers.Adam(0.002)},
)
write("normed", keras.Sequential([L.Input((4,)), L.Dense(8), L.LayerNormalization(), L.Activation("gelu"), L.Dense(6), L.LayerNormalization(), L.Activation("gelu"), L.Dense(2)]), rows)
write("batch", keras.Sequential([L.Input((4,)), L.Rescaling(0.5, offset=-1.0), L.Dense(8, use_bias=False), L.BatchNormalization(), L.ReLU(), L.Dense(1, activation="sigmoid")]), rows, ("keras", "h5"), {"loss": "binary_crossentropy", "optimizer": keras.optimizers.SGD(0.1, momentum=0.9)})
write("gru", keras.Sequential([L.Input((7, 3)), L.GRU(6), L.Dense(2)]), steps, ("keras", "h5"))
write("lstm", keras.Sequential([L.Input((7, 3)), L.LSTM(6), L.Dense(2)]), steps)
write("simple", keras.Sequential([L.Input((7, 3)), L.SimpleRNN(6), L.Dense(2)]), steps)
inputs = keras.Input((4,))
hidden = L.Dense(8, activation="tanh", name="first")(inputs)
write("functional", keras.Model(inputs, L.Dense(3, name="last")(hidden)), rows, ("keras", "h5"))
write("residual", keras.Model(inputs, L.Dense(3)(L.Add(name="join")([hidden, L.Dense(8)(hidden)]))), rows)
write("convolution", keras.Sequential([L.Input((4, 4, 1)), L.Conv2D(3, 3, name="look"), L.Flatten(), L.Dense(2)]), rng.normal(size=(5, 4, 4, 1)).astype("float32"))
