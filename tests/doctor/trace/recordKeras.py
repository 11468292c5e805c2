"""Records the Keras trainings of these tests again, a seed on each backend, and goldenKeras.json: `python recordKeras.py [FOLDER]`.
Needs Keras with PyTorch, TensorFlow and JAX."""
import gzip
import json
import os
import subprocess
import sys
import tempfile

from stamp import digest, stamp

HERE = os.path.dirname(os.path.abspath(__file__))
RECORDER = "examples/keras/gradiometer_trace.py"
BACKENDS = ("torch", "tensorflow", "jax")  # of seeds 1, 2, 3
CASES = {
    "tanh": ([5, 12, 9, 3], "cross-entropy"),
    "relu": ([4, 16, 16, 16, 2], "mean-squared-error"),
    "sigmoid": ([6, 10, 10, 1], "mean-squared-error"),
}


def record(seed, folder, *only):
    """In a process of its own, since a process has one backend. only: names of nets, else all."""
    import keras
    import numpy as np

    from kerasNets import BATCH, nets

    sys.path.insert(0, os.path.join(HERE, "..", "..", "..", "examples", "keras"))
    from gradiometer_trace import Trace

    keras.utils.set_random_seed(seed)
    random = np.random.default_rng(seed)
    for name, expected, model, x, y, loss, optimizer, epochs in nets(random):
        if only and name not in only:
            continue
        model.compile(optimizer=optimizer, loss=loss)
        plain = os.path.join(folder, f"{name}.{seed}.jsonl")
        every = max(1, epochs * (len(x) // BATCH) // 8)
        history = model.fit(x, y, batch_size=BATCH, epochs=epochs, verbose=0, callbacks=[Trace(plain, every, report=False)])
        with open(plain, "rb") as file, gzip.GzipFile(f"{plain}.gz", "wb", 9, mtime=0) as out:
            out.write(file.read())
        os.remove(plain)
        print(f"{name:24s} {keras.config.backend():10s} {expected:20s} loss at the end {history.history['loss'][-1]:.4g}", flush=True)


def golden(path):
    import keras
    import numpy as np

    from kerasNets import CE, mlp, sgd

    sys.path.insert(0, os.path.join(HERE, "..", "..", "..", "examples", "keras"))
    from gradiometer_trace import Trace

    keras.utils.set_random_seed(7)
    random, cases = np.random.default_rng(7), []
    for name, (sizes, loss) in CASES.items():
        model = mlp(sizes, name)
        model.compile(optimizer=sgd(0.1), loss=CE if loss == "cross-entropy" else "mse")
        x = random.normal(size=(32, sizes[0])).astype("float32")
        y = random.integers(0, sizes[-1], 32) if loss == "cross-entropy" else random.normal(size=(32, sizes[-1])).astype("float32")
        weights = {f"layers.{i}.{key}": np.asarray(value).reshape(-1).tolist() for i, layer in enumerate(model.layers)
                   for key, value in zip(("weight", "bias"), layer.get_weights())}
        with tempfile.TemporaryDirectory() as folder:
            file = os.path.join(folder, "run.jsonl")
            model.fit(x, y, batch_size=32, epochs=1, shuffle=False, verbose=0, callbacks=[Trace(file, 1, report=False)])
            with open(file, encoding="utf-8") as lines:
                header, one = [json.loads(line) for line in lines]
        target = np.eye(sizes[-1])[y] if loss == "cross-entropy" else y
        cases.append({"name": name, "source": keras.config.backend(), "sizes": sizes, "loss": loss, "parameters": weights,
                      "x": x.reshape(-1).tolist(), "y": np.asarray(target, "float64").reshape(-1).tolist(), "header": header, "record": one})
    with open(path, "w", encoding="utf-8") as file:
        json.dump(cases, file)


def versions():
    from importlib.metadata import version

    return {name: version(name).split("+")[0] for name in ("keras", "torch", "tensorflow-cpu", "jax")}


def main(folder):
    os.makedirs(os.path.join(folder, "kerasNets"), exist_ok=True)
    cases = []
    for seed, backend in enumerate(BACKENDS, 1):
        with tempfile.TemporaryDirectory() as place:
            part = os.path.join(place, "golden.json")
            subprocess.run([sys.executable, __file__, "--seed", str(seed), os.path.join(folder, "kerasNets"), part], check=True,
                           env={**os.environ, "KERAS_BACKEND": backend, "TF_CPP_MIN_LOG_LEVEL": "3", "OMP_NUM_THREADS": "1"})
            with open(part, encoding="utf-8") as file:
                cases += json.load(file)
    with open(os.path.join(HERE, "goldenKeras.json"), "w", encoding="utf-8") as file:
        json.dump(cases, file, separators=(",", ":"))
        file.write("\n")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--seed"]:
        record(int(sys.argv[2]), sys.argv[3], *sys.argv[5:])
        golden(sys.argv[4])
    elif len(sys.argv) > 1:
        main(sys.argv[1])
    else:
        recorder = digest(RECORDER)
        main(os.path.join(HERE, "recorded"))
        stamp(RECORDER, ["recorded/kerasNets", "goldenKeras.json"], recorder, versions())
