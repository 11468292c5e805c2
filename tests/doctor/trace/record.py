"""Records the trainings of these tests again: `python record.py [FOLDER]`. Needs PyTorch; three seeds each."""
import gzip
import os
import sys

import torch

import given
import heldOut
import nets
from common import train

SEEDS = (1, 2, 3)


def main(folder):
    for group in (given, nets, heldOut):
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
    main(sys.argv[1] if len(sys.argv) > 1 else os.path.join(os.path.dirname(os.path.abspath(__file__)), "recorded"))
