"""What recording costs in Keras: CPU time with it over without, every 50th step, interleaved; and the seconds that the first record
takes to compile: `KERAS_BACKEND=tensorflow python overheadKeras.py`. Needs Keras and the backend."""
import os
import statistics
import sys
import tempfile
import time

import keras
import numpy as np

from kerasNets import CE, mlp, sgd

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "..", "examples", "keras"))
from gradiometer_trace import Trace  # noqa: E402


class Loop(Trace):
    """The same recorder over several calls of fit, so that pieces with and without it can take turns."""

    def on_train_end(self, logs=None):
        if self.replaced is not None:
            self.model.train_function, self.replaced = self.replaced, None


def piece(model, x, y, batch, epochs, trace):
    began = time.process_time()
    model.fit(x, y, batch_size=batch, epochs=epochs, shuffle=False, verbose=0, callbacks=[trace] if trace else [])
    return time.process_time() - began


def measure(name, sizes, batch, epochs, pieces):
    keras.utils.set_random_seed(1)
    random = np.random.default_rng(1)
    x, y = random.normal(size=(50 * batch, sizes[0])).astype("float32"), random.integers(0, sizes[-1], 50 * batch)
    model = mlp(sizes, "relu")
    model.compile(optimizer=sgd(1e-3), loss=CE)
    piece(model, x, y, batch, 1, None)
    with tempfile.TemporaryDirectory() as folder:
        trace = Loop(os.path.join(folder, "run.jsonl"), 50, report=False)
        first = piece(model, x, y, batch, 1, trace)
        ratios, steps = [], epochs * 50
        for i in range(pieces):
            both = [piece(model, x, y, batch, epochs, one) for one in ((trace, None) if i % 2 else (None, trace))]
            ratios.append(both[0] / both[1] if i % 2 else both[1] / both[0])
        trace.close()
    low, middle, high = statistics.quantiles(ratios, n=4)
    print(f"{keras.config.backend()}, {name}: {100 * (middle - 1):.1f} % (quartiles {100 * (low - 1):.1f} – {100 * (high - 1):.1f}), "
          f"{pieces} pairs of {steps} steps; the first 50 steps with it took {first:.1f} s of CPU", flush=True)


if __name__ == "__main__":
    scale = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    measure("tiny, 2-16-16-2, 32 rows", [2, 16, 16, 2], 32, 6 * scale, 11)
    measure("wide, 512-1024-1024-1024-10, 128 rows", [512, 1024, 1024, 1024, 10], 128, scale, 7)
