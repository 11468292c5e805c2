/** What a recorder must not do, and what is hard to see: on the training, on functional models, layers apart, time, odd numbers. */
import { diagnose, readTrace } from "gradiometer/doctor";
import { Trace } from "../../examples/tensorflowjs/gradiometerTrace.js";
import { Trace as JaxTrace } from "../../examples/jax-js/gradiometerTrace.js";
import { jaxjs, programOf } from "./jax.mjs";
import { PATIENTS, prepared, TWINS } from "./nets.mjs";
import { modelOf, tensorflow, tensors } from "./tfjs.mjs";

const expect = (what, holds) => {
  if (!holds) throw new Error(`${what} does not hold`);
};
const close = (what, got, wanted, tolerance = 1e-5) =>
  expect(`${what}: ${got} for ${wanted}`, Math.abs(got - wanted) <= tolerance * Math.abs(wanted));
const norm = (values) => Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));

/** Fits a model of `tf` and gives what was recorded: header and records, checked by the reader. */
async function fitted(tf, model, [x, y], { steps = 1, options = {}, ...fit } = {}) {
  let text = "";
  const trace = new Trace(tf, model, { every: 1, report: false, write: (line) => (text += line), ...options });
  await model.fit(x, y, { epochs: steps, batchSize: x.shape[0], shuffle: false, verbose: 0, ...fit });
  await trace.close();
  const lines = [];
  for await (const line of readTrace([text])) lines.push(line);
  return lines;
}

/** With and without a recorder: on the cpu backend not a bit differs; wasm multiplies and adds a bias in one product, or in two steps. */
async function sameTraining(lab) {
  const weights = async (backend, record) => {
    const tf = await tensorflow(backend);
    const net = prepared(lab, PATIENTS[0]);
    const model = modelOf(tf, net);
    const [x, y] = tensors(tf, net);
    const trace = record && new Trace(tf, model, { every: 5, report: false, write() {} });
    const before = tf.memory().numTensors;
    await model.fit(x, y, { epochs: 4, batchSize: 48, shuffle: false, validationSplit: 0.25, verbose: 0 });
    if (record) await trace.close();
    expect("no tensor is left over", tf.memory().numTensors === before);
    return model.getWeights().flatMap((t) => [...t.dataSync()]);
  };
  const far = async (backend) => {
    const [one, other] = [await weights(backend, true), await weights(backend, false)];
    return Math.max(...one.map((value, i) => Math.abs(value - other[i])));
  };
  const [cpu, wasm] = [await far("cpu"), await far("wasm")];
  expect("the same bits on cpu", cpu === 0);
  expect(`rounding alone on wasm (${wasm})`, wasm < 1e-6);
  return `weights differ by ${cpu} on cpu, by ${wasm.toExponential(1)} on wasm`;
}

/** A functional model with a skip and activations that are layers of their own, beside its gradients by hand. */
async function functional() {
  const tf = await tensorflow("cpu");
  const input = tf.input({ shape: [5] });
  const apply = (layer, t) => layer.apply(t);
  const stem = apply(tf.layers.dense({ units: 8, name: "stem" }), input);
  const bent = apply(tf.layers.activation({ activation: "tanh" }), stem);
  const inner = apply(tf.layers.leakyReLU(), apply(tf.layers.dense({ units: 6, name: "inner" }), bent));
  const deep = apply(tf.layers.dense({ units: 8, name: "deep" }), inner);
  const output = apply(tf.layers.dense({ units: 1, name: "head" }), tf.layers.add().apply([bent, deep]));
  const model = tf.model({ inputs: input, outputs: output });
  model.compile({ optimizer: tf.train.momentum(0.05, 0.9), loss: "meanSquaredError" });
  const [x, y] = [tf.randomNormal([32, 5], 0, 1, "float32", 1), tf.randomNormal([32, 1], 0, 1, "float32", 2)];
  const [w, b] = [0, 1].map((k) => model.getLayer("stem").getWeights()[k].clone());
  const u = tf.add(tf.matMul(x, w), b);
  const affine = (name, t) =>
    tf.add(tf.matMul(t, model.getLayer(name).kernel.read()), model.getLayer(name).bias.read());
  const below = (given) => {
    const z = tf.tanh(given);
    const own = affine("deep", tf.leakyRelu(affine("inner", z), 0.3));
    return tf.losses.meanSquaredError(y, affine("head", tf.add(z, own)));
  };
  const delta = tf.grad(below)(u);
  const [wanted, gradient] = [norm(u.dataSync()), norm(delta.dataSync())];
  const [header, first] = await fitted(tf, model, [x, y]);
  expect(
    `names ${JSON.stringify(header.layers)}`,
    header.layers.map(({ name }) => name).join() === "stem,inner,deep,head",
  );
  // Behind the third there is a sum, which is no activation.
  expect(
    `activations ${JSON.stringify(header.layers)}`,
    header.layers.map(({ activation }) => activation).join() === "tanh,leaky-relu,,linear",
  );
  expect("one skip", header.skips === 1);
  expect("momentum", header.optimizer.momentum === 0.9 && header.loss === "mean-squared-error");
  close("u of the stem", first.layers[0].u.norm, wanted);
  close("delta of the stem", first.layers[0].delta.norm, gradient);
  expect(
    "the head has no share of dead units",
    first.layers[3].dead === undefined && first.layers[1].dead !== undefined,
  );
}

