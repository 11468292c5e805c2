// MIT License. Copyright (c) 2026 the Gradiometer authors. Copy this file into your project; it needs @tensorflow/tfjs 4 and nothing else.
/**
 * Records the training of a tf.LayersModel as a trace: JSON lines that `npx gradiometer diagnose run.jsonl` reads.
 *
 *     import { Trace } from "./gradiometerTrace.js";
 *
 *     const trace = new Trace(tf, model, { every: 50, write: (line) => appendFileSync("run.jsonl", line) }); // after compile()
 *     await model.fit(x, y, { epochs: 20 });
 *     await trace.close();
 *
 * A loop of your own with `optimizer.minimize(() => loss)` needs `{ optimizer }`, and `trace.note({ y })` before each step if the
 * targets are to be seen; one with `tf.variableGrads` and `applyGradients` also notes its `loss`.
 *
 * At a recorded step, and only there, a node that adds nothing stands behind what each layer puts out: the gradient there comes out
 * of the same backward pass. Between two records nothing is installed but a count of the updates. Small tensors come over in one
 * transfer and are summed in float64; of large ones the statistics are made where they are, scaled so that nothing overflows.
 */
const FORMAT = "gradiometer-trace-1";
const SMALL = 65_536; // entries up to which a tensor comes over as it is
const SAMPLE = 16_384; // weights of one tensor that are looked at for how far they moved: all, or every k-th
const GUESSED = 512; // outputs of a layer that its activation is told from
const KNOWN = {
  leakyRelu: "leaky-relu",
  swish: "silu",
  relu6: "",
  hardSigmoid: "",
  logSoftmax: "",
  gelu_new: "",
  mish: "",
};
const LOSSES = {
  categoricalCrossentropy: "cross-entropy-of-probabilities",
  sparseCategoricalCrossentropy: "cross-entropy-of-probabilities",
  softmaxCrossEntropy: "cross-entropy",
  binaryCrossentropy: "binary-cross-entropy-of-probabilities",
  sigmoidCrossEntropy: "binary-cross-entropy",
  meanSquaredError: "mean-squared-error",
  meanAbsoluteError: "l1",
  absoluteDifference: "l1",
  huberLoss: "huber",
};
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
  "leaky-relu": (u) => (u > 0 ? u : 0.3 * u), // the layer's own default
  softplus: (u) => Math.max(u, 0) + Math.log1p(Math.exp(-Math.abs(u))),
};
/** Where |φ′| is below .01 of its maximum, from the value z. */
const FLAT = {
  tanh: (tf, z) => tf.less(tf.sub(1, tf.square(z)), 0.01),
  sigmoid: (tf, z) => tf.less(tf.mul(z, tf.sub(1, z)), 0.0025),
  softsign: (tf, z) => tf.less(tf.square(tf.sub(1, tf.abs(z))), 0.01),
};
const LIVE = ["linear", "tanh", "sigmoid", "softsign", "softmax"]; // no unit of these is off for every row

const first = (tensors) => (Array.isArray(tensors) ? tensors[0] : tensors);
const sum = (values) => values.reduce((total, value) => total + value, 0);

/** Layers that have weights, those of nested models too; recurrent layers and wrappers as one. */
const leaves = (layers) =>
  layers.flatMap((layer) =>
    Array.isArray(layer.layers) ? leaves(layer.layers) : layer.weights.length > 0 ? [layer] : [],
  );

const isRecurrent = (layer) => layer.cell !== undefined;
/** Whether its activation comes last in it. */
const ownActivation = (layer) => !isRecurrent(layer) && typeof layer.activation?.apply === "function";

/** Its matrices, or what else it has. */
function weightsOf(layer) {
  const own = layer.trainableWeights.length > 0 ? layer.trainableWeights : layer.weights;
  const matrices = own.filter(({ shape }) => shape.length > 1);
  return (matrices.length > 0 ? matrices : own.slice(0, 1)).map((weight) => weight.read());
}

