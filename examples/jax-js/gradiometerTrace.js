// MIT License. Copyright (c) 2026 the Gradiometer authors. Copy this file into your project; it needs @jax-js/jax and nothing else.
/**
 * Records a training in jax-js as a trace: JSON lines that `npx gradiometer diagnose run.jsonl` reads.
 *
 *     import * as jax from "@jax-js/jax";
 *     import { Trace } from "./gradiometerTrace.js";
 *
 *     const trace = new Trace(jax, { every: 50, loss: "cross-entropy", write: (line) => appendFileSync("run.jsonl", line) });
 *     const affine = ({ weight, bias }) => (x) => np.matmul(x, weight).add(bias);
 *     const predict = (params, x) => {
 *       const hidden = nn.relu(trace.layer("first", x, affine(params.first)));
 *       return trace.layer("second", hidden, affine(params.second));
 *     };
 *     const loss = (params, x, y) => …;
 *     for (…) {
 *       trace.step(loss, params, x, y); // before the update; owns nothing of it
 *       [value, params] = update(params, x.ref, y.ref);
 *     }
 *     await trace.close();
 *
 * At a recorded step, and only there, `step` computes the loss once more, and its gradient by the parameters and by zeros that are
 * added to what each layer puts out. In your own functions, compiled or not, `layer` is a plain call. All tensors of a record come
 * over as they are, and are summed in float64.
 */
const FORMAT = "gradiometer-trace-1";
const SAMPLE = 16_384; // weights of one tensor that are looked at for how far they moved: all, or every k-th
const GUESSED = 512; // outputs of a layer that its activation is told from
const sigmoid = (u) => 1 / (1 + Math.exp(-u));
const ACTIVATIONS = {
  linear: (u) => u,
  relu: (u) => Math.max(u, 0),
  tanh: Math.tanh,
  sigmoid,
  softsign: (u) => u / (1 + Math.abs(u)),
  silu: (u) => u * sigmoid(u),
  elu: (u) => (u > 0 ? u : Math.expm1(u)),
  selu: (u) => 1.0507009873554805 * (u > 0 ? u : 1.6732632423543772 * Math.expm1(u)),
  "leaky-relu": (u) => (u > 0 ? u : 0.01 * u), // the function's own default
  softplus: (u) => Math.max(u, 0) + Math.log1p(Math.exp(-Math.abs(u))),
};
/** Where |φ′| is below .01 of its maximum, from the value z. */
const FLAT = {
  tanh: (z) => 1 - z * z < 0.01,
  sigmoid: (z) => z * (1 - z) < 0.0025,
  softsign: (z) => (1 - Math.abs(z)) ** 2 < 0.01,
};
const LIVE = ["linear", "tanh", "sigmoid", "softsign"]; // no unit of these is off for every row

const sum = (values) => values.reduce((total, value) => total + value, 0);
const squaresOf = (values) => values.reduce((total, value) => total + value * value, 0);

/** A number for JSON to nine digits; what is not finite becomes a word. */
const plain = (_key, value) =>
  typeof value !== "number" ? value : Number.isFinite(value) ? Number(value.toPrecision(9)) : String(value);

/** Of all numbers of some tensors, those that are finite; in float64. */
function statsOf(tensors) {
  let [total, squares, min, max, finite, zeros, count] = [0, 0, Infinity, -Infinity, 0, 0, 0];
  for (const { values } of tensors) {
    count += values.length;
    for (const value of values) {
      if (!Number.isFinite(value)) continue;
      finite++;
      total += value;
      squares += value * value;
      if (value < min) min = value;
      if (value > max) max = value;
      if (value === 0) zeros++;
    }
  }
  const nonFinite = count - finite;
  if (finite === 0) return { mean: NaN, std: NaN, norm: 0, min: NaN, max: NaN, nonFinite, zeros };
  const mean = total / finite;
  let spread = 0;
  for (const { values } of tensors)
    for (const value of values) if (Number.isFinite(value)) spread += (value - mean) * (value - mean);
  return { mean, std: Math.sqrt(spread / finite), norm: Math.sqrt(squares), min, max, nonFinite, zeros };
}