/** ∂J/∂x_t of an LSTM, beside the gradient by its input as a variable. */
async function time() {
  const tf = await tensorflow("cpu");
  const model = tf.sequential({
    layers: [
      tf.layers.lstm({ units: 6, inputShape: [9, 2], returnSequences: true }),
      tf.layers.gru({ units: 5 }),
      tf.layers.dense({ units: 1 }),
    ],
  });
  model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
  const [x, y] = [tf.randomNormal([4, 9, 2], 0, 1, "float32", 3), tf.randomNormal([4, 1], 0, 1, "float32", 4)];
  const wanted = tf
    .grad((given) => tf.losses.meanSquaredError(y, model.apply(given, { training: true })))(x)
    .norm("euclidean", [0, 2])
    .dataSync();
  const hidden = model.layers[0].apply(x).norm("euclidean", [0, 2]).dataSync();
  const [header, first, second] = await fitted(tf, model, [x, y], { steps: 2 });
  expect(`kinds ${JSON.stringify(header.layers)}`, header.layers.map(({ kind }) => kind).join() === "LSTM,GRU,Dense");
  expect("nine steps", first.layers[0].inTime.length === 9 && second.layers[1].inTime.length === 9);
  first.layers[0].inTime.forEach((value, t) => close(`∂J/∂x_${t}`, value, wanted[t], 1e-4));
  first.layers[0].hInTime.forEach((value, t) => close(`h_${t}`, value, hidden[t], 1e-4));
  expect("no h of the GRU, which gives its last alone", first.layers[1].hInTime === undefined);
}

/** NaN and infinity in the weights are counted, as words where there is no number. */
async function nonFinite() {
  const tf = await tensorflow("cpu");
  const model = tf.sequential({
    layers: [
      tf.layers.dense({ units: 4, inputShape: [3], activation: "relu" }),
      tf.layers.dense({ units: 2, activation: "softmax" }),
    ],
  });
  model.compile({ optimizer: "adam", loss: "sparseCategoricalCrossentropy" });
  const [kernel, bias] = model.layers[0].getWeights();
  const values = Float32Array.from(kernel.dataSync());
  [values[0], values[1]] = [Infinity, NaN];
  model.layers[0].setWeights([tf.tensor2d(values, [3, 4]), bias]);
  const [header, first] = await fitted(tf, model, [tf.ones([6, 3]), tf.tensor1d([0, 1, 1, 0, 1, 1])]);
  expect("two weights", first.layers[0].weight.nonFinite === 2 && Number.isNaN(first.loss));
  expect("classes by their counts", JSON.stringify(first.y) === '{"classes":[2,4]}');
  expect(
    "a loss of probabilities",
    header.loss === "cross-entropy-of-probabilities" && header.layers[1].activation === "softmax",
  );
  const { unseen } = diagnose([header, first]);
  expect("its head is not called wrong", !unseen.some(({ id }) => id === "wrong-head"));
}

