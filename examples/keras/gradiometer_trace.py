# MIT License. Copyright (c) 2026 the Gradiometer authors. Copy this file into your project; it needs Keras 3 and nothing else.
"""Records a Keras training as a trace: JSON lines that `npx gradiometer diagnose run.jsonl` reads. Any backend.

    from gradiometer_trace import Trace

    model.fit(x, y, callbacks=[Trace("run.jsonl", every=50)])

In a loop of your own: `trace = Trace("run.jsonl", model=model)`, then `trace.step(x, y)` before every update (such as
`model.train_on_batch(x, y)`), and `trace.close()` at the end.

At a recorded step, and only there, the batch goes forward and back once more before its update, in training mode, without
writing to any variable: the same weights, the same dropout, and the loss that `compile` was given. The compiled training step
itself is never touched. A layer is one with weights of its own, in the order of the forward pass; recurrent layers and wrappers
count as one. The gradient is that of the loss before clipping. Statistics are computed in float32, scaled so that nothing
overflows or underflows, where the tensors are, and come over together.
"""
import atexit
import itertools
import json
import math
import time
import weakref

import keras
import numpy as np
from keras import ops

FORMAT = "gradiometer-trace-1"
SAMPLE = 16384  # weights of one tensor that are looked at for how far they moved: all, or every k-th
ROW = 4096  # entries up to which tensors are padded to a few lengths
GUESSED = 512  # outputs of a layer that its activation is told from
FLUSH = 0.25  # seconds, at least, from one flush of the file to the next
LOSSES = {"mean_squared_error": "mean-squared-error", "mse": "mean-squared-error", "mean_absolute_error": "l1", "mae": "l1",
          "huber": "huber", "categorical_crossentropy": "cross-entropy", "sparse_categorical_crossentropy": "cross-entropy",
          "binary_crossentropy": "binary-cross-entropy"}
NAMES = {"linear": "linear", "relu": "relu", "tanh": "tanh", "sigmoid": "sigmoid", "softsign": "softsign", "gelu": "gelu",
         "silu": "silu", "swish": "silu", "elu": "elu", "leaky_relu": "leaky-relu", "selu": "selu", "softplus": "softplus",
         "softmax": "softmax"}
# Where |φ'| is below .01 of its maximum, from the value z.
FLAT = {"tanh": lambda z: 1 - z * z < 0.01, "sigmoid": lambda z: z * (1 - z) < 0.0025,
        "softsign": lambda z: (1 - ops.abs(z)) ** 2 < 0.01}
LIVE = ("linear", "tanh", "sigmoid", "softsign", "softmax")  # no unit of these is off for every row
ATTENTION = (keras.layers.MultiHeadAttention, keras.layers.GroupQueryAttention, keras.layers.Attention,
             keras.layers.AdditiveAttention)
# Their sublayers run in loops of their own, out of which no tensor comes.
WHOLE = (keras.layers.RNN, keras.layers.Wrapper)


def _float(value):
    return ops.is_tensor(value) and "float" in keras.backend.standardize_dtype(value.dtype)


def _first(value):
    """The first tensor of numbers among what a layer took in or put out."""
    flat = keras.tree.flatten(value)
    return flat[0] if flat and _float(flat[0]) else None


