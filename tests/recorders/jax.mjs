/** A training in jax-js, recorded. */
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { Trace } from "../../examples/jax-js/gradiometerTrace.js";
import { tools } from "../harness/tools.mjs";

let loading;

/** On its wasm backend. */
export function jaxjs() {
  globalThis.navigator ??= {}; // asked for while it is imported; Node 20 has none
  const path = createRequire(`${tools}/`)
    .resolve("@jax-js/jax")
    .replace(/\.cjs$/, ".js");
  loading ??= import(pathToFileURL(path).href).then(async (jax) => {
    await jax.init("wasm");
    jax.defaultDevice("wasm");
    return jax;
  });
  return loading;
}

/** The net with our parameters: `params`, `loss(params, x, y)` and a compiled `update`. */
export function programOf(jax, trace, { layers, activation, loss, rate, rows, x, y, sizes }) {
  const { nn, numpy: np, tree, jit, valueAndGrad } = jax;
  const phi = { tanh: np.tanh, relu: nn.relu, sigmoid: nn.sigmoid }[activation];
  const matrix = (values, m, n) => np.array(values).reshape([m, n]);
  const params = Object.fromEntries(
    layers.map(({ fanIn, fanOut, weight, bias }, i) => [
      `layer${i}`,
      { weight: matrix(weight, fanIn, fanOut), bias: np.array(bias) },
    ]),
  );
  const affine =
    ({ weight, bias }) =>
    (z) =>
      np.matmul(z, weight).add(bias);
  const predict = (given, z) =>
    layers.reduce(
      (before, _, i) => trace.layer(`layer${i}`, i === 0 ? before : phi(before), affine(given[`layer${i}`])),
      z,
    );
  const lossOf = (given, inputs, targets) =>
    loss === "cross-entropy"
      ? nn
          .logSoftmax(predict(given, inputs))
          .mul(targets)
          .sum()
          .mul(-1 / rows)
      : np.square(predict(given, inputs).sub(targets)).mean();
  const update = jit((given, inputs, targets) => {
    const [value, gradient] = valueAndGrad(lossOf)(tree.ref(given), inputs, targets);
    return [value, tree.map((p, g) => p.sub(g.mul(rate)), given, gradient)];
  });
  return { params, loss: lossOf, update, data: [matrix(x, rows, sizes[0]), matrix(y, rows, sizes.at(-1))] };
}

/** `steps` updates on all rows in a loop of one's own; gives the lines. */
export async function record(net, { steps, every }) {
  const jax = await jaxjs();
  let text = "";
  const optimizer = { kind: "sgd", learningRate: net.rate };
  const trace = new Trace(jax, {
    every,
    loss: net.loss,
    output: "linear",
    optimizer,
    report: false,
    write: (line) => (text += line),
  });
  const { loss, update, data, ...program } = programOf(jax, trace, net);
  let { params } = program;
  for (let step = 0; step < steps; step++) {
    trace.step(loss, params, ...data);
    const [value, next] = update(params, ...data.map((array) => array.ref));
    value.item(); // without which nothing is computed until a record asks for it
    params = next;
  }
  await trace.close();
  return text;
}