const nameOf = (activation) => {
  const name = activation?.getClassName() ?? "linear";
  return KNOWN[name] ?? name;
};

/** A number for JSON to nine digits; what is not finite becomes a word. */
const plain = (_key, value) =>
  typeof value !== "number" ? value : Number.isFinite(value) ? Number(value.toPrecision(9)) : String(value);

/** [mean, std, norm, min, max, not finite, zeros] over the finite entries, in float64. */
function momentsOf(values) {
  let [total, squares, low, high, finite, zeros] = [0, 0, Infinity, -Infinity, 0, 0];
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    finite++;
    total += value;
    squares += value * value;
    if (value < low) low = value;
    if (value > high) high = value;
    if (value === 0) zeros++;
  }
  const mean = total / finite;
  let spread = 0;
  for (const value of values) if (Number.isFinite(value)) spread += (value - mean) * (value - mean);
  const broken = values.length - finite;
  if (finite === 0) return [NaN, NaN, 0, NaN, NaN, broken, 0];
  return [mean, Math.sqrt(spread / finite), Math.sqrt(squares), low, high, broken, zeros];
}

/** In two stages, so that rounding does not add up over all entries. */
function sumThere(tf, t) {
  const piece = Math.floor(Math.sqrt(t.size));
  const cut = t.size - (t.size % piece);
  const whole = tf.sum(tf.sum(t.slice(0, cut).reshape([-1, piece]), 1));
  return cut === t.size ? whole : tf.add(whole, tf.sum(t.slice(cut)));
}

/** The same of a large tensor where it is, as a tensor: the first three in units of the largest entry, which comes last. */
function momentsThere(tf, t) {
  const finite = tf.isFinite(t);
  const count = tf.maximum(tf.sum(tf.cast(finite, "float32")), 1);
  const values = tf.where(finite, t, tf.zerosLike(t));
  const most = tf.max(tf.abs(values));
  const unit = tf.where(tf.greater(most, 0), most, tf.onesLike(most));
  const scaled = tf.div(values, unit);
  const mean = tf.div(sumThere(tf, scaled), count);
  const away = tf.where(finite, tf.sub(scaled, mean), tf.zerosLike(t));
  return tf.stack([
    mean,
    tf.sqrt(tf.div(sumThere(tf, tf.square(away)), count)),
    tf.sqrt(sumThere(tf, tf.square(scaled))),
    tf.min(tf.where(finite, t, tf.fill(t.shape, Infinity))),
    tf.max(tf.where(finite, t, tf.fill(t.shape, -Infinity))),
    tf.sub(t.size, tf.sum(tf.cast(finite, "float32"))),
    tf.sum(tf.cast(tf.equal(t, 0), "float32")),
    unit,
  ]);
}

function statsOf([mean, std, norm, min, max, nonFinite, zeros, unit = 1]) {
  if (!Number.isFinite(min) || !Number.isFinite(max))
    return { mean: NaN, std: NaN, norm: 0, min: NaN, max: NaN, nonFinite: Math.round(nonFinite), zeros: 0 };
  const counts = { nonFinite: Math.round(nonFinite), zeros: Math.round(zeros) };
  return { mean: mean * unit, std: std * unit, norm: norm * unit, min, max, ...counts };
}

const squaresOf = (values) => sum(values.map((value) => value * value));

/** What is seen of one layer in one step; tensors are kept until the record is made. */
const emptySeen = () => ({ u: [], acted: [], z: [], delta: [], inTime: [] });

/** Follows a model's training, and writes a line every `every` updates, the first at once. */
export class Trace {
  #tf;
  #model;
  #optimizer;
  #settings;
  #layers;
  #known = new Map(); // the name of each layer's own activation; while the layer is watched it has none
  #seen = new Map();
  #order = [];
  #before = null;
  #backward = false;
  #x = null;
  #noted = {};
  #replaced = [];
  #own = {};
  #nothing = null;
  #header = null;
  #start = null;
  #steps = 0;
  #writing = Promise.resolve();
  #spent = 0;
  #began = performance.now();

