"""What recording costs: CPU time with it over without, every 50th step, interleaved: `python overhead.py [SECONDS]`. Needs PyTorch."""
import os
import statistics
import sys
import tempfile
import time

import torch
from torch import nn

from common import CE, Probe, sgd


def net_of(sizes):
    return nn.Sequential(*[part for i, (a, b) in enumerate(zip(sizes, sizes[1:]))
                           for part in ([nn.Linear(a, b)] + ([nn.ReLU()] if i < len(sizes) - 2 else []))])


def piece(net, optimizer, x, y, steps, probe):
    began = time.process_time()
    for _ in range(steps):
        optimizer.zero_grad()
        loss = CE(net(x), y)
        loss.backward()
        if probe:
            probe.step(loss, optimizer, x, y)
        optimizer.step()
    return time.process_time() - began


def measure(name, sizes, batch, steps, pieces=15):
    x, y = torch.randn(batch, sizes[0]), torch.randint(0, sizes[-1], (batch,))
    with_probe, without = net_of(sizes), net_of(sizes)
    first, second = sgd(with_probe, 1e-3), sgd(without, 1e-3)
    with tempfile.TemporaryDirectory() as folder, Probe(with_probe, os.path.join(folder, "run.jsonl"), 50, report=False) as probe:
        ratios = []
        for i in range(pieces + 1):
            pair = [lambda: piece(with_probe, first, x, y, steps, probe), lambda: piece(without, second, x, y, steps, None)]
            if i % 2:
                b, a = pair[1](), pair[0]()
            else:
                a, b = pair[0](), pair[1]()
            if i > 0:
                ratios.append(a / b)
    quartiles = statistics.quantiles(ratios, n=4)
    print(f"{name}: {100 * (quartiles[1] - 1):.1f} % (quartiles {100 * (quartiles[0] - 1):.1f} – {100 * (quartiles[2] - 1):.1f}), {pieces} pairs of {steps} steps", flush=True)


if __name__ == "__main__":
    scale = float(sys.argv[1]) if len(sys.argv) > 1 else 1
    measure("tiny, 2-16-16-2, 32 rows", [2, 16, 16, 2], 32, 50 * int(20 * scale))
    measure("wide, 512-1024-1024-1024-10, 128 rows", [512, 1024, 1024, 1024, 10], 128, 50 * max(1, int(2 * scale)))
