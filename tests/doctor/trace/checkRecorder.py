"""Holds the recorder against what PyTorch itself says, where recording is hard: `python checkRecorder.py`. Needs PyTorch."""
import json
import math
import os
import tempfile

import torch
from torch import nn

from common import CE, MSE, Probe, Recurrent, adam, sgd


def lines_of(path):
    with open(path, encoding="utf-8") as file:
        header, *records = [json.loads(line) for line in file]
    return header, records


def recorded(net, run, every=1):
    """What `run(net, probe)` leaves in a file."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "run.jsonl")
        with Probe(net, path, every, report=False) as probe:
            run(net, probe)
        return lines_of(path)


def close(got, wanted, tolerance, what):
    assert math.isclose(got, wanted, rel_tol=tolerance, abs_tol=1e-12), f"{what}: {got} instead of {wanted}"


def same_training():
    """Not a bit of a training changes, its random numbers included."""
    def train(record):
        torch.manual_seed(5)
        net = nn.Sequential(nn.Linear(4, 16), nn.Dropout(0.3), nn.ReLU(inplace=True), nn.Linear(16, 1))
        optimizer, x, y = adam(net, 0.01), torch.randn(64, 4), torch.randn(64, 1)

        def run(net, probe):
            for _ in range(20):
                optimizer.zero_grad()
                loss = MSE(net(x), y)
                loss.backward()
                if probe:
                    probe.step(loss, optimizer, x, y)
                optimizer.step()
        recorded(net, run, 3) if record else run(net, None)
        return torch.cat([p.detach().reshape(-1) for p in net.parameters()])
    assert torch.equal(train(True), train(False))


def one_step(net, x, y, loss=CE, scaler=None, autocast=False, unscale=False, micro=1):
    optimizer = sgd(net, 0.1)

    def run(net, probe):
        optimizer.zero_grad()
        for xs, ys in zip(x.chunk(micro), y.chunk(micro)):
            with torch.autocast("cpu", torch.bfloat16, enabled=autocast):
                value = loss(net(xs), ys) / micro
            (scaler.scale(value) if scaler else value).backward()
        if unscale:
            scaler.unscale_(optimizer)
        probe.step(value, optimizer, x, y, scaler=scaler)
        scaler.step(optimizer) if scaler else optimizer.step()
        if scaler:
            scaler.update()
    return recorded(net, run)


def twins(make):
    torch.manual_seed(3)
    first = make()
    torch.manual_seed(3)
    return first, make()


def plain_net(inplace=False):
    return nn.Sequential(nn.Linear(6, 20), nn.ReLU(inplace=inplace), nn.Linear(20, 20), nn.ReLU(inplace=inplace), nn.Linear(20, 3))


def compare(a, b, tolerance, parts=("u", "z", "delta", "weight", "weightGradient")):
    for i, (one, other) in enumerate(zip(a["layers"], b["layers"])):
        for part in parts:
            for key in ("norm", "std"):
                close(one[part][key], other[part][key], tolerance, f"layer {i} {part}.{key}")


def hard_cases():
    torch.manual_seed(4)
    x, y = torch.randn(32, 6), torch.randint(0, 3, (32,))
    first, second = twins(plain_net)
    plain = one_step(first, x, y)[1][0]
    # In place: u is what it was before the activation overwrote it.
    torch.manual_seed(3)
    compare(one_step(plain_net(inplace=True), x, y)[1][0], plain, 1e-7)
    # Under a GradScaler the loss's scale is divided out, before unscale_ and behind it.
    for unscale in (False, True):
        torch.manual_seed(3)
        scaler = torch.amp.GradScaler("cpu", init_scale=1024.0)
        compare(one_step(plain_net(), x, y, scaler=scaler, unscale=unscale)[1][0], plain, 1e-5)
    # Accumulation: the weight gradient is that of the whole batch; signals are pooled, δ as each micro-batch had it.
    accumulated = one_step(second, x, y, micro=4)[1][0]
    compare(accumulated, plain, 1e-5)
    # bfloat16: to its own precision, and finite.
    torch.manual_seed(3)
    compare(one_step(plain_net(), x, y, autocast=True)[1][0], plain, 0.05)


def used_twice():
    class Twice(nn.Module):
        def __init__(self):
            super().__init__()
            self.inner, self.head = nn.Linear(5, 5), nn.Linear(5, 2)

        def forward(self, x):
            return self.head(torch.tanh(self.inner(torch.tanh(self.inner(x)))))

    torch.manual_seed(6)
    net, x, y = Twice(), torch.randn(16, 5), torch.randint(0, 2, (16,))
    first = net.inner(x)
    second = net.inner(torch.tanh(first))
    both = torch.stack([first, second]).detach()
    header, records = one_step(net, x, y)
    assert [layer["name"] for layer in header["layers"]] == ["inner", "head"]
    assert header["layers"][0]["activation"] == "tanh"
    close(records[0]["layers"][0]["u"]["norm"], float(both.norm()), 1e-6, "u of both calls")
    close(records[0]["layers"][0]["z"]["norm"], float(torch.tanh(both).norm()), 1e-6, "z of both calls")


def in_time():
    torch.manual_seed(8)
    net, x, y = Recurrent(nn.LSTM(3, 24, batch_first=True)), torch.randn(8, 12, 3), torch.randint(0, 2, (8,))
    wanted = x.clone().requires_grad_()
    CE(net(wanted), y).backward()
    net.zero_grad()
    _, records = one_step(net, x, y)
    for t, got in enumerate(records[0]["layers"][0]["inTime"]):
        close(got, float(wanted.grad[:, t].norm()), 1e-5, f"∂J/∂x_{t}")

    class Cells(nn.Module):
        def __init__(self):
            super().__init__()
            self.cell, self.head = nn.GRUCell(3, 24), nn.Linear(24, 2)

        def forward(self, x):
            h = x.new_zeros(x.shape[0], 24)
            for t in range(x.shape[1]):
                h = self.cell(x[:, t], h)
            return self.head(h)
    net = Cells()
    wanted = x.clone().requires_grad_()
    CE(net(wanted), y).backward()
    net.zero_grad()
    _, records = one_step(net, x, y)
    assert len(records[0]["layers"][0]["inTime"]) == 12
    for t, got in enumerate(records[0]["layers"][0]["inTime"]):
        close(got, float(wanted.grad[:, t].norm()), 1e-5, f"∂J/∂x_{t} of a cell")


def validation_and_checkpoints():
    class Checkpointed(nn.Module):
        def __init__(self):
            super().__init__()
            self.one, self.two = nn.Linear(6, 20), nn.Linear(20, 3)

        def forward(self, x):
            inner = torch.utils.checkpoint.checkpoint(lambda v: torch.relu(self.one(v)), x, use_reentrant=False)
            return self.two(inner)
    import torch.utils.checkpoint
    torch.manual_seed(9)
    net, x, y = Checkpointed(), torch.randn(32, 6), torch.randint(0, 3, (32,))
    optimizer = sgd(net, 0.1)

    def run(net, probe):
        with torch.no_grad():
            net(100 * x)  # a validation pass in between is not recorded
        loss = CE(net(x), y)
        loss.backward()
        probe.step(loss, optimizer, x, y)
        optimizer.step()
    start = net.one(x).detach()
    _, records = recorded(net, run)
    close(records[0]["layers"][0]["u"]["norm"], float(start.norm()), 1e-6, "u under checkpointing")


def non_finite():
    net, x, y = plain_net(), torch.randn(32, 6), torch.randint(0, 3, (32,))
    with torch.no_grad():
        net[2].weight[0, 0] = math.inf
        net[2].weight[1, 1] = math.nan
    _, records = one_step(net, x, y)
    assert records[0]["layers"][1]["weight"]["nonFinite"] == 2
    assert records[0]["layers"][1]["u"]["nonFinite"] > 0 and math.isfinite(records[0]["layers"][0]["u"]["norm"])
    assert records[0]["loss"] == "NaN"


if __name__ == "__main__":
    for check in (same_training, hard_cases, used_twice, in_time, validation_and_checkpoints, non_finite):
        check()
        print(f"{check.__name__}: as PyTorch has it")
