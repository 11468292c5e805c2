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


def prepare(net, file):
    """The batch, the classes, and a maker of the model with the parameters of the file."""
    sizes, batch = net["sizes"], net["batch"]
    layers = list(zip(sizes, sizes[1:]))
    shapes = [(batch, sizes[0]), (batch, sizes[-1])] + [shape for i, o in layers for shape in ((i, o), (o,))]
    x, targets, *parameters = tensors(file, shapes)
    y = targets.argmax(1)
    activation = {"tanh": nn.Tanh, "relu": nn.ReLU}[net["activation"]]

    def build():
        modules = []
        for l, (fan_in, fan_out) in enumerate(layers):
            linear = nn.utils.skip_init(nn.Linear, fan_in, fan_out)
            with torch.no_grad():
                linear.weight.copy_(parameters[2 * l].T)
                linear.bias.copy_(parameters[2 * l + 1])
            modules += [linear, activation()]
        return nn.Sequential(*modules[:-1])

    return x, y, build


def stepper(parameters, learning_rate, compute):
    """A step of gradient descent on what `compute` gives back; its result is a tensor, not yet read."""
    optimizer = torch.optim.SGD(parameters, lr=learning_rate, fused=True)

    def step():
        optimizer.zero_grad()
        loss = compute()
        loss.backward()
        optimizer.step()
        return loss

    return step


def training(net, file, learning_rate):
    x, y, build = prepare(net, file)
    model = build()
    step = stepper(model.parameters(), learning_rate, lambda: F.cross_entropy(model(x), y))
    return lambda: step().item()


def trainings(net, file, learning_rate):
    """A model is made and trained in every run, and every loss is read, as it is by the others."""
    x, y, build = prepare(net, file)

    def run():
        model = build()
        step = stepper(model.parameters(), learning_rate, lambda: F.cross_entropy(model(x), y))
        for _ in range(net["steps"]):
            loss = step().item()
        return loss

    return run


def cells(cell, file, learning_rate):
    """nn.LSTM has two biases: one holds ours, the other stays 0."""
    i, h, o, time, batch = (cell[name] for name in ("inputs", "hidden", "outputs", "time", "batch"))
    shapes = [(time, batch, i), (batch, o), (i, 4 * h), (h, 4 * h), (4 * h,), (h, o), (o,)]
    x, y, w_input, w_recurrent, bias, w_readout, b_readout = tensors(file, shapes)
    lstm, readout = nn.LSTM(i, h), nn.Linear(h, o)
    lstm.bias_hh_l0.requires_grad_(False)
    with torch.no_grad():
        lstm.weight_ih_l0.copy_(w_input.T)
        lstm.weight_hh_l0.copy_(w_recurrent.T)
        lstm.bias_ih_l0.copy_(bias)
        lstm.bias_hh_l0.zero_()
        readout.weight.copy_(w_readout.T)
        readout.bias.copy_(b_readout)
    parameters = [p for p in [*lstm.parameters(), *readout.parameters()] if p.requires_grad]
    step = stepper(parameters, learning_rate, lambda: F.mse_loss(readout(lstm(x)[0][-1]), y))
    return lambda: step().item()


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
TASKS = {"training": training, "trainings": trainings, "cells": cells}
run = TASKS[job["task"]](job["input"], job["file"], job["learningRate"])
answer({"version": torch.__version__, "values": {"step": [run() for _ in range(3)]}})
runs = 1
for line in sys.stdin:
    request = json.loads(line)
    if request["ask"] == "warm":
        runs = warm(run, request["warmMs"], request["roundMs"])
        answer({})
    else:
        answer(turn(run, runs))
