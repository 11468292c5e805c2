"""Trainings whose event files the tests read: real ones of PyTorch's SummaryWriter, tensorboardX, Keras' callback and tf.summary.

    python writeEvents.py torch FOLDER      needs torch, numpy, tensorboard, tensorboardX
    python writeEvents.py keras FOLDER      needs tensorflow, keras

Each writes its runs to FOLDER, gzipped, and what the tensors really are to FOLDER/<kind>.json: mean, std, norm, min and max in
float64 of some histograms.
"""
import glob
import gzip
import json
import os
import shutil
import sys
import tempfile

import numpy as np

truth = {}


def remember(run, tag, step, values):
    values = np.asarray(values, dtype=np.float64).reshape(-1)
    if not np.isfinite(values).all():
        return
    truth.setdefault(run, []).append({
        "tag": tag, "step": step, "count": values.size, "mean": values.mean(), "std": values.std(),
        "norm": float(np.sqrt(values @ values)), "min": values.min(), "max": values.max(),
    })


def keep(source, folder, run):
    """Copies the event files of a run, gzipped, under names without time and host."""
    files = sorted(glob.glob(source + "/**/*tfevents*", recursive=True))
    for index, path in enumerate(files):
        inside = os.path.relpath(os.path.dirname(path), source)
        target = os.path.join(folder, run, "" if inside == "." else inside)
        os.makedirs(target, exist_ok=True)
        with open(path, "rb") as given, open(f"{target}/events.out.tfevents.{index}.host.gz", "wb") as made:
            made.write(gzip.compress(given.read(), 9, mtime=0))


def moons(n, seed):
    rng = np.random.default_rng(seed)
    angle = rng.random(n) * np.pi
    side = rng.integers(0, 2, n)
    x = np.where(side == 0, np.cos(angle), 1 - np.cos(angle))
    y = np.where(side == 0, np.sin(angle), 0.5 - np.sin(angle))
    rows = np.stack([x, y], 1) + 0.1 * rng.standard_normal((n, 2))
    return ((rows - rows.mean(0)) / rows.std(0)).astype(np.float32), side


def torch_runs(folder):
    import torch
    from torch import nn

    def net(depth, width, activation, scale=None):
        torch.manual_seed(1)
        model = nn.Sequential()
        sizes = [2] + [width] * depth
        for layer in range(depth):
            model.add_module(f"fc{layer + 1}", nn.Linear(sizes[layer], sizes[layer + 1]))
            model.add_module(f"act{layer + 1}", activation())
        model.add_module("head", nn.Linear(width, 2))
        if scale is not None:
            for name, parameter in model.named_parameters():
                if name.endswith("weight"):
                    nn.init.normal_(parameter, 0, scale)
        return model

    def train(run, model, writer, rate, steps, every, write, loss_tag="Loss/train", loss_every=None, decimals=None):
        x, y = (torch.from_numpy(one) for one in moons(128, 3))
        optimizer = torch.optim.SGD(model.parameters(), lr=rate)
        criterion = nn.CrossEntropyLoss()
        for step in range(steps):
            optimizer.zero_grad()
            loss = criterion(model(x), y)
            loss.backward()
            if step % (loss_every or every) == 0:
                writer.add_scalar(loss_tag, loss.item(), step)
            if step % every == 0:
                try:
                    write(writer, model, step, x)
                except ValueError:  # the writer refuses a tensor without any number
                    pass
            optimizer.step()
        writer.close()

    def dotted(run):
        """fc1.weight and fc1.weight.grad, as most people write them."""
        def write(writer, model, step, x):
            for name, parameter in model.named_parameters():
                for tag, values in ((name, parameter), (name + ".grad", parameter.grad)):
                    writer.add_histogram(tag, values, step)
                    if step == 0:
                        remember(run, tag, step, values.detach().numpy())
        return write

    def grouped(run):
        """weights/fc1, gradients/fc1, activations/fc1, and the rate."""
        def write(writer, model, step, x):
            for index, (name, module) in enumerate(model.named_children()):
                with torch.no_grad():
                    x = module(x)
                if isinstance(module, nn.Linear):
                    writer.add_histogram("weights/" + name, module.weight, step, max_bins=32)
                    writer.add_histogram("gradients/" + name, module.weight.grad, step, max_bins=32)
                if name == "head" or not isinstance(module, nn.Linear):
                    layer = name if name == "head" else name.replace("act", "fc")
                    writer.add_histogram("activations/" + layer, x, step, max_bins=32)
                    if step == 0:
                        remember(run, "activations/" + layer, step, x.numpy())
            writer.add_scalar("train/lr", 0.1, step)
            writer.add_scalar("accuracy/val", 0.5, step)
            writer.add_text("notes", "a text", step)
        return write

    from torch.utils.tensorboard import SummaryWriter
    import tensorboardX

    def run(name, make, writer_class, *args, **more):
        with tempfile.TemporaryDirectory() as place:
            train(name, make, writer_class(place), *args, **more)
            keep(place, folder, name)

    run("torch-sigmoid", net(6, 12, nn.Sigmoid), SummaryWriter, 0.1, 160, 40, dotted("torch-sigmoid"), loss_every=10)
    run("torch-healthy", net(3, 12, nn.Tanh), SummaryWriter, 0.3, 600, 100, grouped("torch-healthy"), loss_tag="train/loss", loss_every=10)
    run("torch-exploding", net(6, 12, nn.ReLU, scale=3.0), SummaryWriter, 0.1, 40, 10, grouped("torch-exploding"), loss_every=1)
    run("tensorboardx-rate", net(3, 12, nn.Tanh), tensorboardX.SummaryWriter, 300.0, 60, 20, dotted("tensorboardx-rate"), loss_tag="loss", loss_every=2)


