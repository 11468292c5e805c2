"""Holds the Lightning callback against the recorder in a loop of one's own: `python checkLightning.py`. Needs PyTorch and Lightning."""
import json
import os
import tempfile

import lightning.pytorch as lightning
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

from common import CE, Probe, mlp
from gradiometer_lightning import Trace

SETTINGS = {"accelerator": "cpu", "logger": False, "enable_checkpointing": False, "enable_progress_bar": False, "enable_model_summary": False}


class Classifier(lightning.LightningModule):
    def __init__(self, net):
        super().__init__()
        self.net = net

    def training_step(self, batch, batch_idx):
        return CE(self.net(batch[0]), batch[1])

    def validation_step(self, batch, batch_idx):
        self.log("loss", CE(self.net(10 * batch[0]), batch[1]))

    def configure_optimizers(self):
        return torch.optim.SGD(self.parameters(), 0.1, momentum=0.9)


def data():
    torch.manual_seed(2)
    return TensorDataset(torch.randn(96, 6), torch.randint(0, 3, (96,)))


def net():
    torch.manual_seed(3)
    return mlp([6, 20, 20, 3], nn.ReLU)


def fitted(path, every=2, **settings):
    """Header, records and parameters of a training of three epochs with a validation before and between them."""
    model, loader = Classifier(net()), DataLoader(data(), 16)
    callbacks = [] if path is None else [Trace(path, every, report=False)]
    lightning.Trainer(max_epochs=3, callbacks=callbacks, **{**SETTINGS, **settings}).fit(model, loader, loader)
    parameters = torch.cat([p.detach().reshape(-1) for p in model.parameters()])
    return (*(lines_of(path) if path else (None, None)), parameters)


def lines_of(path):
    with open(path, encoding="utf-8") as file:
        header, *records = [json.loads(line) for line in file]
    return header, records


def by_hand(path, every=2, micro=1, clip=None):
    model = net()
    optimizer = torch.optim.SGD(model.parameters(), 0.1, momentum=0.9)
    with Probe(model, path, every, report=False) as probe:
        for _ in range(3):
            parts = list(DataLoader(data(), 16))
            for start in range(0, len(parts), micro):
                optimizer.zero_grad()
                for x, y in parts[start:start + micro]:
                    loss = CE(model(x), y)
                    (loss / micro).backward()
                probe.step(loss, optimizer, y=y)
                if clip:
                    nn.utils.clip_grad_norm_(model.parameters(), clip)
                optimizer.step()
    return lines_of(path)


def compare(folder, tolerance=1e-6, what=("u", "z", "delta", "weight", "weightGradient"), trainer=None, **hand):
    header, records, _ = fitted(os.path.join(folder, "lightning.jsonl"), **(trainer or {}))
    expected_header, expected = by_hand(os.path.join(folder, "hand.jsonl"), **hand)
    assert header["loss"] == "cross-entropy" and header["skips"] == 0 and header["optimizer"] == expected_header["optimizer"]
    assert [layer["name"] for layer in header["layers"]] == [f"net.{layer['name']}" for layer in expected_header["layers"]]
    assert [one["step"] for one in records] == [one["step"] for one in expected], "steps"
    for one, other in zip(records, expected):
        assert abs(one["loss"] - other["loss"]) <= tolerance * other["loss"], f"loss {one['loss']} instead of {other['loss']}"
        assert one["y"] == other["y"] and one["rate"] == other["rate"]
        for got, wanted in zip(one["layers"], other["layers"]):
            for part in what:
                far = abs(got[part]["norm"] - wanted[part]["norm"])
                assert far <= tolerance * wanted[part]["norm"], f"step {one['step']} {part}: {got[part]} instead of {wanted[part]}"


if __name__ == "__main__":
    torch.set_num_threads(1)
    with tempfile.TemporaryDirectory() as folder:
        assert torch.equal(fitted(os.path.join(folder, "same.jsonl"))[2], fitted(None)[2])
        print("same training: not a bit changes")
        compare(folder)
        print("plain: as in a loop of one's own")
        compare(folder, trainer={"gradient_clip_val": 0.05}, clip=0.05)
        print("clipping: recorded before")
        compare(folder, trainer={"accumulate_grad_batches": 2}, micro=2)
        print("accumulation: pooled")
        compare(folder, 0.05, trainer={"precision": "bf16-mixed"})
        print("bf16-mixed: to its own precision")
        plugin = lightning.plugins.MixedPrecision("16-mixed", "cpu", torch.amp.GradScaler("cpu", init_scale=1024.0))
        compare(folder, 0.02, trainer={"plugins": [plugin]})
        print("16-mixed: without the scale")
