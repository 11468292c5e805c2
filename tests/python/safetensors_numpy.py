"""The other side of scripts/exchange.mjs: safetensors files in NumPy, by a reader and a writer of their own.

    python3 safetensors_numpy.py FOLDER

Reads FOLDER/{plain,pytorch,checkpoint}.safetensors; writes their tensors again, without metadata, to
FOLDER/{plain,pytorch}-back.safetensors, and to FOLDER/report.json the SHA-256 of every tensor's bytes and the outputs of
the net in pytorch.safetensors for FOLDER/x.safetensors, y = tanh(x W0ᵀ + b0) W1ᵀ + b1 in float64, as torch.nn.Linear has it.
Where the package `safetensors` can be imported, it must read the same and its own files go to FOLDER/*-package.safetensors.
"""
import hashlib, json, struct, sys
from pathlib import Path
import numpy as np

TYPES = {"F32": "<f4", "F64": "<f8"}


def read(path):
    raw = path.read_bytes()
    (length,) = struct.unpack("<Q", raw[:8])
    header = json.loads(raw[8 : 8 + length])
    metadata = header.pop("__metadata__", {})
    data = raw[8 + length :]
    tensors = {
        name: np.frombuffer(data[slice(*entry["data_offsets"])], TYPES[entry["dtype"]]).reshape(entry["shape"])
        for name, entry in header.items()
    }
    return tensors, metadata


def write(path, tensors):
    header, data = {}, b""
    for name, values in tensors.items():
        raw = np.ascontiguousarray(values, "<f4").tobytes()
        header[name] = {"dtype": "F32", "shape": list(values.shape), "data_offsets": [len(data), len(data) + len(raw)]}
        data += raw
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(struct.pack("<Q", len(text)) + text + data)


def main(folder):
    files = {name: read(folder / f"{name}.safetensors") for name in ("plain", "pytorch", "checkpoint", "x")}
    digests = {
        name: {key: hashlib.sha256(values.tobytes()).hexdigest() for key, values in tensors.items()}
        for name, (tensors, _) in files.items()
    }
    raw = (folder / "checkpoint.safetensors").read_bytes()
    digest = files["checkpoint"][1]["gradiometer.sha256"]
    assert hashlib.sha256(raw.replace(digest.encode(), b"0" * 64, 1)).hexdigest() == digest
    for name in ("plain", "pytorch"):
        write(folder / f"{name}-back.safetensors", files[name][0])

    net = {name: values.astype(np.float64) for name, values in files["pytorch"][0].items()}
    linear = lambda x, layer: x @ net[f"layers.{layer}.weight"].T + net[f"layers.{layer}.bias"]
    y = linear(np.tanh(linear(files["x"][0]["x"].astype(np.float64), 0)), 1)

    try:
        from safetensors.numpy import load_file, save_file
    except ImportError:
        package = False
    else:
        package = True
        for name, (tensors, _) in files.items():
            loaded = load_file(folder / f"{name}.safetensors")
            assert loaded.keys() == tensors.keys()
            assert all(loaded[key].tobytes() == tensors[key].tobytes() for key in tensors)
        for name in ("plain", "pytorch"):
            save_file(dict(files[name][0]), folder / f"{name}-package.safetensors")

    report = {"digests": digests, "y": y.ravel().tolist(), "package": package, "numpy": np.__version__}
    (folder / "report.json").write_text(json.dumps(report))


main(Path(sys.argv[1]))