/** Share of the units, the last axis, for which `on` holds in no row. */
function offShare(units, parts) {
  const alive = new Uint8Array(units);
  for (const [{ values }, on] of parts) values.forEach((value, k) => on(value) && (alive[k % units] = 1));
  return 1 - sum(alive) / units;
}

/** The activation that makes z of u; "" where none does. */
function activationOf(u, z) {
  if (u.values.length !== z.values.length || u.shape.at(-1) !== z.shape.at(-1)) return "";
  const [before, after] = [u.values.slice(0, GUESSED), z.values.slice(0, GUESSED)];
  const size = before.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (!(size > 0.02 && size < Infinity)) return ""; // so near to 0 all are alike
  const near = (phi) =>
    before.every((value, k) => Math.abs(phi(value) - after[k]) <= 1e-4 * Math.abs(after[k]) + 1e-6 * size);
  return Object.entries(ACTIVATIONS).find(([, phi]) => near(phi))?.[0] ?? "";
}

/** Of targets: classes by their counts, where they are integers or rows with a single 1, else their statistics. */
function targetsOf({ values, shape, whole }, loss) {
  const counted = (labels) => {
    const found = new Map();
    for (const label of labels) if (label >= 0) found.set(label, (found.get(label) ?? 0) + 1);
    const classes = [...found.entries()].sort(([a], [b]) => a - b).map(([, count]) => count);
    return { classes: classes.length > 256 ? classes.length : classes };
  };
  if (whole) return counted(values);
  const columns = shape.length > 1 ? shape.at(-1) : 1;
  const rows = Array.from({ length: values.length / columns }, (_, row) =>
    values.subarray(row * columns, (row + 1) * columns),
  );
  if (
    loss === "cross-entropy" &&
    rows.every((row) => sum(row) === 1 && row.every((value) => value === 0 || value === 1))
  )
    return counted(rows.map((row) => row.indexOf(1)));
  const stds = Array.from(
    { length: columns },
    (_, column) => statsOf([{ values: rows.map((row) => row[column]) }]).std,
  );
  const { mean, min, max } = statsOf([{ values }]);
  return { std: Math.sqrt(squaresOf(stds) / columns), mean, min, max };
}

/** Follows a training, and writes a line every `every` updates, the first at once. */
export class Trace {
  #jax;
  #settings;
  #mode = null;
  #passes = new Map(); // by the shapes of what the loss takes
  #header = null;
  #pending = null;
  #start = null;
  #steps = 0;
  #writing = Promise.resolve();
  #spent = 0;
  #began = performance.now();

  /**
   * @param jax        the namespace of @jax-js/jax.
   * @param write      takes each line, line break included.
   * @param weights    (params, name) → the parameters of a layer, as a tree; by default `params[name]`.
   * @param compile    whether the loss may be compiled by `jit`; once for each shape of a batch.
   * @param loss       by name, for the header: "cross-entropy" (with logits), "mean-squared-error" …
   * @param output     the activation behind the last layer, for the header; "linear" for none.
   * @param optimizer  for the header, and for `rate`: { kind, learningRate, momentum, weightDecay }; may be changed on the way.
   * @param reference, skips, attention  for the header.
   */
  constructor(
    jax,
    { write, every = 50, weights = (params, name) => params[name], compile = true, report = true, ...given },
  ) {
    if (!(every >= 1)) throw new RangeError(`every: ${every} is not allowed; give a number of steps from 1 on`);
    if (typeof write !== "function") throw new TypeError("write: give a function that takes the lines of the trace");
    this.#jax = jax;
    this.#settings = { write, every: Math.floor(every), weights, compile, report, given };
  }

  /** What `f` makes of x, an array of which it takes ownership: a layer, without its activation. */
  layer(name, x, f) {
    const mode = this.#mode;
    if (mode === null) return f(x);
    if (mode.zeros !== undefined) return f(x).add(mode.zeros[mode.at++]);
    const received = x.ref;
    const u = f(x);
    mode.calls.push({ name, received, u: u.ref });
    return u;
  }