  /**
   * @param tf     the namespace of TensorFlow.js that the model is made with.
   * @param model  a tf.LayersModel, compiled, or with `optimizer` given.
   * @param write  takes each line, line break included.
   * @param loss, reference, skips, attention  for the header, where they cannot be seen: the loss by name, the loss of the best
   *   constant answer, the number of sums that go past layers, whether a layer attends.
   */
  constructor(tf, model, { write, every = 50, optimizer = model.optimizer, report = true, ...given }) {
    if (!(every >= 1)) throw new RangeError(`every: ${every} is not allowed; give a number of steps from 1 on`);
    if (typeof write !== "function") throw new TypeError("write: give a function that takes the lines of the trace");
    if (!optimizer) throw new TypeError("optimizer: compile the model first, or give the optimizer of your loop");
    this.#tf = tf;
    this.#model = model.model ?? model; // a Sequential holds the model that is trained
    this.#optimizer = optimizer;
    this.#settings = { write, every: Math.floor(every), report, given };
    this.#layers = leaves(model.layers);
    for (const layer of this.#layers)
      this.#known.set(layer, ownActivation(layer) ? nameOf(layer.activation) : "linear");
    // Data has no gradient unless a variable stands before it: one that is 0 is added to what a recurrent layer takes in.
    if (this.#layers.some(isRecurrent)) this.#nothing = tf.variable(tf.scalar(0));
    this.#count();
    this.#arm();
  }

  /** Of the step that comes: its targets, and its loss where `optimizer.minimize` does not compute it. A tensor is not disposed. */
  note({ y, loss }) {
    if (this.#replaced.length === 0) return;
    if (y !== undefined) this.#keepNoted("y", y);
    if (loss !== undefined) this.#keepNoted("loss", typeof loss === "number" ? this.#tf.scalar(loss) : loss);
  }

  /** Ends the recording; resolves when all lines are written. */
  async close() {
    if (this.#own.applyGradients === undefined) return this.#writing;
    this.#disarm();
    this.#forget();
    for (const name of Object.keys(this.#own)) Reflect.deleteProperty(this.#optimizer, name);
    this.#own = {};
    this.#nothing?.dispose();
    await this.#writing;
    const whole = performance.now() - this.#began;
    const share = ((100 * this.#spent) / whole).toFixed(1);
    const { every, report } = this.#settings;
    if (report)
      console.log(`gradiometer: ${this.#steps} steps, every ${every} recorded; recording took ${share} % of the time`);
  }

  // ---- installed: a count always, taps in a recorded step alone

  #count() {
    const optimizer = this.#optimizer;
    const compute = optimizer.computeGradients.bind(optimizer);
    const apply = optimizer.applyGradients.bind(optimizer);
    this.#own = {
      computeGradients: (f, variables) => {
        const result = compute(f, variables && this.#nothing ? [...variables, this.#nothing] : variables);
        this.#withoutNothing(result.grads);
        if (this.#replaced.length > 0) this.#keepNoted("loss", result.value);
        return result;
      },
      applyGradients: (gradients) => {
        this.#withoutNothing(gradients);
        if (this.#replaced.length === 0) apply(gradients);
        else this.#record(gradients, apply);
        this.#steps++;
        if (this.#steps % this.#settings.every === 0) this.#arm();
      },
    };
    Object.assign(optimizer, this.#own);
  }

  /** The gradient by the variable that is 0 is nobody's. */
  #withoutNothing(gradients) {
    if (this.#nothing === null || Array.isArray(gradients)) return;
    gradients[this.#nothing.name]?.dispose();
    Reflect.deleteProperty(gradients, this.#nothing.name);
  }

  #replace(object, name, value) {
    this.#replaced.push([object, name, object[name], Object.hasOwn(object, name)]);
    object[name] = value;
  }

  #arm() {
    for (const layer of this.#layers) this.#watch(layer);
    const losses = this.#model.lossFunctions;
    if (!losses || this.#optimizer !== this.#model.optimizer) return;
    const watched = losses.map((loss) => (target, output) => {
      if (losses.length === 1) this.#keepNoted("y", target);
      return loss(target, output);
    });
    this.#replace(this.#model, "lossFunctions", watched);
  }

  #disarm() {
    for (const [object, name, value, own] of this.#replaced.reverse())
      if (own) object[name] = value;
      else Reflect.deleteProperty(object, name);
    this.#replaced = [];
  }

  #keep = (t) => this.#tf.keep(t.clone());

  #keepNoted(key, t) {
    this.#noted[key]?.dispose();
    this.#noted[key] = this.#keep(t);
  }

  /** t, with a node behind it at which its gradient is seen. */
  #tapped(t, list) {
    return this.#tf.customGrad((value) => ({
      value: value.clone(),
      gradFunc: (dy) => {
        this.#backward = true;
        list.push(this.#keep(dy));
        return dy.clone();
      },
    }))(t);
  }

  #watch(layer) {
    const call = layer.call.bind(layer);
    let acted = null;
    if (ownActivation(layer)) {
      const { activation } = layer;
      this.#replace(layer, "activation", {
        getClassName: () => "watched", // none that is computed together with the product
        apply: (u, ...rest) => {
          if (!this.#tf.engine().isTapeOn()) return activation.apply(u, ...rest);
          const seen = this.#of(layer);
          seen.u.push(this.#keep(u));
          acted = activation.apply(this.#tapped(u, seen.delta), ...rest);
          seen.acted.push(this.#keep(acted));
          return acted;
        },
      });
    }
    this.#replace(layer, "call", (inputs, kwargs) => {
      // Outside of a gradient it is a prediction or a validation.
      if (!this.#tf.engine().isTapeOn()) return call(inputs, kwargs);
      const [seen, received] = [this.#of(layer), first(inputs)];
      this.#lookBack(received);
      acted = null;
      const output = call(isRecurrent(layer) ? this.#inTime(inputs, seen) : inputs, kwargs);
      this.#before = seen;
      if (acted !== null) return output;
      const u = first(output);
      seen.u.push(this.#keep(u));
      const tapped = this.#tapped(u, seen.delta);
      return Array.isArray(output) ? [tapped, ...output.slice(1)] : tapped;
    });
  }

  #of(layer) {
    if (!this.#seen.has(layer)) this.#seen.set(layer, emptySeen());
    return this.#seen.get(layer);
  }

  /** What a layer receives is the z of the one before it. */
  #lookBack(received) {
    if (this.#backward) [this.#before, this.#backward] = [null, false]; // the next micro-batch
    if (received.dtype !== "float32") return;
    if (this.#before !== null) this.#before.z.push(this.#keep(received));
    else if (this.#x === null && this.#seen.size === 1) this.#x = this.#keep(received);
  }

  #inTime(inputs, seen) {
    const tapped = this.#tapped(this.#tf.add(first(inputs), this.#nothing), seen.inTime);
    return Array.isArray(inputs) ? [tapped, ...inputs.slice(1)] : tapped;
  }

  #forget() {
    const all = [...this.#seen.values()].flatMap((seen) => Object.values(seen).flat());
    for (const t of [...all, this.#x, ...Object.values(this.#noted)]) t?.dispose();
    this.#seen = new Map();
    [this.#before, this.#backward, this.#x, this.#noted] = [null, false, null, {}];
  }

  // ---- records

  /** Takes what was seen, makes the update, and writes when the numbers have come over. */
  #record(gradients, apply) {
    const tf = this.#tf;
    const began = performance.now();
    this.#disarm();
    if (this.#seen.size === 0) {
      apply(gradients);
      return this.#forget();
    }
    if (this.#noted.loss === undefined)
      throw new Error(
        "gradiometer: the loss of this step is not known; call trace.note({ loss }) before applyGradients",
      );
    if (this.#order.length === 0) this.#order = [...this.#seen.keys()];
    const rate = this.#optimizer.learningRate;
    const before = tf.tidy(() => tf.keep(this.#sample()));
    const shape = [];
    const front = tf.tidy(() => tf.keep(this.#pack(gradients, shape)));
    this.#spent += performance.now() - began;
    apply(gradients);
    const after = performance.now();
    const flat = tf.tidy(() => tf.keep(tf.concat1d([front, before, this.#sample()])));
    const weights = before.size;
    for (const t of [front, before]) t.dispose();
    this.#forget();
    const step = this.#steps;
    const data = flat.data();
    this.#spent += performance.now() - after;
    this.#writing = this.#writing.then(async () => {
      const values = await data;
      const start = performance.now();
      flat.dispose();
      this.#write(step, rate, shape, values, weights);
      this.#spent += performance.now() - start;
    });
  }

  /** Entries of all weights of the layers, behind each other. */
  #sample() {
    const tf = this.#tf;
    const parts = this.#order.flatMap(weightsOf).map((weight) => {
      const stride = Math.max(1, Math.floor(weight.size / SAMPLE));
      const flat = weight.reshape([-1]);
      // Each stands for as many squares as were passed over.
      return stride === 1 ? flat : tf.stridedSlice(flat, [0], [weight.size], [stride]).mul(Math.sqrt(stride));
    });
    return tf.concat1d(parts);
  }

  /** Everything that comes over, in one tensor; `shape` says what it is. */
  #pack(gradients, shape) {
    const tf = this.#tf;
    const values = [];
    const add = (name, t, kind = "values") => {
      const flat = t.cast("float32").reshape([-1]);
      shape.push([name, kind, flat.size]);
      values.push(flat);
    };
    const addAll = (name, tensors) => {
      if (tensors.length === 0) return;
      const flat = tf.concat1d(tensors.map((t) => t.reshape([-1])));
      if (flat.size <= SMALL) add(name, flat, "raw");
      else add(name, momentsThere(tf, flat), "moments");
    };
    const named = Array.isArray(gradients) ? new Map(gradients.map(({ name, tensor }) => [name, tensor])) : new Map(Object.entries(gradients)); // prettier-ignore
    add("loss", this.#noted.loss);
    if (this.#x !== null) addAll("x", [this.#x]);
    if (this.#noted.y !== undefined) add("y", this.#noted.y);
    this.#order.forEach((layer, i) => {
      const seen = this.#seen.get(layer) ?? emptySeen();
      const weights = weightsOf(layer);
      addAll(`${i} u`, seen.u);
      // Nobody receives what the last layer puts out: z is what its own activation makes of u.
      addAll(`${i} z`, seen.z.length > 0 ? seen.z : seen.acted.length > 0 ? seen.acted : seen.u);
      addAll(`${i} delta`, seen.delta);
      addAll(`${i} weight`, weights);
      addAll(
        `${i} weightGradient`,
        weights.flatMap(({ name }) => named.get(name) ?? []),
      );
      this.#addShares(add, layer, seen, i);
      if (isRecurrent(layer)) {
        if (seen.inTime.length > 0)
          add(`${i} inTime`, tf.concat1d(seen.inTime.map((t) => tf.norm(t, "euclidean", [0, 2]))));
        if (layer.returnSequences) add(`${i} hInTime`, tf.concat1d(seen.u.map((t) => tf.norm(t, "euclidean", [0, 2]))));
      }
    });
    return tf.concat1d(values);
  }

  #addShares(add, layer, seen, i) {
    const tf = this.#tf;
    const known = this.#known.get(layer);
    const same =
      seen.z.length > 0 && seen.z[0].size === seen.u[0].size && seen.z[0].shape.at(-1) === seen.u[0].shape.at(-1);
    const after = known === "linear" ? (same ? seen.z : []) : seen.acted;
    if (known === "linear" && same && this.#header === null)
      add(
        `${i} guess`,
        tf.concat1d([seen.u[0], seen.z[0]].map((t) => t.reshape([-1]).slice(0, Math.min(GUESSED, t.size)))),
      );
    const activation = this.#header?.layers[i].activation ?? known;
    // A linear layer may have an activation in the layer behind it, which is known from the first record on.
    for (const name of this.#header === null && known === "linear" ? Object.keys(FLAT) : [activation])
      if (FLAT[name] && after.length > 0)
        add(`${i} ${name}`, tf.stack(after.map((z) => tf.mean(tf.cast(FLAT[name](tf, z), "float32")))).mean());
    if (seen.delta.length === 0 || (LIVE.includes(activation) && this.#header !== null)) return;
    const units = (t) => t.reshape([-1, t.shape.at(-1)]);
    const alive = [
      ...seen.u.map((t) => tf.any(tf.greater(units(t), 0), 0)),
      ...[...seen.delta, ...after].map((t) => tf.any(tf.notEqual(units(t), 0), 0)),
    ].reduce((all, one) => tf.logicalOr(all, one));
    add(`${i} dead`, tf.sub(1, tf.mean(tf.cast(alive, "float32"))));
  }

  #write(step, rate, shape, values, weights) {
    const numbers = new Map();
    let at = 0;
    for (const [name, kind, count] of shape) {
      const own = values.subarray(at, at + count);
      numbers.set(name, kind === "raw" ? momentsOf(own) : own);
      at += count;
    }
    const [before, after] = [values.slice(at, at + weights), values.slice(at + weights)];
    this.#start ??= before;
    if (this.#header === null) this.#writeHeader(numbers, rate);
    const size = squaresOf(this.#start);
    const line = { step, loss: numbers.get("loss")[0], ...(Number.isFinite(rate) && { rate }) };
    if (size > 0) line.moved = Math.sqrt(squaresOf(before.map((value, k) => value - this.#start[k])) / size);
    if (numbers.has("x")) line.x = statsOf(numbers.get("x"));
    if (numbers.has("y")) line.y = this.#targets(numbers.get("y"));
    let from = 0;
    line.layers = this.#order.map((layer, i) => {
      const own = {};
      for (const part of ["u", "z", "delta", "weight", "weightGradient"])
        if (numbers.has(`${i} ${part}`)) own[part] = statsOf(numbers.get(`${i} ${part}`));
      const { activation } = this.#header.layers[i];
      if (numbers.has(`${i} dead`) && activation !== undefined && !LIVE.includes(activation))
        [own.dead] = numbers.get(`${i} dead`);
      if (numbers.has(`${i} ${activation}`)) [own.saturated] = numbers.get(`${i} ${activation}`);
      for (const part of ["inTime", "hInTime"])
        if (numbers.get(`${i} ${part}`)?.length > 1) own[part] = Array.from(numbers.get(`${i} ${part}`));
      const count = sum(weightsOf(layer).map((w) => Math.ceil(w.size / Math.max(1, Math.floor(w.size / SAMPLE)))));
      const [old, now] = [before.subarray(from, from + count), after.subarray(from, from + count)];
      from += count;
      const [moved, whole] = [squaresOf(now.map((value, k) => value - old[k])), squaresOf(old)];
      if (whole > 0 && moved > 0 && Number.isFinite(moved)) own.update = Math.sqrt(moved / whole);
      return own;
    });
    this.#print(line);
  }

  #print(value) {
    this.#settings.write(`${JSON.stringify(value, plain)}\n`);
  }

  /** Of targets as numbers, in columns of the last layer's width: classes by their counts where they are that. */
  #targets(values) {
    const name = this.#lossName();
    const width = this.#header.layers.at(-1).out;
    const counts = (labels) => {
      const found = new Map();
      for (const label of labels) if (label >= 0) found.set(label, (found.get(label) ?? 0) + 1);
      const classes = [...found.entries()].sort(([a], [b]) => a - b).map(([, count]) => count);
      return { classes: classes.length > 256 ? classes.length : classes };
    };
    if (/^sparse/i.test(name)) return counts(values);
    const columns = values.length % width === 0 && values.length >= width ? width : 1;
    if (/^(categorical|softmax)|^cross-entropy/i.test(name) && values.every((value) => value === 0 || value === 1))
      return counts(
        Array.from({ length: values.length / columns }, (_, row) =>
          values.subarray(row * columns, (row + 1) * columns).indexOf(1),
        ),
      );
    const own = Array.from({ length: columns }, (_, column) =>
      momentsOf(values.filter((_value, k) => k % columns === column)),
    );
    const [mean, , , min, max] = momentsOf(values);
    return { std: Math.sqrt(sum(own.map(([, std]) => std * std)) / columns), mean, min, max };
  }

  #lossName() {
    const { loss } = this.#optimizer === this.#model.optimizer ? this.#model : {};
    const own = Array.isArray(loss) ? loss[0] : loss;
    return (
      this.#settings.given.loss ?? (typeof own === "function" ? own.name.replace(/_+(op)?$/, "") : String(own ?? ""))
    );
  }

  #writeHeader(numbers, rate) {
    const optimizer = this.#optimizer;
    const { reference, skips = this.#skips(), attention } = this.#settings.given;
    const loss = this.#lossName();
    const { momentum } = optimizer;
    this.#header = {
      format: FORMAT,
      source: `tensorflow.js ${this.#tf.version?.tfjs ?? this.#tf.version_core} (${this.#tf.getBackend()})`,
      layers: this.#order.map((layer, i) => {
        const [weight] = weightsOf(layer);
        const activation = this.#activation(layer, numbers.get(`${i} guess`));
        return {
          name: layer.name,
          kind: layer.getClassName(),
          in: weight.shape.at(-2) ?? weight.size,
          out: layer.units ?? weight.shape.at(-1),
          ...(activation && { activation }),
        };
      }),
      ...(loss && { loss: LOSSES[loss] ?? loss }),
      optimizer: {
        kind: optimizer.getClassName().toLowerCase(),
        ...(Number.isFinite(rate) && { learningRate: rate }),
        ...(momentum > 0 && { momentum }),
      },
      ...(reference !== undefined && { reference }),
      skips,
      ...(attention && { attention }),
    };
    this.#print(this.#header);
  }

  /** Its own, or, behind a linear layer, what made the next layer's input of it. */
  #activation(layer, both) {
    const own = this.#known.get(layer);
    if (own !== "linear" || both === undefined) return ownActivation(layer) ? own : "";
    const half = both.length / 2;
    const size = Math.max(...both.subarray(0, half).map(Math.abs));
    if (!(size > 0.02 && size < Infinity)) return ""; // so near to 0 all are alike
    const found = Object.entries(ACTIVATIONS).find(([, phi]) =>
      both
        .subarray(0, half)
        .every((u, k) => Math.abs(phi(u) - both[half + k]) <= 1e-4 * Math.abs(both[half + k]) + 1e-6 * size),
    );
    return found?.[0] ?? "";
  }

  /** Layers that add, and of which one input goes to another layer as well. */
  #skips() {
    const adds = this.#model.layers.filter((layer) => layer.getClassName() === "Add");
    const shared = ({ inboundLayers }) => inboundLayers.some(({ outboundNodes }) => outboundNodes.length > 1);
    return adds.filter(({ inboundNodes }) => inboundNodes.some(shared)).length;
  }
}
