# MIT License. Copyright (c) 2026 the Gradiometer authors. Copy this file into your project; it needs PyTorch 2.0 and nothing else.
"""Records a PyTorch training as a trace: JSON lines that `npx gradiometer diagnose run.jsonl` reads.

    from gradiometer_trace import Probe

    with Probe(model, "run.jsonl", every=50) as probe:
        for x, y in batches:
            optimizer.zero_grad()
            loss = criterion(model(x), y)
            loss.backward()
            probe.step(loss, optimizer, x, y)     # after backward, before clipping and optimizer.step()
            optimizer.step()

Under a GradScaler pass it along: `probe.step(loss, optimizer, x, y, scaler=scaler)`, before or after `unscale_`. With gradient
accumulation call `step` once per optimizer step; what the micro-batches showed is pooled. Nothing of the training changes: no
random number is drawn, no value is replaced, and between two records no hook is installed.

A layer is a module with parameters of its own, in the order of the first forward pass. A call of one module several times in a
pass is pooled. All statistics are computed in float32 (norms summed in float64) where the tensors are, and come over in one transfer.
"""
import atexit
import collections
import json
import math
import time
import weakref

import torch
from torch.nn.utils.rnn import PackedSequence

FORMAT = "gradiometer-trace-1"
SMALL = 4096  # entries up to which a tensor on a CPU is looked at together with others
SAMPLE = 16384  # weights of one tensor that are looked at for how far they moved: all, or every k-th
LOSSES = {"NllLoss": "cross-entropy", "NllLoss2D": "cross-entropy", "MseLoss": "mean-squared-error",
          "BinaryCrossEntropyWithLogits": "binary-cross-entropy", "BinaryCrossEntropy": "binary-cross-entropy-of-probabilities",
          "SmoothL1Loss": "smooth-l1", "HuberLoss": "huber", "L1Loss": "l1"}
ACTIVATIONS = {"linear": lambda u: u, "relu": torch.relu, "tanh": torch.tanh, "sigmoid": torch.sigmoid,
               "softsign": torch.nn.functional.softsign, "gelu": torch.nn.functional.gelu, "silu": torch.nn.functional.silu,
               "elu": torch.nn.functional.elu, "leaky-relu": torch.nn.functional.leaky_relu, "selu": torch.selu,
               "softplus": torch.nn.functional.softplus}
# What stands between the last layer and the loss: passed over, or an activation.
PASSED = ("LogSoftmax", "Squeeze", "View", "Reshape", "UnsafeView", "Select", "ToCopy", "Unsqueeze")
OUTPUTS = {"Sigmoid": "sigmoid", "Tanh": "tanh", "Relu": "relu", "Softmax": "softmax", "Softplus": "softplus", "Elu": "elu",
           "Gelu": "gelu", "Silu": "silu"}
# Where |φ'| is below .01 of its maximum, from the value z.
FLAT = {"tanh": lambda z: 1 - z * z < 0.01, "sigmoid": lambda z: z * (1 - z) < 0.0025,
        "softsign": lambda z: (1 - z.abs()) ** 2 < 0.01}
LIVE = ("", "linear", "tanh", "sigmoid", "softsign")  # no unit of these is off for every row
FLUSH = 0.25  # seconds, at least, from one flush of the file to the next
RECURRENT = (torch.nn.RNNBase, torch.nn.RNNCellBase)


def _first(value):
    """The tensor among what a module took in or put out: of a tuple the first."""
    while isinstance(value, (tuple, list)) and not isinstance(value, PackedSequence):
        if not value:
            return None
        value = value[0]
    if isinstance(value, PackedSequence):
        value = value.data
    return value if isinstance(value, torch.Tensor) and value.is_floating_point() else None


