"""PyTorch, eager, one thread. Speaks the protocol of worker.js: JSON lines in and out, the job as first argument."""

import json
import os
import sys
import time
import warnings

os.environ["OMP_NUM_THREADS"] = os.environ["MKL_NUM_THREADS"] = "1"
warnings.filterwarnings("ignore")

import torch
import torch.nn.functional as F
from torch import nn

torch.set_num_threads(1)


def answer(message):
    print(json.dumps(message), flush=True)


def tensors(file, shapes):
    """The float32 tensors that a file holds one behind the other."""
    with open(file, "rb") as stream:
        flat = torch.frombuffer(bytearray(stream.read()), dtype=torch.float32)
    for shape in shapes:
        count = torch.Size(shape).numel()
        yield flat[:count].reshape(shape).clone()
        flat = flat[count:]


def training(net, file, learning_rate):
    sizes, batch = net["sizes"], net["batch"]
    layers = list(zip(sizes, sizes[1:]))
    shapes = [(batch, sizes[0]), (batch, sizes[-1])] + [shape for i, o in layers for shape in ((i, o), (o,))]
    x, targets, *parameters = tensors(file, shapes)
    y = targets.argmax(1)
    activation = {"tanh": nn.Tanh, "relu": nn.ReLU}[net["activation"]]
    modules = []
    for l, (fan_in, fan_out) in enumerate(layers):
        linear = nn.Linear(fan_in, fan_out)
        with torch.no_grad():
            linear.weight.copy_(parameters[2 * l].T)
            linear.bias.copy_(parameters[2 * l + 1])
        modules += [linear, activation()]
    model = nn.Sequential(*modules[:-1])
    optimizer = torch.optim.SGD(model.parameters(), lr=learning_rate, fused=True)

    def step():
        optimizer.zero_grad()
        loss = F.cross_entropy(model(x), y)
        loss.backward()
        optimizer.step()
        return loss.item()

    return step


def turn(run, runs):
    start = time.perf_counter()
    for _ in range(runs):
        last = run()
    return {"ms": (time.perf_counter() - start) * 1e3 / runs, "last": last}


def warm(run, warm_ms, round_ms):
    start = time.perf_counter()
    while (time.perf_counter() - start) * 1e3 < warm_ms:
        run()
    runs = 1
    while turn(run, runs)["ms"] * runs < round_ms:
        runs *= 2
    return runs


job = json.loads(sys.argv[1])
run = training(job["input"], job["file"], job["learningRate"])
answer({"version": torch.__version__, "values": {"step": [run() for _ in range(3)]}})
runs = 1
for line in sys.stdin:
    request = json.loads(line)
    if request["ask"] == "warm":
        runs = warm(run, request["warmMs"], request["roundMs"])
        answer({})
    else:
        answer(turn(run, runs))
