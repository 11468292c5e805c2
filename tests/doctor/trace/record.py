"""Records the trainings of these tests again, and golden.json: `python record.py [FOLDER]`. Needs PyTorch; three seeds each."""
import gzip
import os
import sys

import torch

import given
import golden
import heldOut
import nets
from common import train
from stamp import digest, stamp

SEEDS = (1, 2, 3)
GROUPS = (given, nets, heldOut)
RECORDER = "examples/pytorch/gradiometer_trace.py"


def main(folder):
    for group in GROUPS:
        place = os.path.join(folder, group.__name__)
        os.makedirs(place, exist_ok=True)
        for seed in SEEDS:
            torch.manual_seed(seed)
            for name, expected, net, x, y, loss, optimizer, steps in group.nets():
                end = train(f"{name}.{seed}", net, x, y, loss, optimizer, steps, place)
                plain = os.path.join(place, f"{name}.{seed}.jsonl")
                with open(plain, "rb") as file, gzip.GzipFile(f"{plain}.gz", "wb", 9, mtime=0) as out:
                    out.write(file.read())
                os.remove(plain)
                print(f"{name:22s} seed {seed}  {expected:20s} loss at the end {end:.4g}", flush=True)


if __name__ == "__main__":
    recorder = digest(RECORDER)
    if len(sys.argv) > 1:
        main(sys.argv[1])
    else:
        main(os.path.join(os.path.dirname(os.path.abspath(__file__)), "recorded"))
        golden.main()
        traces = [*(f"recorded/{group.__name__}" for group in GROUPS), "golden.json"]
        stamp(RECORDER, traces, recorder, {"torch": torch.__version__.split("+")[0]})