/** Loops of one's own: minimize, and gradients that are applied by hand. */
async function ownLoops(lab) {
  const tf = await tensorflow("cpu");
  const records = async (run) => {
    const net = prepared(lab, TWINS[1]);
    const model = modelOf(tf, net);
    const [x, y] = tensors(tf, net);
    const optimizer = tf.train.sgd(net.rate);
    const lines = [];
    const trace = new Trace(tf, model, {
      optimizer,
      every: 1,
      loss: "mean-squared-error",
      report: false,
      write: (line) => lines.push(line),
    });
    for (let step = 0; step < 3; step++) {
      model.predict(tf.mul(x, 100)); // which is not recorded
      run(optimizer, trace, y, () => tf.losses.meanSquaredError(y, model.apply(x, { training: true })));
    }
    await trace.close();
    return lines.map((line) => JSON.parse(line));
  };
  const plainly = (optimizer, trace, y, loss) => {
    trace.note({ y });
    optimizer.minimize(loss);
  };
  const byHand = (optimizer, trace, y, loss) => {
    const { value, grads } = tf.variableGrads(loss);
    trace.note({ y, loss: value });
    optimizer.applyGradients(grads);
  };
  const [one, other] = [await records(plainly), await records(byHand)];
  const numbers = ([, ...lines]) => JSON.stringify(lines);
  expect("the same three records", one.length === 4 && numbers(one) === numbers(other) && one[1].y.std > 0);
  const missing = await records((optimizer, trace, y, loss) =>
    optimizer.applyGradients(tf.variableGrads(loss).grads),
  ).catch((error) => error);
  expect("a loss that is not noted is asked for", /note\(\{ loss \}\)/.test(missing.message));
}

/** jax-js: a layer that is used twice, and no array that is left over or taken away. */
async function twice(lab) {
  const jax = await jaxjs();
  const { nn, numpy: np } = jax;
  const lines = [];
  const trace = new JaxTrace(jax, {
    every: 1,
    loss: "mean-squared-error",
    report: false,
    write: (line) => lines.push(line),
  });
  const params = { inner: { weight: np.array([[0.5, -0.25], [0.75, 1]]) }, head: { weight: np.array([[1], [2]]) } }; // prettier-ignore
  const inner = (given, x) => trace.layer("inner", x, (z) => np.matmul(z, given.inner.weight.ref));
  const loss = (given, x, y) => {
    const twice = np.tanh(inner(given, np.tanh(inner(given, x))));
    given.inner.weight.dispose();
    const out = trace.layer("head", twice, (z) => np.matmul(z, given.head.weight));
    return np.square(out.sub(y)).mean();
  };
  const [x, y] = [np.array([[1, 2], [-1, 0.5], [0.25, -2]]), np.array([[1], [0], [-1]])]; // prettier-ignore
  trace.step(loss, params, x, y);
  await trace.close();
  expect(
    "nothing is taken away",
    [x, y, params.inner.weight, params.head.weight].every((array) => array.refCount === 1),
  );
  const [header, record] = lines.map((line) => JSON.parse(line));
  expect(`layers ${JSON.stringify(header.layers)}`, header.layers.map(({ name }) => name).join() === "inner,head");
  expect("tanh behind it", header.layers[0].activation === "tanh");
  const first = np.matmul(x.ref, params.inner.weight.ref);
  const second = np.matmul(np.tanh(first.ref), params.inner.weight.ref);
  close("u of both calls", record.layers[0].u.norm, norm([...first.dataSync(), ...second.dataSync()]), 1e-6);
  expect("its targets", Math.abs(record.y.mean) < 1e-9 && record.y.max === 1);
  const net = prepared(lab, TWINS[0]);
  const idle = programOf(jax, trace, net);
  expect(
    "a plain call outside of a record",
    nn !== undefined && Number.isFinite(idle.loss(idle.params, ...idle.data).item()),
  );
}

/** All checks by name. */
export const all = (lab) => ({
  "TensorFlow.js: the training is the same": () => sameTraining(lab),
  "TensorFlow.js: a functional model with a skip": functional,
  "TensorFlow.js: gradients in time": time,
  "TensorFlow.js: what is not finite": nonFinite,
  "TensorFlow.js: loops of one's own": () => ownLoops(lab),
  "jax-js: a layer that is used twice": () => twice(lab),
});
