"""Writes golden.json: nets with parameters and data, and the record that the recorder makes of them in PyTorch."""
import json
import os
import tempfile

import torch
from torch import nn

from common import CE, MSE, Probe, sgd

CASES = {
    "tanh": (nn.Tanh, [5, 12, 9, 3], CE, "cross-entropy"),
    "relu": (nn.ReLU, [4, 16, 16, 16, 2], MSE, "mean-squared-error"),
    "sigmoid": (nn.Sigmoid, [6, 10, 10, 1], MSE, "mean-squared-error"),
}


def case(name):
    activation, sizes, loss, loss_name = CASES[name]
    layers = []
    for i, (a, b) in enumerate(zip(sizes, sizes[1:])):
        layers += [nn.Linear(a, b)] + ([activation()] if i < len(sizes) - 2 else [])
    net = nn.Sequential(*layers)
    x = torch.randn(32, sizes[0])
    y = torch.randint(0, sizes[-1], (32,)) if loss is CE else torch.randn(32, sizes[-1])
    linears = [m for m in net if isinstance(m, nn.Linear)]
    # Ours are [fanIn, fanOut].
    weights = {f"layers.{i}.{key}": v.detach().t().reshape(-1).tolist() for i, m in enumerate(linears) for key, v in
               (("weight", m.weight), ("bias", m.bias[None, :].t()))}
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "run.jsonl")
        with Probe(net, path, 1, report=False) as probe:
            optimizer = sgd(net, 0.1)
            value = loss(net(x), y)
            value.backward()
            probe.step(value, optimizer, x, y)
            optimizer.step()
        with open(path, encoding="utf-8") as file:
            header, record = [json.loads(line) for line in file]
    target = nn.functional.one_hot(y, sizes[-1]).float() if loss is CE else y
    return {"name": name, "sizes": sizes, "loss": loss_name, "parameters": weights, "x": x.reshape(-1).tolist(),
            "y": target.reshape(-1).tolist(), "header": header, "record": record}


def main():
    torch.manual_seed(7)
    place = os.path.join(os.path.dirname(os.path.abspath(__file__)), "golden.json")
    with open(place, "w", encoding="utf-8") as file:
        json.dump([case(name) for name in CASES], file, separators=(",", ":"))
        file.write("\n")


if __name__ == "__main__":
    main()