def keras_runs(folder):
    import keras
    import tensorflow as tf

    def model(depth, activation):
        keras.utils.set_random_seed(1)
        return keras.Sequential(
            [keras.Input((2,))]
            + [keras.layers.Dense(12, activation=activation, name=f"dense_{layer}") for layer in range(depth)]
            + [keras.layers.Dense(2, name="head")])

    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    x, y = moons(128, 3)
    with tempfile.TemporaryDirectory() as place:
        net = model(2, "tanh")
        net.compile(keras.optimizers.Adam(0.02), loss)

        class Truth(keras.callbacks.Callback):
            def on_epoch_end(self, epoch, logs=None):
                for layer in self.model.layers if epoch in (0, 9) else []:
                    for weight in layer.weights:
                        remember("keras", weight.path, epoch, weight.numpy())

        net.fit(x, y, batch_size=32, epochs=12, validation_data=moons(64, 4), verbose=0,
                callbacks=[keras.callbacks.TensorBoard(place, histogram_freq=3, write_graph=False), Truth()])
        keep(place, folder, "keras")

    with tempfile.TemporaryDirectory() as place:
        net = model(8, "sigmoid")
        optimizer = keras.optimizers.SGD(0.1)
        writer = tf.summary.create_file_writer(place)
        with writer.as_default():
            for step in range(100):
                with tf.GradientTape() as tape:
                    value = loss(y, net(x))
                gradients = tape.gradient(value, net.trainable_variables)
                tf.summary.scalar("loss", value, step)
                if step % 25 == 0:
                    for variable, gradient in zip(net.trainable_variables, gradients):
                        tf.summary.histogram(variable.path, variable, step)
                        tf.summary.histogram(variable.path + "/grad", gradient, step)
                        if step == 0:
                            remember("tf-sigmoid", variable.path, step, variable.numpy())
                            remember("tf-sigmoid", variable.path + "/grad", step, gradient.numpy())
                optimizer.apply_gradients(zip(gradients, net.trainable_variables))
        writer.close()
        keep(place, folder, "tf-sigmoid")


kind, folder = sys.argv[1:]
{"torch": torch_runs, "keras": keras_runs}[kind](folder)
with open(f"{folder}/{kind}.json", "w") as made:
    json.dump(truth, made, separators=(",", ":"))