def _moments(tensor):
    """[n, sum, sum of squares, min, max, finite entries, zeros] over the finite entries, where the tensor is. On a CPU a small
    tensor is only copied, for `_rows`: many small ones cost as little as one."""
    t = tensor.detach()
    if t.is_sparse:
        t = t.coalesce().values()
    t = t.reshape(-1)
    n, on_cpu = t.numel(), t.device.type == "cpu"
    if on_cpu and n <= SMALL:
        return t.clone() if t.dtype == torch.float32 else t.float()
    if t.dtype != torch.float32:
        t = t.float()
    if on_cpu:
        square = float(torch.linalg.vector_norm(t, dtype=torch.float64)) ** 2
        if math.isfinite(square):  # then every entry is
            low, high = torch.aminmax(t)
            zeros = n - int(torch.count_nonzero(t))
            return torch.tensor([n, float(t.sum(dtype=torch.float64)), square, float(low), float(high), n, zeros], dtype=torch.float64)
    # No question is asked here whose answer a GPU would have to be waited for.
    finite = torch.isfinite(t)
    inside, wide = torch.where(finite, t, 0.0), _wide(t)
    low, high = torch.aminmax(inside)
    square = torch.linalg.vector_norm(inside, dtype=wide) ** 2
    return torch.stack([square.new_tensor(float(n)), inside.sum(dtype=wide), square, low.to(wide), high.to(wide),
                        finite.sum().to(wide), (t == 0).sum().to(wide)])


def _rows(small):
    """The moments of many small tensors at once, one row each."""
    counts = torch.tensor([t.numel() for t in small], dtype=torch.float64)
    m = torch.nn.utils.rnn.pad_sequence(small, batch_first=True, padding_value=math.nan)
    finite = torch.isfinite(m)
    inside = torch.where(finite, m, 0.0).double()
    low, high = torch.where(finite, m, math.inf).amin(1), torch.where(finite, m, -math.inf).amax(1)
    return torch.stack([counts, inside.sum(1), (inside * inside).sum(1), low.double(), high.double(), finite.sum(1).double(),
                        (m == 0).sum(1).double()], 1)


def _wide(t):
    return torch.float32 if t.device.type == "mps" else torch.float64  # MPS has no float64


def _units(tensor, kind):
    """[rows, units]: convolutions and batch norms keep their units in dimension 1, all others in the last."""
    t = tensor.detach()
    if t.dim() > 2 and ("Conv" in kind or "BatchNorm" in kind or "InstanceNorm" in kind or "GroupNorm" in kind):
        t = t.movedim(1, -1)
    return t.reshape(-1, t.shape[-1]) if t.dim() > 0 else t.reshape(1, 1)


def _plain(value):
    """Numbers to nine digits; what is not finite becomes a word, since JSON has none for it."""
    kind = type(value)
    if kind is float:
        return float("%.9g" % value) if math.isfinite(value) else "NaN" if value != value else "Infinity" if value > 0 else "-Infinity"
    if kind is dict:
        return {key: _plain(one) for key, one in value.items()}
    return [_plain(one) for one in value] if kind is list else value


class _Layer:
    """What was seen of one module in one record."""

    def __init__(self, name, module):
        self.name, self.module, self.kind = name, module, type(module).__name__
        self.own = [p for p in module.parameters(recurse=False)]
        matrices = [p for p in self.own if p.dim() > 1]
        self.weights = matrices or self.own[:1]
        self.activation = None
        self.clear()

    def clear(self):
        self.parts = {"u": [], "z": [], "delta": []}
        self.dead, self.flat, self.in_time, self.state, self.calls = [], [], [], [], 0
        self.open = None  # of the last call: u as it was, a few of its entries

    def sizes(self):
        m, weight = self.module, self.weights[0]
        for inside, outside in (("in_features", "out_features"), ("in_channels", "out_channels"), ("input_size", "hidden_size"),
                                ("num_embeddings", "embedding_dim")):
            if hasattr(m, inside) and hasattr(m, outside):
                return getattr(m, inside), getattr(m, outside)
        return (weight.shape[-1], weight.shape[0]) if weight.dim() > 1 else (weight.numel(), weight.numel())