def _sum(rows):
    """Of each row, in two stages, so that rounding does not add up over millions of entries."""
    n = rows.shape[1]
    if n <= ROW:
        return ops.sum(rows, axis=1)
    cut = n // 1024 * 1024
    return ops.sum(ops.sum(ops.reshape(rows[:, :cut], (-1, cut // 1024, 1024)), axis=2), axis=1) + ops.sum(rows[:, cut:], axis=1)


def _moments(rows, counts):
    """[mean, std, norm, min, max, unit] over the finite entries of each row, the first three in units of the largest; [not
    finite, zeros]. Of a row the first entries count, as many as `counts` says."""
    inside = ops.arange(rows.shape[1])[None, :] < ops.convert_to_tensor(counts)[:, None]
    finite = ops.logical_and(ops.isfinite(rows), inside)
    values = ops.where(finite, rows, ops.zeros_like(rows))
    most = ops.max(ops.abs(values), axis=1)
    unit = ops.where(most > 0, most, ops.ones_like(most))
    scaled = values / unit[:, None]
    known = ops.sum(ops.cast(finite, "int32"), axis=1)
    count = ops.maximum(ops.cast(known, "float32"), 1.0)
    mean = _sum(scaled) / count
    away = ops.where(finite, scaled - mean[:, None], ops.zeros_like(rows))
    low = ops.min(ops.where(finite, rows, ops.full_like(rows, math.inf)), axis=1)
    high = ops.max(ops.where(finite, rows, ops.full_like(rows, -math.inf)), axis=1)
    std, norm = ops.sqrt(_sum(away * away) / count), ops.sqrt(_sum(scaled * scaled))
    zeros = ops.sum(ops.cast(ops.logical_and(rows == 0, inside), "int32"), axis=1)
    return ops.stack([mean, std, norm, low, high, unit], axis=1), ops.stack([ops.convert_to_tensor(counts, "int32") - known, zeros], axis=1)


def _grouped(tensors):
    """Moments of many tensors, each a list of parts: few rows of equal length, so that a compiler has little to do. Gives the
    order in which the tensors come."""
    groups = {}
    for name, parts in tensors:
        flat = [ops.reshape(ops.cast(part, "float32"), (-1,)) for part in parts]
        flat = flat[0] if len(flat) == 1 else ops.concatenate(flat)
        n = int(flat.shape[0])
        length = n if n > ROW else 4 ** math.ceil(math.log(max(n, 2), 4))
        groups.setdefault(length, []).append((name, n, ops.pad(flat, ((0, length - n),)) if length > n else flat))
    moments = [_moments(ops.stack([flat for _, _, flat in group]), [n for _, n, _ in group]) for group in groups.values()]
    names = [name for group in groups.values() for name, _, _ in group]
    return names, [ops.reshape(f, (-1,)) for f, _ in moments], [ops.reshape(i, (-1,)) for _, i in moments]


def _norms(t, axis=1):
    """Norms over all axes but that of time, one per step."""
    t = ops.cast(t, "float32")
    others = [d for d in range(len(t.shape)) if d != axis]
    most = ops.max(ops.abs(t), axis=others, keepdims=True)
    unit = ops.where(most > 0, most, ops.ones_like(most))
    return ops.sqrt(ops.sum((t / unit) ** 2, axis=others)) * ops.reshape(unit, (-1,))


def _units(t, layer):
    """[rows, units]: the axis of the channels is the last, but where a layer says otherwise."""
    if getattr(layer, "data_format", None) == "channels_first" and len(t.shape) > 2:
        t = ops.moveaxis(t, 1, -1)
    return ops.reshape(t, (-1, t.shape[-1]))


def _plain(value):
    """Numbers to nine digits; what is not finite becomes a word, since JSON has none for it."""
    if isinstance(value, float):
        if math.isfinite(value):
            return float("%.9g" % value)
        return "NaN" if value != value else "Infinity" if value > 0 else "-Infinity"
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list) else value


def _name_of(activation):
    """By its name here; "" where it has none here."""
    if activation is None:
        return "linear"
    if isinstance(activation, keras.layers.Activation):
        activation = activation.activation
    name = getattr(activation, "__name__", None) or "".join(
        ("_" if i and c.isupper() else "") + c.lower() for i, c in enumerate(type(activation).__name__))
    return NAMES.get({"re_l_u": "relu", "leaky_re_l_u": "leaky_relu", "e_l_u": "elu"}.get(name, name), "")


class _Seen:
    """What one layer did in one pass."""

    def __init__(self, layer):
        self.layer = layer
        self.u, self.acted, self.z, self.delta, self.in_time = [], [], [], [], []
        self.sequence = False


class _Pass:
    """One forward pass with every layer watched. `tap(t)` gives a tensor in the place of t whose gradient can be asked for."""

    def __init__(self, model, tap):
        self.model, self.tap, self.seen, self.before, self.taps, self.x, self.held = model, tap, {}, None, [], None, []

    def __enter__(self):
        whole = set()
        for layer in self.model._flatten_layers():
            if isinstance(layer, WHOLE) and id(layer) not in whole:
                whole.update(id(one) for one in layer._flatten_layers(include_self=False))
        for layer in self.model._flatten_layers():
            if id(layer) not in whole and _weights(layer):
                self._watch(layer)
        return self

    def __exit__(self, *_):
        for layer, name, value, own in self.held:
            if own:
                object.__setattr__(layer, name, value)
            else:
                object.__delattr__(layer, name)

    def _hold(self, layer, name, value):
        own = name in vars(layer)
        self.held.append((layer, name, getattr(layer, name), own))
        object.__setattr__(layer, name, value)

    def _tapped(self, t):
        t = self.tap(t)
        self.taps.append(t)
        return t, len(self.taps) - 1

    def _watch(self, layer):
        call, inside = layer.call, []
        # What goes through the layer's own activation last is u, and only there.
        if type(layer).__module__.startswith("keras.") and "activation" in vars(layer) and not isinstance(layer, WHOLE):
            activation = layer.activation

            def act(u):
                u, place = self._tapped(u)
                z = u if activation is None else activation(u)
                inside.append((u, place, z))
                return z
            self._hold(layer, "activation", act)

        def watched(*args, **kwargs):
            inside.clear()
            seen = self.seen.setdefault(id(layer), _Seen(layer))
            received = _first(args[0]) if args else None
            if self.before is not None and received is not None:
                self.before.z.append(received)
            elif self.before is None and len(self.seen) == 1:
                self.x = received
            self.before = None
            if received is not None and isinstance(layer, keras.layers.RNN) and args[0] is received:
                received, place = self._tapped(received)
                seen.in_time.append(place)
                args = (received, *args[1:])
            output = call(*args, **kwargs)
            if len(inside) == 1:
                u, place, acted = inside[0]
            else:
                acted, u = None, _first(output)
                if u is None:
                    return output
                u, place = self._tapped(u)
                output = u if ops.is_tensor(output) else [u, *keras.tree.flatten(output)[1:]]
                if isinstance(layer, keras.layers.RNN):
                    seen.sequence = layer.return_sequences
            seen.u.append(u)
            seen.acted.append(acted)
            seen.delta.append(place)
            self.before = seen
            return output
        self._hold(layer, "call", watched)


def _weights(layer):
    """Its matrices, or what else it has."""
    own = layer.weights if isinstance(layer, WHOLE) else list(layer._trainable_variables)
    own = [v for v in own if "float" in v.dtype]
    return [v for v in own if len(v.shape) > 1] or own[:1]


class Trace(keras.callbacks.Callback):
    """A callback that writes a line to `path` every `every` updates, the first at once.

    loss, reference, skips: for the header, where they cannot be seen: the loss by name, the loss of the best constant answer, the
    number of sums that go past layers (seen in functional models only).
    """

    def __init__(self, path, every=50, model=None, loss=None, reference=None, skips=None, report=True):
        super().__init__()
        if int(every) < 1:
            raise ValueError(f"every: {every} is not allowed; give a number of steps from 1 on")
        self.path, self.every, self.report = path, int(every), report
        self.given = {"loss": loss, "reference": reference, "skips": skips}
        self.file, self.header, self.pending, self.start, self.due = open(path, "w", encoding="utf-8"), None, None, None, 0
        self.steps, self.spent, self.began, self.flushed = 0, 0.0, time.perf_counter(), 0.0
        self.layers, self.guessed, self.replaced, self.compiled, self.layouts = [], [], None, {}, {}
        if model is not None:
            self.set_model(model)
        mine = weakref.ref(self)
        self.at_exit = lambda: mine() is not None and mine().close()
        atexit.register(self.at_exit)

    # ---- in fit

    def on_train_begin(self, logs=None):
        model, own = self.model, self.model.train_function
        self.replaced = own
        if keras.config.backend() == "tensorflow" and model.distribute_strategy.num_replicas_in_sync > 1:
            raise ValueError("gradiometer: a training on several replicas is not recorded; train on one to record it")

        def train(*args):
            *state, source = args
            if self.file is None or self.steps < self.due and self.pending is None:
                self.steps += getattr(model, "steps_per_execution", 1) or 1
                return own(*args)
            began = time.perf_counter()
            values = dict(zip(map(id, self._variables(model)), itertools.chain(*state[0]))) if state else None
            self._finish(values)
            if self.steps >= self.due:
                source = self._peek(model, source, values)
            self.steps += getattr(model, "steps_per_execution", 1) or 1
            self.spent += time.perf_counter() - began
            return own(*state, source)
        model.train_function = train

    @staticmethod
    def _variables(model):
        """In the order of the state that a compiled step of JAX takes."""
        return [*model.trainable_variables, *model.non_trainable_variables, *model.optimizer.variables, *model.metrics_variables]

    def _peek(self, model, source, values):
        """Records the batch that comes next; gives back a source in which it still comes."""
        if not hasattr(source, "__next__"):  # PyTorch: a list of batches
            self._record(*keras.utils.unpack_x_y_sample_weight(source[0]), values)
            return source
        batches = list(itertools.islice(source, getattr(model, "steps_per_execution", 1) or 1))
        if not batches:
            return source  # the epoch's end, which the training notices itself
        if keras.config.backend() != "tensorflow":
            self._record(*keras.utils.unpack_x_y_sample_weight(batches[0]), values)
            return itertools.chain(batches, source)
        import tensorflow as tf
        absent = lambda part: None if isinstance(part, tf.experimental.Optional) else part
        self._record(*keras.utils.unpack_x_y_sample_weight(keras.tree.map_structure(absent, batches[0])), values)
        plain = all(isinstance(one, tf.TensorSpec) for one in tf.nest.flatten(source.element_spec))
        data = (tf.data.Dataset.from_generator(lambda: batches, output_signature=source.element_spec) if plain
                else tf.data.Dataset.from_tensors(batches[0]))
        return iter(data)

    def on_train_end(self, logs=None):
        if self.replaced is not None:
            self.model.train_function, self.replaced = self.replaced, None
        self._finish(None)
        self.close()

    # ---- in a loop of one's own

    def step(self, x, y=None, sample_weight=None):
        """To be called before every update, with its batch."""
        if self.file is None:
            return
        began = time.perf_counter()
        self._finish(None)
        if self.steps >= self.due:
            convert = lambda part: None if part is None else keras.tree.map_structure(ops.convert_to_tensor, part)
            self._record(convert(x), convert(y), convert(sample_weight), None)
        self.steps += 1
        self.spent += time.perf_counter() - began

    # ---- one pass, forward and back

    def _scope(self, model, values):
        """Everything that is written inside is forgotten."""
        # A regularizer inside of a scope asks it for the weights.
        known = ([(v, v.value) for v in model.trainable_variables] if values is None
                 else [(v, values[id(v)]) for v in model.variables if id(v) in values])
        return keras.StatelessScope(known, collect_losses=True)

    def _forward(self, model, look, values, x, y, sample_weight):
        with self._scope(model, values), look:
            training = {"training": True} if getattr(model, "_call_has_training_arg", True) else {}
            outputs = model(x, **training)
            loss = model.compute_loss(x=x, y=y, y_pred=outputs, sample_weight=sample_weight)
        return loss

    def _look(self, model, values, batch):
        """(floats, integers) of one pass, as `self.layouts` of its shapes says what they are."""
        key = self._key(batch)
        backend = keras.config.backend()
        if backend == "torch":
            return self._look_torch(model, values, batch, key)
        if backend == "jax":
            return self._look_jax(model, values, batch, key)
        return self._look_tensorflow(model, batch, key)

    @staticmethod
    def _key(batch):
        return tuple((tuple(t.shape), str(t.dtype)) for t in keras.tree.flatten(batch) if t is not None)

    def _look_torch(self, model, values, batch, key):
        import torch

        def tap(t):
            return t if t.requires_grad else t.detach().requires_grad_()
        devices = [torch.cuda.current_device()] if torch.cuda.is_available() else []
        with torch.random.fork_rng(devices), torch.enable_grad():  # dropout without a seed draws from it
            look = _Pass(model, tap)
            scale = self._scale(model)
            loss = self._forward(model, look, values, *batch)
            weights = [v for seen in look.seen.values() for v in _weights(seen.layer) if v.trainable]
            gradients = torch.autograd.grad(loss * scale, [*look.taps, *(v.value for v in weights)], allow_unused=True)
        with torch.no_grad():
            return self._statistics(look, loss, weights, [v.value for v in weights], gradients, scale, key)

    def _look_tensorflow(self, model, batch, key):
        import tensorflow as tf

        def run(x, y, sample_weight):
            with tf.GradientTape() as tape:
                def tap(t):
                    t = tf.identity(t)
                    tape.watch(t)
                    return t
                look = _Pass(model, tap)
                loss = self._forward(model, look, None, x, y, sample_weight)
                scale = self._scale(model)
                scaled = loss * tf.cast(scale, loss.dtype)
            weights = [v for seen in look.seen.values() for v in _weights(seen.layer) if v.trainable]
            gradients = tape.gradient(scaled, [*look.taps, *(v.value for v in weights)])
            gradients = [None if g is None else tf.convert_to_tensor(g) for g in gradients]
            return self._statistics(look, loss, weights, [v.value for v in weights], gradients, scale, key)
        if key not in self.compiled:
            self.compiled[key] = tf.function(run, autograph=False)
        return self.compiled[key](*batch)

    def _look_jax(self, model, values, batch, key):
        import jax
        values = {id(v): v.value for v in model.variables} if values is None else values
        places = [id(v) for v in model.variables]

        def run(given, scale, batch):
            known = dict(zip(places, given))

            def shapes():
                look = _Pass(model, lambda t: t)
                self._forward(model, look, known, *batch)
                weights = [v for seen in look.seen.values() for v in _weights(seen.layer) if v.trainable]
                return [(t.shape, t.dtype) for t in look.taps], weights
            found = []
            jax.eval_shape(lambda: found.append(shapes()))
            (tapped, weights), looks = found[0], []

            def loss_of(own, zeros):
                following = iter(zeros)
                look = _Pass(model, lambda t: t + next(following))
                loss = self._forward(model, look, {**known, **{id(v): w for v, w in zip(weights, own)}}, *batch)
                looks.append(look)
                held = [(seen.u, seen.acted, seen.z) for seen in look.seen.values()]
                return loss * scale.astype(loss.dtype), (loss, held, look.x)
            own = [known[id(v)] for v in weights]
            zeros = [jax.numpy.zeros(*one) for one in tapped]
            (_, (loss, held, x)), (by_weight, by_tap) = jax.value_and_grad(loss_of, (0, 1), has_aux=True)(own, zeros)
            look = looks[-1]
            for seen, (u, acted, z) in zip(look.seen.values(), held):
                seen.u, seen.acted, seen.z = u, acted, z
            look.x = x
            with self._scope(model, known):
                return self._statistics(look, loss, weights, own, [*by_tap, *by_weight], scale, key)
        if key not in self.compiled:
            self.compiled[key] = jax.jit(run)
        return self.compiled[key]([values[place] for place in places], jax.numpy.float32(self._scale(model, values)), batch)

    def _scale(self, model, values=None):
        """What a LossScaleOptimizer multiplies the loss with."""
        scale = getattr(model.optimizer, "dynamic_scale", None)
        if scale is None:
            return 1.0
        return scale.value if values is None or id(scale) not in values else values[id(scale)]

    # ---- statistics, where the tensors are

    def _statistics(self, look, loss, trained, own, gradients, scale, key):
        layout, floats, tensors = [], [], []

        def add(name, value):
            value = ops.reshape(ops.cast(value, "float32"), (-1,))
            layout.append((name, value.shape[0]))
            floats.append(value)

        def add_moments(name, parts):
            if parts:
                tensors.append((name, parts))
        by_weight = {id(v): g for v, g in zip(trained, gradients[len(look.taps):])}
        values = {id(v): value for v, value in zip(trained, own)}
        add("loss", loss)
        add("scale", ops.convert_to_tensor(scale))
        if look.x is not None:
            add_moments("x", [look.x])
        for seen in look.seen.values():
            layer, deltas = seen.layer, [gradients[place] for place in seen.delta if gradients[place] is not None]
            weights = _weights(layer)
            add_moments((id(layer), "u"), seen.u)
            # Nobody receives what the last layer puts out: z is what its own activation makes of u.
            add_moments((id(layer), "z"), seen.z or [u if z is None else z for u, z in zip(seen.u, seen.acted)])
            add_moments((id(layer), "delta"), deltas)
            add_moments((id(layer), "weight"), [values.get(id(v), v.value) for v in weights])
            add_moments((id(layer), "weightGradient"), [by_weight[id(v)] for v in weights if by_weight.get(id(v)) is not None])
            self._add_shares(add, seen, deltas)
            if seen.in_time and all(gradients[place] is not None for place in seen.in_time):
                add((id(layer), "inTime"), ops.concatenate([_norms(gradients[place]) for place in seen.in_time]))
            if seen.sequence:
                add((id(layer), "hInTime"), ops.concatenate([_norms(u) for u in seen.u]))
        names, more, integers = _grouped(tensors)
        self.layouts[key] = ([seen.layer for seen in look.seen.values()], layout, names)
        return ops.concatenate(floats + more), ops.concatenate(integers)

    @staticmethod
    def _add_shares(add, seen, deltas):
        layer, after = seen.layer, [z for z in seen.acted if z is not None]
        same = [(u, z) for u, z in zip(seen.u, seen.z) if tuple(u.shape) == tuple(z.shape)]
        if not after or _name_of(layer.activation) == "linear":  # an activation may stand behind it, in a layer or a function
            after = [z for _, z in same]
            if same:
                add((id(layer), "guess"), ops.concatenate([ops.reshape(t, (-1,))[:GUESSED] for t in same[0]]))
        for name, flat in FLAT.items():
            if after:
                add((id(layer), name), sum(ops.mean(ops.cast(flat(ops.cast(z, "float32")), "float32")) for z in after) / len(after))
        if deltas and not isinstance(layer, (*WHOLE, keras.layers.Embedding)):
            parts = [ops.any(_units(t, layer) > 0, axis=0) for t in seen.u]
            parts += [ops.any(_units(t, layer) != 0, axis=0) for t in deltas] + [ops.any(_units(t, layer) != 0, axis=0) for t in after]
            alive = parts[0]
            for part in parts[1:]:
                alive = ops.logical_or(alive, part)
            add((id(layer), "dead"), 1.0 - ops.mean(ops.cast(alive, "float32")))

    # ---- records

    def _record(self, x, y, sample_weight, values):
        model = self._model
        if not model.built:  # with TensorFlow a training builds it only when it is compiled
            model._symbolic_build(data_batch=(x, y) if sample_weight is None else (x, y, sample_weight))
        floats, integers = self._look(model, values, (x, y, sample_weight))
        floats, integers = ops.convert_to_numpy(floats).astype("float64"), ops.convert_to_numpy(integers).tolist()
        key = self._key((x, y, sample_weight))
        layers, layout, names = self.layouts[key]
        numbers, at = {}, 0
        for name, count in layout:
            numbers[name] = floats[at:at + count].tolist()
            at += count
        for i, name in enumerate(names):
            numbers[name] = floats[at + 6 * i:at + 6 * i + 6].tolist() + integers[2 * i:2 * i + 2]
        if not self.layers:
            self.layers = layers
            self.guessed = [self._activation(layer, numbers) for layer in layers]
        now = self._sample(values)
        if self.start is None:
            self.start = now
        if self.header is None:
            self._write_header(model, values)
        scale = numbers["scale"][0]
        line = {"step": self.steps, "loss": numbers["loss"][0], "rate": self._rate(model, values)}
        size = sum(float(np.square(part).sum()) for part in self.start)
        if size > 0:
            far = sum(float(np.square(part - first).sum()) for part, first in zip(now, self.start))
            line["moved"] = math.sqrt(far / size) if math.isfinite(far) else math.nan
        if "x" in numbers:
            line["x"] = self._stats(numbers["x"])
        targets = self._targets(y)
        if targets is not None:
            line["y"] = targets
        line["layers"] = [self._layer(layer, activation, numbers, scale) for layer, activation in zip(self.layers, self.guessed)]
        self.pending = (line, now)
        self.due = (self.steps // self.every + 1) * self.every

    def _layer(self, layer, activation, numbers, scale):
        one = {part: self._stats(numbers[id(layer), part], scale if part in ("delta", "weightGradient") else 1.0)
               for part in ("u", "z", "delta", "weight", "weightGradient") if (id(layer), part) in numbers}
        if activation in FLAT and (id(layer), activation) in numbers:
            one["saturated"] = numbers[id(layer), activation][0]
        if activation not in LIVE and activation != "" and (id(layer), "dead") in numbers:
            one["dead"] = round(numbers[id(layer), "dead"][0], 7)
        for part, divide in (("inTime", scale), ("hInTime", 1.0)):
            if len(numbers.get((id(layer), part), ())) > 1:
                one[part] = [value / divide for value in numbers[id(layer), part]]
        return one

    @staticmethod
    def _activation(layer, numbers):
        """Its own, or, behind a linear layer, what made the next layer's input of it; None where that cannot be told."""
        own = _name_of(layer.activation) if "activation" in vars(layer) and not isinstance(layer, WHOLE) else "linear"
        both = numbers.get((id(layer), "guess"))
        if own != "linear" or both is None:
            return own if "activation" in vars(layer) and own else None
        u, z = (np.asarray(part, "float32") for part in (both[:len(both) // 2], both[len(both) // 2:]))
        size = float(np.abs(u).max())
        if not 0.02 < size < math.inf:
            return None  # so near to 0 all are alike
        for name in NAMES:
            if name == "softmax":
                continue
            after = ops.convert_to_numpy(keras.activations.get(name)(ops.convert_to_tensor(u)))
            if np.allclose(after, z, rtol=1e-4, atol=1e-6 * size):
                return NAMES[name]
        return ""

    @staticmethod
    def _stats(numbers, divide=1.0):
        mean, std, norm, low, high, unit, broken, zeros = numbers
        if not (math.isfinite(low) and math.isfinite(high)):  # nothing finite
            mean = std = low = high = math.nan
            norm = 0.0
        return {"mean": mean * unit / divide, "std": std * unit / divide, "norm": norm * unit / divide, "min": low / divide,
                "max": high / divide, "nonFinite": int(broken), "zeros": int(zeros)}

    def _targets(self, y):
        flat = keras.tree.flatten(y)
        if len(flat) != 1 or flat[0] is None:
            return None
        values = ops.convert_to_numpy(flat[0])
        if values.size == 0:
            return None
        name = self._loss_name(self._model)[0]
        if name.startswith("sparse") or values.dtype.kind in "iu" and "cross" not in name:
            counts = np.unique(values[values >= 0], return_counts=True)[1].tolist()
        elif name.startswith("categorical") and set(np.unique(values)) <= {0, 1}:
            counts = [int(count) for count in values.reshape(-1, values.shape[-1]).sum(0) if count > 0]
        else:
            rows = values.astype("float64").reshape(len(values), -1) if values.ndim > 1 else values.astype("float64").reshape(-1, 1)
            return {"std": float(np.sqrt(rows.var(0).mean())), "mean": float(rows.mean()), "min": float(rows.min()), "max": float(rows.max())}
        return {"classes": counts if len(counts) <= 256 else len(counts)}

    @staticmethod
    def _loss_name(model):
        """As Keras calls it, and whether it takes logits."""
        loss = model.loss
        while isinstance(loss, (list, tuple, dict)) and len(loss) == 1:
            loss = next(iter(loss.values() if isinstance(loss, dict) else loss))
        if isinstance(loss, str):
            loss = keras.losses.get(loss)
        name = getattr(loss, "name", None) or getattr(loss, "__name__", "")
        kwargs = getattr(loss, "_fn_kwargs", {})
        return name, bool(kwargs.get("from_logits", getattr(loss, "from_logits", False)))

    def _rate(self, model, values):
        known = [] if values is None else [(v, values[id(v)]) for v in model.optimizer.variables]
        with keras.StatelessScope(known):
            return float(str(np.float32(ops.convert_to_numpy(model.optimizer.learning_rate))))  # .1, which float32 holds as .100000001

    def _write_header(self, model, values):
        optimizer = getattr(model.optimizer, "inner_optimizer", model.optimizer)
        described = {"kind": type(optimizer).__name__.lower(), "learningRate": self._rate(model, values)}
        for key, ours in (("momentum", "momentum"), ("weight_decay", "weightDecay")):
            if isinstance(getattr(optimizer, key, None), (int, float)) and getattr(optimizer, key):
                described[ours] = float(getattr(optimizer, key))
        head = {"format": FORMAT, "source": f"keras {keras.__version__} ({keras.config.backend()})", "layers": []}
        for layer, activation in zip(self.layers, self.guessed):
            shape = _weights(layer)[0].shape
            inside, outside = (shape[-2], shape[-1]) if len(shape) > 1 else (shape[0], shape[0])
            if isinstance(layer, keras.layers.RNN):
                outside = int(getattr(layer, "units", outside))
            one = {"name": layer.name, "kind": type(layer).__name__, "in": int(inside), "out": int(outside)}
            if activation:
                one["activation"] = activation
            head["layers"].append(one)
        name, logits = self._loss_name(model)
        loss = self.given["loss"] or LOSSES.get(name, name)
        if loss:
            head["loss"] = loss if logits or "cross-entropy" not in loss or self.given["loss"] else f"{loss}-of-probabilities"
        head["optimizer"] = described
        if self.given["reference"] is not None:
            head["reference"] = float(self.given["reference"])
        skips = self._skips(model) if self.given["skips"] is None else int(self.given["skips"])
        if skips is not None:
            head["skips"] = skips
        if any(isinstance(layer, ATTENTION) for layer in model._flatten_layers()):
            head["attention"] = True
        self.header = head
        self._print(head)

    @staticmethod
    def _skips(model):
        """Sums of which a part goes to another layer as well; None where the graph is not known."""
        models = [one for one in model._flatten_layers() if isinstance(one, keras.Model)]
        graphs = [one for one in models if hasattr(one, "operations")]
        if any(one not in graphs and not isinstance(one, keras.Sequential) for one in models):
            return None
        count = 0
        for operation in {id(op): op for graph in graphs for op in graph.operations}.values():
            for node in operation._inbound_nodes if type(operation).__name__ == "Add" else ():
                parts = [t for t in node.input_tensors if hasattr(t, "_keras_history")]
                count += len(parts) > 1 and any(len(t._keras_history.operation._outbound_nodes) > 1 for t in parts)
        return count

    # ---- the file

    def _sample(self, values):
        """Entries of all weights, layer by layer, in one transfer."""
        weights = [[v for v in _weights(layer)] for layer in self.layers]

        def take(given):
            flat = [ops.reshape(ops.cast(t, "float32"), (-1,)) for t in given]
            strides = [max(1, t.shape[0] // SAMPLE) for t in flat]
            # Each stands for as many squares as were passed over.
            return ops.concatenate([t[::stride] * math.sqrt(stride) for t, stride in zip(flat, strides)])
        given = [v.value if values is None else values[id(v)] for own in weights for v in own]
        if "sample" not in self.compiled:
            backend = keras.config.backend()
            if backend == "jax":
                import jax
                take = jax.jit(take)
            elif backend == "tensorflow":
                import tensorflow as tf
                take = tf.function(take, autograph=False)
            self.compiled["sample"] = take
        flat = ops.convert_to_numpy(self.compiled["sample"](given)).astype("float64")
        parts, at = [], 0
        for own in weights:
            count = sum(-(-math.prod(v.shape) // max(1, math.prod(v.shape) // SAMPLE)) for v in own)
            parts.append(flat[at:at + count])
            at += count
        return parts

    def _finish(self, values):
        """Writes the record of the step before: now it is known how far the update went."""
        if self.pending is None:
            return
        (line, before), self.pending = self.pending, None
        for one, first, now in zip(line["layers"], before, self._sample(values)):
            moved, size = float(np.square(now - first).sum()), float(np.square(first).sum())
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
