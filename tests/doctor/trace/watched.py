"""A PyTorch training for `gradiometer diagnose --watch`: `python watched.py exploding|vanishing|dying|diverging FILE [SECONDS PER STEP]`.
The first two are ill from their birth, the others fall ill at step 200, which is printed. Needs PyTorch."""
import sys
import time

import torch
from torch import nn

from common import CE, Probe, mlp, moons, normal, sgd

EVERY, BEGINS, STEPS = 10, 200, 400


def sound():
    return mlp([2, 64, 64, 64, 64, 2], nn.ReLU, nn.init.kaiming_normal_)


def die(net, _):
    with torch.no_grad():
        net[2].bias.fill_(-30.0)


def diverge(_, optimizer):
    optimizer.param_groups[0]["lr"] = 50.0


AILMENTS = {
    "exploding": (lambda: mlp([2] + [64] * 10 + [2], nn.ReLU, normal(1.0)), None),
    "vanishing": (lambda: mlp([2] + [16] * 20 + [2], nn.Sigmoid), None),
    "dying": (sound, die),
    "diverging": (sound, diverge),
}


def main(ailment, path, pause=0.01):
    torch.manual_seed(1)
    make, begin = AILMENTS[ailment]
    # Labels that cannot be learnt fast: a training that has learnt is healthy, whatever becomes of it.
    x, y = moons()
    y = y[torch.randperm(len(y))]
    net = make()
    optimizer = sgd(net, 0.05)
    with Probe(net, path, every=EVERY) as probe:
        for step in range(STEPS):
            if step == (BEGINS if begin else 0):
                print(f"{ailment} begins at step {step}", flush=True)
                if begin:
                    begin(net, optimizer)
            optimizer.zero_grad()
            loss = CE(net(x), y)
            loss.backward()
            probe.step(loss, optimizer, x, y)
            optimizer.step()
            time.sleep(pause)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], *(float(one) for one in sys.argv[3:]))