class Probe:
    """Watches `model` and writes a line to `path` every `every` optimizer steps, the first at once.

    loss, reference: for the header, where they cannot be seen: the loss by name, and the loss of the best constant answer.
    """

    def __init__(self, model, path, every=50, loss=None, reference=None, report=True):
        if int(every) < 1:
            raise ValueError(f"every: {every} is not allowed; give a number of steps from 1 on")
        self.model, self.every, self.report = model, int(every), report
        self.file = open(path, "w", encoding="utf-8")
        self.path, self.given = path, {"loss": loss, "reference": reference}
        self.layers = {}  # by module, in the order of the first forward pass
        self.named = {m: (n or type(m).__name__) for n, m in model.named_modules() if any(True for _ in m.parameters(recurse=False))}
        self.steps, self.spent, self.began, self.flushed = 0, 0.0, time.perf_counter(), 0.0
        self.handles, self.header, self.pending, self.start, self.owner = [], None, None, None, None
        self._fresh()
        self._arm()
        mine = weakref.ref(self)
        self.at_exit = lambda: mine() is not None and mine().close()
        atexit.register(self.at_exit)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def __del__(self):
        if getattr(self, "file", None) is not None:
            self.close()

    # ---- hooks, which are there in a recorded step alone

    def _fresh(self):
        self.before, self.x, self.backward_seen = None, None, False

    def _arm(self):
        self._fresh()
        for layer in self.layers.values():
            layer.clear()
        for module in self.named:
            self.handles.append(module.register_forward_pre_hook(self._enter))
            self.handles.append(module.register_forward_hook(self._leave))

    def _disarm(self):
        for handle in self.handles:
            handle.remove()
        self.handles = []

    @staticmethod
    def _ignored():
        # Validation, and what activation checkpointing computes again inside of backward.
        inside = getattr(torch._C, "_current_graph_task_id", lambda: -1)() != -1
        return inside or not torch.is_grad_enabled()

    @torch.no_grad()
    def _look_back(self, received):
        """What this module receives is the z of the one before it."""
        layer, self.before = self.before, None
        if layer is None or layer.open is None:
            return
        shape, sample, positive = layer.open
        layer.open = None
        if received is None:
            return
        layer.parts["z"].append(_moments(received))
        if received.numel() == math.prod(shape) and received.shape[-1] == shape[-1]:
            if layer.activation is None and not isinstance(layer.module, RECURRENT):
                layer.activation = self._named_activation(sample, received)
            flat = FLAT.get(layer.activation)
            if flat is not None:
                layer.flat.append(flat(received.detach().float()).float().mean())
            if layer.activation not in LIVE:
                layer.dead.append([positive, (_units(received, layer.kind) != 0).any(0)])
        else:
            layer.dead.append([positive, None])

    @staticmethod
    def _named_activation(sample, z):
        after = z.detach().reshape(-1)[:sample.numel()].float()
        tolerance = 1e-2 if z.dtype in (torch.bfloat16, torch.float16) else 1e-5
        size = float(sample.abs().max()) if sample.numel() else 0.0
        if not 0.02 < size < math.inf:
            return None  # so near to 0 all are alike
        for name, function in ACTIVATIONS.items():
            if torch.allclose(function(sample), after, rtol=tolerance, atol=tolerance * 0.01 * size):
                return name
        return ""

    def _enter(self, module, inputs):
        if self._ignored():
            return None
        began = time.perf_counter()
        if self.backward_seen:  # the next micro-batch
            self.before, self.backward_seen = None, False
        layer = self.layers.get(module)
        if layer is None:
            layer = self.layers[module] = _Layer(self.named[module], module)
        received = _first(inputs)
        self._look_back(received)
        if self.x is None and received is not None and len(self.layers) == 1:
            self.x = [_moments(received)]
        result = None
        if received is not None and isinstance(module, RECURRENT):
            if not received.requires_grad and not isinstance(inputs[0], PackedSequence):
                received = received.detach().requires_grad_()
                result = (received, *inputs[1:])
            if received.requires_grad:
                received.register_hook(self._time_hook(layer, module, inputs[0], layer.calls))
        self.spent += time.perf_counter() - began
        return result

    def _time_hook(self, layer, module, given, call):
        def hook(gradient):
            with torch.no_grad():
                layer.in_time.append((call, self._per_step(gradient, module, given)))
        return hook

    @staticmethod
    def _per_step(values, module, given):
        """Norms over batch and units, one per step of the sequence; of a cell one, for its step."""
        v = values.detach().float()
        if isinstance(given, PackedSequence):
            return torch.stack([part.norm() for part in v.split(given.batch_sizes.tolist())])
        if isinstance(module, torch.nn.RNNCellBase):
            return v.norm().reshape(1)
        axis = 0 if v.dim() == 2 or not module.batch_first else 1
        return torch.linalg.vector_norm(v, dim=[d for d in range(v.dim()) if d != axis])

    def _leave(self, module, inputs, output):
        if self._ignored():
            return
        began = time.perf_counter()
        layer, u = self.layers[module], _first(output)
        layer.calls += 1
        if u is not None:
            with torch.no_grad():
                layer.parts["u"].append(_moments(u))
                # Taken now: an activation in place overwrites u.
                sample = u.detach().reshape(-1)[:512].float().clone() if layer.activation is None else None
                positive = (_units(u, layer.kind) > 0).any(0) if layer.activation not in LIVE else None
                layer.open = (tuple(u.shape), sample, positive)
                if isinstance(module, torch.nn.RNNBase) and getattr(module, "nonlinearity", "") == "tanh":
                    layer.flat.append(FLAT["tanh"](u.detach().float()).float().mean())
                if isinstance(module, RECURRENT):
                    layer.state.append(self._per_step(u, module, output[0] if isinstance(output, tuple) else output))
            if u.requires_grad:
                u.register_hook(self._delta_hook(layer))
            self.before = layer
        self.spent += time.perf_counter() - began

    def _delta_hook(self, layer):
        def hook(gradient):
            began = time.perf_counter()
            self.backward_seen = True
            with torch.no_grad():
                layer.parts["delta"].append(_moments(gradient))
                if layer.activation not in LIVE and ("Linear" in layer.kind or "Conv" in layer.kind or "Norm" in layer.kind):
                    layer.parts.setdefault("alive", []).append((_units(gradient, layer.kind) != 0).any(0))
            self.spent += time.perf_counter() - began
        return hook

    # ---- records

    def step(self, loss, optimizer, x=None, y=None, scaler=None):
        """To be called once per optimizer step, behind `backward` and before clipping and `optimizer.step()`."""
        if self.file is None:
            return
        self.steps += 1
        if self.pending is None and not self.handles and self.steps % self.every:
            return
        began = time.perf_counter()
        if self.pending is not None:
            self._finish()
        if self.handles:
            self._disarm()
            if self.layers:
                self._record(loss, optimizer, y, scaler)
        if self.steps % self.every == 0:
            self._arm()
        self.spent += time.perf_counter() - began

    @torch.no_grad()
    def _sample(self):
        """Entries of all weights behind each other; `self.owner` says of which layer each is."""
        parts = []
        for i, layer in enumerate(self.layers.values()):
            for w in layer.weights:
                stride = max(1, w.numel() // SAMPLE)
                part = w.detach().reshape(-1)[::stride].float()
                parts.append((i, part * math.sqrt(stride) if stride > 1 else part))  # each stands for the squares passed over
        device = parts[0][1].device
        if self.owner is None:
            counts = torch.tensor([part.numel() for _, part in parts])
            self.owner = torch.repeat_interleave(torch.tensor([i for i, _ in parts]), counts).to(device)
        return torch.cat([part.to(device) for _, part in parts])

    def _squares(self, values):
        """Sum of squares, layer by layer."""
        squares = values.to(_wide(values)) ** 2
        return squares.new_zeros(len(self.layers)).index_add_(0, self.owner, squares)

    @torch.no_grad()
    def _record(self, loss, optimizer, y, scaler):
        layers = list(self.layers.values())
        scale, unscaled = self._scales(scaler, optimizer)
        now = self._sample()
        if self.start is None:
            self.start, self.start_size = now, self._squares(now).sum()
        values, shape, pooled, small = [], [], [], []  # everything that goes over, flat, and what it is

        def add(key, tensor):
            tensor = tensor.reshape(-1)
            shape.append((key, tensor.numel()))
            values.append(tensor.to(_wide(tensor)))

        def add_all(key, moments):
            own = []
            for m in moments:
                copied = m.dtype == torch.float32 and m.device.type == "cpu"
                own.append(len(small) if copied else m)
                small.extend([m] if copied else [])
            pooled.append((key, own))

        add("loss", loss.detach().float())
        if self.x:
            add_all("x", self.x)
        for i, layer in enumerate(layers):
            for part in ("u", "z", "delta"):
                if layer.parts[part]:
                    add_all((i, part), layer.parts[part])
            # Nobody receives what the last layer puts out: z is u.
            if not layer.parts["z"] and layer.parts["u"]:
                add_all((i, "z"), layer.parts["u"])
            add_all((i, "weight"), [_moments(w) for w in layer.weights])
            gradients = [w.grad for w in layer.weights if w.grad is not None]
            if gradients:
                add_all((i, "weightGradient"), [_moments(g) for g in gradients])
            dead = self._dead_units(layer)
            if dead is not None:
                add((i, "dead"), dead)
            if layer.flat:
                add((i, "saturated"), torch.stack(layer.flat).mean())
            if layer.in_time:
                add((i, "inTime"), torch.cat([norms for _, norms in sorted(layer.in_time, key=lambda one: one[0])]))
            if layer.state:
                add((i, "hInTime"), torch.cat(layer.state))
        add("moved", self._squares(now - self.start).sum())
        add("size", self.start_size)
        targets = self._targets(y)
        if targets is not None:
            add("y", targets[1])
        rows, numbers = _rows(small).tolist() if small else [], {}
        for key, own in pooled:
            if all(isinstance(m, int) or m.device.type == "cpu" for m in own):
                numbers[key] = self._pool_numbers([rows[m] if isinstance(m, int) else m.tolist() for m in own])
            else:
                add(key, self._pool(own))
        device = values[0].device
        flat, at = torch.cat([v.to(device) for v in values]).tolist(), 0  # the one transfer
        for key, count in shape:
            numbers[key] = flat[at:at + count]
            at += count
        if self.header is None:
            self._write_header(loss, optimizer, layers)
        group = optimizer.param_groups[0]
        line = {"step": self.steps - 1, "loss": numbers["loss"][0], "rate": float(group["lr"])}
        if numbers["size"][0] > 0:
            line["moved"] = math.sqrt(numbers["moved"][0] / numbers["size"][0]) if math.isfinite(numbers["moved"][0]) else math.nan
        if "x" in numbers:
            line["x"] = self._stats(numbers["x"])
        if targets is not None:
            line["y"] = targets[2](numbers["y"])
        line["layers"] = []
        for i, layer in enumerate(layers):
            one = {}
            for part, divide in (("u", 1), ("z", 1), ("delta", scale), ("weight", 1), ("weightGradient", 1 if unscaled else scale)):
                if (i, part) in numbers:
                    one[part] = self._stats(numbers[i, part], divide)
            for part in ("dead", "saturated"):
                if (i, part) in numbers:
                    one[part] = numbers[i, part][0]
            if len(numbers.get((i, "inTime"), ())) > 1:
                one["inTime"] = [value / scale for value in numbers[i, "inTime"]]
            if len(numbers.get((i, "hInTime"), ())) > 1:
                one["hInTime"] = numbers[i, "hInTime"]
            line["layers"].append(one)
        self.pending = (line, now)

    @staticmethod
    def _scales(scaler, optimizer):
        if scaler is None or not scaler.is_enabled():
            return 1.0, True
        state = getattr(scaler, "_per_optimizer_states", {}).get(id(optimizer), {}).get("stage")
        return float(scaler.get_scale()), getattr(state, "name", "READY") != "READY"

    @staticmethod
    def _pool(all_moments):
        if len(all_moments) == 1:
            return all_moments[0]
        m = torch.stack(all_moments)
        return torch.stack([m[:, 0].sum(), m[:, 1].sum(), m[:, 2].sum(), m[:, 3].min(), m[:, 4].max(), m[:, 5].sum(), m[:, 6].sum()])

    @staticmethod
    def _pool_numbers(rows):
        if len(rows) == 1:
            return rows[0]
        n, total, square, low, high, finite, zeros = zip(*rows)
        return [sum(n), sum(total), sum(square), min(low), max(high), sum(finite), sum(zeros)]

    @staticmethod
    def _dead_units(layer):
        """Share of the units that are off for every row: nothing goes up through them, and no gradient comes down."""
        if not layer.dead or layer.activation in LIVE or "alive" not in layer.parts:
            return None
        alive = None
        for mask in [part for both in layer.dead for part in both if part is not None] + layer.parts["alive"]:
            alive = mask if alive is None else alive | mask
        if alive.device.type == "cpu":
            return torch.tensor(1 - int(torch.count_nonzero(alive)) / alive.numel(), dtype=torch.float64)
        return (~alive).float().mean()

    @staticmethod
    def _stats(m, divide=1.0):
        n, total, square, low, high, finite, zeros = m
        if finite == 0:
            mean = std = low = high = math.nan
            norm = 0.0
        else:
            mean, norm = total / finite, math.sqrt(square)
            std = math.sqrt(max(square / finite - mean * mean, 0.0))
        return {"mean": mean / divide, "std": std / divide, "norm": norm / divide, "min": low / divide, "max": high / divide,
                "nonFinite": int(n - finite), "zeros": int(zeros)}

    @staticmethod
    def _targets(y):
        y = y[0] if isinstance(y, (tuple, list)) and y else y
        if not isinstance(y, torch.Tensor) or y.numel() == 0:
            return None
        y = y.detach()
        if y.is_floating_point():
            wide = y.to(_wide(y)).reshape(-1, y.shape[-1]) if y.dim() > 1 else y.to(_wide(y)).reshape(-1, 1)
            # Of each target by itself; the mean of their variances is the loss of the best constant.
            return "std", torch.stack([wide.var(0, unbiased=False).mean(), wide.mean(), wide.min(), wide.max()]), lambda v: {
                "std": math.sqrt(v[0]) if v[0] >= 0 else math.nan, "mean": v[1], "min": v[2], "max": v[3]}
        y = y.reshape(-1)
        if y.device.type == "cpu" and y.numel() <= SMALL:
            present = collections.Counter(label for label in y.tolist() if label >= 0)
            known = [present[label] for label in sorted(present)]
            return "classes", y.new_zeros(1), lambda _: {"classes": known if len(known) <= 256 else len(known)}
        low, high = (int(v) for v in torch.aminmax(y)) if y.dtype != torch.bool else (0, 1)
        if low < 0:  # labels that a loss leaves out
            y = y[y >= 0]
        counts = torch.bincount(y) if high < 4096 else torch.unique(y, return_counts=True)[1]
        counts = counts[counts > 0]
        if counts.numel() > 256:
            return "classes", counts.new_tensor([counts.numel()]), lambda v: {"classes": int(v[0])}
        return "classes", counts, lambda v: {"classes": [int(c) for c in v]}

    def _write_header(self, loss, optimizer, layers):
        name, sums, behind = self._graph(loss)
        group = optimizer.param_groups[0]
        kind = type(optimizer).__name__.lower()
        described = {"kind": kind, "learningRate": float(group["lr"])}
        for key, ours in (("momentum", "momentum"), ("weight_decay", "weightDecay")):
            if group.get(key):
                described[ours] = float(group[key])
        head = {"format": FORMAT, "source": f"pytorch {torch.__version__}", "layers": []}
        for layer in layers:
            inside, outside = layer.sizes()
            one = {"name": layer.name, "kind": layer.kind, "in": int(inside), "out": int(outside)}
            activation = behind if layer is layers[-1] and layer.activation is None else layer.activation
            if activation:
                one["activation"] = activation
            head["layers"].append(one)
        loss_name = self.given["loss"] or name
        if loss_name:
            head["loss"] = loss_name
        head["optimizer"] = described
        if self.given["reference"] is not None:
            head["reference"] = float(self.given["reference"])
        # The steps of a recurrent layer are sums of their own.
        head["skips"] = 0 if any(isinstance(m, RECURRENT) for m in self.model.modules()) else sums
        if any(isinstance(m, torch.nn.MultiheadAttention) for m in self.model.modules()):
            head["attention"] = True
        self.header = head
        self._print(head)

    @staticmethod
    def _graph(loss, most=20000):
        """The loss's name, how many sums of two computed tensors there are (skips), and the activation that the loss stands behind."""
        name, behind, seen, waiting, sums, uses = None, None, set(), [loss.grad_fn], [], {}
        while waiting and len(seen) < most:
            node = waiting.pop()
            if node is None or node in seen:
                continue
            seen.add(node)
            kind = node.name().replace("Backward0", "").replace("Backward1", "")
            nexts = [n for n, _ in node.next_functions]
            if name is None and kind in LOSSES:
                name, before = LOSSES[kind], nexts[0] if nexts else None
                while before is not None and before.name().split("Backward")[0] in PASSED and before.next_functions:
                    before = before.next_functions[0][0]
                behind = OUTPUTS.get(before.name().split("Backward")[0]) if before is not None else None
            for one in node.next_functions:
                uses[one] = uses.get(one, 0) + 1
            if kind == "Add" and len(nexts) == 2:
                sums.append(node.next_functions)
            waiting.extend(nexts)
        # A skip goes past something: one of what is summed is used a second time.
        skips = sum(any(uses[one] > 1 and one[0] is not None and not one[0].name().endswith("AccumulateGrad") for one in both)
                    for both in sums)
        return name, skips, behind

    # ---- the file

    @torch.no_grad()
    def _finish(self):
        """Writes the record of the step before: now it is known how far the update went."""
        (line, before), self.pending = self.pending, None
        far = torch.stack([self._squares(self._sample() - before), self._squares(before)], 1).tolist()
        for one, (moved, size) in zip(line["layers"], far):
            if size > 0 and math.isfinite(moved) and moved > 0:
                one["update"] = math.sqrt(moved / size)
        self._print(line)
        now = time.perf_counter()
        if now - self.flushed > FLUSH:
            self.flushed = now
            self.file.flush()

    def _print(self, value):
        self.file.write(json.dumps(_plain(value), separators=(",", ":"), allow_nan=False) + "\n")

    def close(self):
        """Writes what is left and says what recording took."""
        if self.file is None:
            return
        self._disarm()
        if self.pending is not None:
            line, self.pending = self.pending[0], None
            self._print(line)
        self.file.close()
        self.file = None
        atexit.unregister(self.at_exit)
        if self.report:
            whole = time.perf_counter() - self.began
            print(f"gradiometer: {self.path}: {self.steps} steps, every {self.every} recorded; recording took {self.spent:.3g} s "
                  f"of {whole:.3g} s ({100 * self.spent / max(whole, 1e-9):.1f} %)")
