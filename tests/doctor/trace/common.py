"""What the nets of the trace tests share: data, nets, and one training that is recorded."""
import math
import os
import sys

import torch
from torch import nn

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "..", "examples", "pytorch"))
from gradiometer_trace import Probe  # noqa: E402

torch.set_num_threads(1)
CE, MSE = nn.CrossEntropyLoss(), nn.MSELoss()


def sgd(net, rate, **options):
    return torch.optim.SGD(net.parameters(), rate, **options)


def adam(net, rate):
    return torch.optim.Adam(net.parameters(), rate)


def mlp(sizes, activation, init=None, norm=None):
    layers = []
    for i, (a, b) in enumerate(zip(sizes, sizes[1:])):
        linear = nn.Linear(a, b)
        if init is not None:
            init(linear.weight)
            nn.init.zeros_(linear.bias)
        layers.append(linear)
        if i < len(sizes) - 2:
            layers += ([norm(b)] if norm else []) + [activation()]
    return nn.Sequential(*layers)


def normal(std):
    return lambda weight: nn.init.normal_(weight, std=std)


def moons(n=256):
    t, c = torch.rand(n) * math.pi, torch.arange(n) % 2
    x = torch.stack([torch.where(c == 0, t.cos(), 1 - t.cos()), torch.where(c == 0, t.sin(), 0.5 - t.sin())], 1)
    x = x + 0.1 * torch.randn(n, 2)
    return (x - x.mean(0)) / x.std(0), c


def waves(n=256, inputs=4):
    x = torch.randn(n, inputs)
    return x, torch.sin(x[:, :1]) + 0.5 * x[:, 1:2]


def images(n=256, side=12, classes=4, noise=0.5):
    y = torch.randint(0, classes, (n,))
    patterns = torch.randn(classes, 1, side, side)
    return patterns[y] + noise * torch.randn(n, 1, side, side), y


def sequences(time, n=256, classes=True):
    """What stands first is asked for last."""
    x = torch.randn(n, time, 1)
    return x, (x[:, 0, 0] > 0).long() if classes else x[:, 0]


def tokens(n=256, words=30, length=8):
    x = torch.randint(0, words, (n, length))
    return x, (x[:, 0] >= words // 2).long()


class Recurrent(nn.Module):
    def __init__(self, cell, outputs=2, hidden=24):
        super().__init__()
        self.cell, self.readout = cell, nn.Linear(hidden, outputs)

    def forward(self, x):
        return self.readout(self.cell(x)[0][:, -1])


def train(name, net, x, y, loss, optimizer, steps, folder, records=8, batch=32):
    """Trains on batches and records about `records` steps of it; gives the loss over all rows at the end."""
    with Probe(net, os.path.join(folder, f"{name}.jsonl"), max(1, steps // records), report=False) as probe:
        for _ in range(steps):
            rows = torch.randint(0, len(y), (batch,))
            value = loss(net(x[rows]), y[rows])
            optimizer.zero_grad()
            value.backward()
            probe.step(value, optimizer, x[rows], y[rows])
            optimizer.step()
    with torch.no_grad():
        return float(loss(net(x), y))
