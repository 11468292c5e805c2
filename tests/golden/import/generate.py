"""Writes the PyTorch files of this folder beside those that came from elsewhere: python generate.py (PyTorch 2.13, CPU).

Every NAME.onnx has its NAME.io.json: an input, its shape and what PyTorch puts out. The exporter asks for the onnx package
only to add functions that no net here has, so that step is left out.
"""
import json
import os

import torch
from torch import nn
from torch.onnx._internal.torchscript_exporter import onnx_proto_utils

onnx_proto_utils._add_onnxscript_fn = lambda model, _: model
here = os.path.dirname(os.path.abspath(__file__))


def write(name, net, x, opset=18, **options):
    net.eval()
    torch.onnx.export(
        net, (x,), os.path.join(here, name + ".onnx"), dynamo=False, opset_version=opset,
        input_names=["x"], output_names=["y"], dynamic_axes={"x": {0: "n"}, "y": {0: "n"}}, **options,
    )
    with torch.no_grad():
        y = net.float()(x.float())  # half weights, but no half arithmetic
    with open(os.path.join(here, name + ".io.json"), "w") as file:
        json.dump({"x": x.flatten().tolist(), "shape": list(x.shape), "y": y.flatten().tolist()}, file)


class Recurrent(nn.Module):
    def __init__(self, layer, last):
        super().__init__()
        self.r, self.last = layer, last
        self.o = nn.Linear(layer.hidden_size, 2) if last != "bare" else None

    def forward(self, x):
        out, state = self.r(x)
        if self.last == "state":
            h = state[0] if isinstance(state, tuple) else state
            return self.o(h[-1])
        step = out[-1] if not self.r.batch_first else out[:, -1]
        return step if self.o is None else self.o(step)


class Residual(nn.Module):
    def __init__(self):
        super().__init__()
        self.a, self.b, self.c = nn.Linear(4, 8), nn.Linear(8, 8), nn.Linear(8, 3)

    def forward(self, x):
        z = torch.relu(self.a(x))
        return self.c(z + torch.relu(self.b(z)))


class Rms(nn.Module):
    """RMSNorm as it is written where the exporter knows none."""

    def __init__(self, units):
        super().__init__()
        self.weight = nn.Parameter(torch.rand(units) + 0.5)

    def forward(self, x):
        return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + 1e-5) * self.weight


class Scaled(nn.Module):
    """Constant input scaling, MatMul and Add apart, functional activations."""

    def __init__(self):
        super().__init__()
        self.register_buffer("mean", torch.tensor([1.0, -2.0, 0.5, 3.0]))
        self.register_buffer("std", torch.tensor([2.0, 0.5, 1.5, 4.0]))
        self.w, self.b = nn.Parameter(torch.randn(4, 8)), nn.Parameter(torch.randn(8))
        self.out = nn.Linear(8, 3)

    def forward(self, x):
        z = torch.tanh(torch.matmul((x - self.mean) / self.std, self.w) + self.b)
        return self.out(z)


torch.manual_seed(5)
rows = torch.randn(5, 4)
wide = lambda *middle: nn.Sequential(nn.Linear(4, 8), *middle, nn.Linear(8, 3))
for opset in (13, 18):
    write(f"mlp-layernorm-{opset}", wide(nn.LayerNorm(8), nn.ReLU(), nn.Linear(8, 8), nn.LayerNorm(8), nn.ReLU()), rows, opset)
    write(f"mlp-gelu-{opset}", wide(nn.GELU(), nn.Dropout(), nn.Linear(8, 8), nn.GELU()), rows, opset)
    write(f"mlp-mixed-{opset}", wide(nn.SiLU(), nn.Linear(8, 8), nn.LeakyReLU(0.2), nn.Linear(8, 6), nn.Softplus(), nn.Linear(6, 8), nn.Softsign()), rows, opset)
write("mlp-rmsnorm", wide(Rms(8), nn.SiLU()), rows)
write("mlp-scaled", Scaled(), rows)
write("mlp-sigmoid-head", nn.Sequential(nn.Linear(4, 6), nn.Tanh(), nn.Linear(6, 1), nn.Sigmoid()), rows)
batch = wide(nn.ReLU(), nn.BatchNorm1d(8), nn.Linear(8, 8), nn.ELU(), nn.BatchNorm1d(8))
batch.train()
for _ in range(5):
    batch(torch.randn(16, 4) * 2 + 1)
write("mlp-batchnorm-behind", batch, rows)
write("mlp-half", nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 3)).half(), rows.half())
write("residual", Residual(), rows)
write("conv-1d", nn.Sequential(nn.Conv1d(2, 3, 3), nn.ReLU(), nn.Flatten(), nn.Linear(9, 2)), torch.randn(5, 2, 5))
for name, layer in (("gru", nn.GRU), ("lstm", nn.LSTM)):
    write(f"{name}-time-first", Recurrent(layer(3, 6), "out"), torch.randn(7, 5, 3), 17)
    write(f"{name}-state", Recurrent(layer(3, 6, batch_first=True), "state"), torch.randn(5, 7, 3), 18)
write("rnn-relu", Recurrent(nn.RNN(3, 6, nonlinearity="relu", batch_first=True, bias=False), "bare"), torch.randn(5, 7, 3))
write("lstm-two-layers", Recurrent(nn.LSTM(3, 6, num_layers=2, batch_first=True), "out"), torch.randn(5, 7, 3))

torch.manual_seed(6)
net = nn.Sequential(nn.Linear(4, 8), nn.BatchNorm1d(8), nn.ReLU(), nn.Linear(8, 3))
optimizer = torch.optim.Adam(net.parameters(), lr=0.003, betas=(0.9, 0.99))
for _ in range(3):
    optimizer.zero_grad()
    net(torch.randn(8, 4)).square().mean().backward()
    optimizer.step()
net.eval()
torch.save({"epoch": 3, "model_state_dict": net.state_dict(), "optimizer_state_dict": optimizer.state_dict()}, os.path.join(here, "checkpoint.pt"))
with torch.no_grad():
    json.dump({"x": rows.flatten().tolist(), "shape": [5, 4], "y": net(rows).flatten().tolist()}, open(os.path.join(here, "checkpoint.io.json"), "w"))
torch.save(net, os.path.join(here, "whole-module.pt"))
torch.save(net.state_dict(), os.path.join(here, "legacy.pt"), _use_new_zipfile_serialization=False)
lstm = Recurrent(nn.LSTM(3, 6, batch_first=True), "out")
torch.save(lstm.state_dict(), os.path.join(here, "lstm.pt"))
x = torch.randn(5, 7, 3)
with torch.no_grad():
    json.dump({"x": x.flatten().tolist(), "shape": [5, 7, 3], "y": lstm(x).flatten().tolist()}, open(os.path.join(here, "lstm-pt.io.json"), "w"))
torch.save(nn.Sequential(nn.Linear(4, 8), nn.Linear(8, 3)).half().state_dict(), os.path.join(here, "half.pt"))