  /** To be called before every update, with the loss, its parameters and whatever else it takes, the targets last. */
  step(loss, params, ...args) {
    const due = this.#steps % this.#settings.every === 0;
    if (due || this.#pending !== null) {
      const began = performance.now();
      if (this.#pending !== null) this.#finish(params);
      if (due) this.#record(loss, params, args);
      this.#spent += performance.now() - began;
    }
    this.#steps++;
  }

  /** Writes what is left; resolves when all lines are written. */
  async close() {
    if (this.#pending !== null) this.#finish(null);
    await this.#writing;
    const whole = performance.now() - this.#began;
    const { every, report } = this.#settings;
    const share = ((100 * this.#spent) / whole).toFixed(1);
    if (report)
      console.log(`gradiometer: ${this.#steps} steps, every ${every} recorded; recording took ${share} % of the time`);
  }

  #with(mode, run) {
    this.#mode = mode;
    try {
      return run();
    } finally {
      this.#mode = null;
    }
  }

  #record(loss, params, args) {
    const { tree } = this.#jax;
    const given = () => args.map((arg) => tree.ref(arg));
    const key = JSON.stringify(tree.leaves(args).map(({ shape, dtype }) => [shape, dtype]));
    if (!this.#passes.has(key)) this.#passes.set(key, this.#compile(loss, params, given()));
    const { calls, zeros, forward, backward } = this.#passes.get(key);
    const [value, seen] = forward(tree.ref(params), ...given());
    const gradients = backward({ params: tree.ref(params), zeros: zeros.map((zero) => zero.ref) }, ...given());
    const names = [...new Set(calls)];
    const y = args.at(-1);
    const read = {
      loss: this.#read(value),
      y: y?.shape && this.#read(y.ref),
      calls: calls.map((name, k) => ({
        name,
        received: this.#read(seen[k].received),
        u: this.#read(seen[k].u),
        delta: this.#read(gradients.zeros[k]),
      })),
      weights: names.map((name) => this.#matrices(params, name).map((t) => this.#read(t.ref))),
      weightGradients: names.map((name) => this.#matrices(gradients.params, name).map((t) => this.#read(t.ref))),
    };
    tree.dispose(gradients.params);
    this.#pending = { step: this.#steps, rate: this.#settings.given.optimizer?.learningRate, names, read };
  }

  /** For arguments of these shapes: the layers as they are called, zeros for what each puts out, and the pass as one function. */
  #compile(loss, params, args) {
    const { tree, grad, jit, numpy } = this.#jax;
    const first = { calls: [] };
    const copies = args.map((arg) => tree.ref(arg));
    this.#with(first, () => loss(tree.ref(params), ...copies)).dispose();
    const zeros = first.calls.map(({ u }) => numpy.zeros(u.shape));
    for (const { received, u } of first.calls) for (const array of [received, u]) array.dispose();
    tree.dispose(args);
    // Two functions: what a gradient computes on its way does not come out of a compiled one.
    const forward = (given, ...rest) => {
      const mode = { calls: [] };
      const value = this.#with(mode, () => loss(given, ...rest));
      return [value, mode.calls.map(({ received, u }) => ({ received, u }))];
    };
    const backward = grad((both, ...rest) =>
      this.#with({ zeros: both.zeros, at: 0 }, () => loss(both.params, ...rest)),
    );
    const compiled = this.#settings.compile ? jit : (f) => f;
    const calls = first.calls.map(({ name }) => name);
    return { calls, zeros, forward: compiled(forward), backward: compiled(backward) };
  }

  /** Its numbers, when they have come over; takes ownership. */
  #read(array) {
    const { shape, dtype } = array;
    const whole = !String(dtype).startsWith("float");
    return array.data().then((values) => ({ shape, whole, values: Float64Array.from(values) }));
  }

  /** The matrices of a layer's parameters, or what else it has. */
  #matrices(params, name) {
    const own = this.#settings.weights(params, name);
    if (own === undefined)
      throw new Error(`gradiometer: layer "${name}" has no parameters of that name; give weights: (params, name) => …`);
    const all = this.#jax.tree.leaves(own);
    const matrices = all.filter(({ shape }) => shape.length > 1);
    return matrices.length > 0 ? matrices : all.slice(0, 1);
  }

  /** Writes the record of the step before: now it is known how far the update went. */
  #finish(params) {
    const pending = this.#pending;
    this.#pending = null;
    const after =
      params &&
      Promise.all(pending.names.map((name) => Promise.all(this.#matrices(params, name).map((t) => this.#read(t.ref)))));
    this.#writing = this.#writing.then(async () => {
      const all = (lists) => Promise.all(lists.map((list) => Promise.all(list)));
      const { read } = pending;
      const calls = await Promise.all(
        read.calls.map(async ({ name, received, u, delta }) => ({
          name,
          received: await received,
          u: await u,
          delta: await delta,
        })),
      );
      const [loss, y, weights, weightGradients, moved] = await Promise.all([
        read.loss,
        read.y,
        all(read.weights),
        all(read.weightGradients),
        after,
      ]);
      const began = performance.now();
      this.#write(pending, { loss: loss.values[0], y, calls, weights, weightGradients, moved });
      this.#spent += performance.now() - began;
    });
  }

  #write({ step, rate, names }, { loss, y, calls, weights, weightGradients, moved }) {
    const sampled = (tensors) =>
      tensors.flatMap(({ values }) => {
        const stride = Math.max(1, Math.floor(values.length / SAMPLE));
        // Each stands for as many squares as were passed over.
        const taken = stride === 1 ? values : values.filter((_value, k) => k % stride === 0);
        return Array.from(taken, (value) => value * Math.sqrt(stride));
      });
    const distance = (from, to) => Math.sqrt(squaresOf(to.map((value, k) => value - from[k])) / squaresOf(from));
    const samples = weights.map(sampled);
    this.#start ??= samples.flat();
    // What a layer receives is the z of the one before it; of the last call, what it puts out.
    const seen = names.map((name) => {
      const own = calls.flatMap((call, k) => (call.name === name ? [{ ...call, z: calls[k + 1]?.received }] : []));
      return { own, z: own.flatMap(({ z }) => z ?? []) };
    });
    if (this.#header === null) this.#writeHeader(names, seen, weights, rate);
    this.#print({
      step,
      loss,
      ...(Number.isFinite(rate) && { rate }),
      moved: distance(this.#start, samples.flat()),
      ...(!calls[0].received.whole && { x: statsOf([calls[0].received]) }),
      ...(y && { y: targetsOf(y, this.#header.loss) }),
      layers: seen.map(({ own, z }, i) => {
        const { activation } = this.#header.layers[i];
        const [u, delta] = [own.map((call) => call.u), own.map((call) => call.delta)];
        const units = u[0].shape.at(-1);
        const after = z.filter(({ values }, k) => values.length === u[k]?.values.length);
        const update = moved && distance(samples[i], sampled(moved[i]));
        return {
          u: statsOf(u),
          z: statsOf(z.length > 0 ? z : u),
          delta: statsOf(delta),
          weight: statsOf(weights[i]),
          weightGradient: statsOf(weightGradients[i]),
          ...(activation &&
            !LIVE.includes(activation) && {
              dead: offShare(units, [
                ...u.map((t) => [t, (value) => value > 0]),
                ...[...delta, ...after].map((t) => [t, (value) => value !== 0]),
              ]),
            }),
          ...(FLAT[activation] &&
            after.length > 0 && {
              saturated:
                sum(after.map(({ values }) => values.filter(FLAT[activation]).length / values.length)) / after.length,
            }),
          ...(update > 0 && Number.isFinite(update) && { update }),
        };
      }),
    });
  }

  #print(value) {
    this.#settings.write(`${JSON.stringify(value, plain)}\n`);
  }

  #writeHeader(names, seen, weights, rate) {
    const { loss, output, optimizer, reference, skips, attention } = this.#settings.given;
    const learningRate = Number.isFinite(rate) ? { learningRate: rate } : {};
    this.#header = {
      format: FORMAT,
      source: `jax-js (${this.#jax.defaultDevice()})`,
      layers: names.map((name, i) => {
        const [{ shape }] = weights[i];
        const { own, z } = seen[i];
        const activation = z.length > 0 ? activationOf(own[0].u, z[0]) : output;
        return {
          name,
          kind: "layer",
          in: shape.at(-2) ?? shape[0],
          out: own[0].u.shape.at(-1),
          ...(activation && { activation }),
        };
      }),
      ...(loss && { loss }),
      ...(optimizer && { optimizer: { ...optimizer, ...learningRate } }),
      ...(reference !== undefined && { reference }),
      ...(skips !== undefined && { skips }),
      ...(attention && { attention }),
    };
    this.#print(this.#header);
  }
}
