/** jax-js on its wasm backend, every function compiled by `jit`; one thread, which is all that it has under Node. */
import { batchOf, eachProduct, LEARNING_RATE, parametersOf } from "../nets.js";
import { versionOf } from "./package.js";

globalThis.navigator ??= {}; // asked for while it is imported; Node 20 has none
const { blockUntilReady, defaultDevice, init, jit, nn, numpy: np, tree, valueAndGrad } = await import("@jax-js/jax");
await init("wasm");
defaultDevice("wasm");

export const version = versionOf("@jax-js/jax");

const ACTIVATIONS = { tanh: np.tanh, relu: nn.relu };
const matrix = (values, rows, columns) => np.array(values).reshape([rows, columns]);

const arraysOf = (net) =>
  parametersOf(net).map(({ fanIn, fanOut, weight, bias }) => ({
    weight: matrix(weight, fanIn, fanOut),
    bias: np.array(bias),
  }));

function predict({ activation }, layers, x) {
  const affine = (z, { weight, bias }) => np.matmul(z, weight).add(bias);
  return affine(
    layers.slice(0, -1).reduce((z, layer) => ACTIVATIONS[activation](affine(z, layer)), x),
    layers.at(-1),
  );
}

/** Loss, gradient and update are one compiled function, the fastest of its ways; it takes the old parameters with it. */
export function training(net) {
  const data = batchOf(net);
  const x = matrix(data.x, net.batch, net.sizes[0]);
  const y = matrix(data.y, net.batch, net.sizes.at(-1));
  const loss = (layers, inputs, targets) =>
    nn
      .logSoftmax(predict(net, layers, inputs))
      .mul(targets)
      .sum()
      .mul(-1 / net.batch);
  const update = jit((layers, inputs, targets) => {
    const [value, gradient] = valueAndGrad(loss)(tree.ref(layers), inputs, targets);
    return [value, tree.map((p, g) => p.sub(g.mul(LEARNING_RATE)), layers, gradient)];
  });
  let layers = arraysOf(net);
  const step = () => {
    const [value, updated] = update(layers, x.ref, y.ref);
    layers = updated;
    return value.item();
  };
  return { step };
}

export function inference(net) {
  const { x } = batchOf({ ...net, batch: 1 });
  const layers = arraysOf(net);
  const forward = jit((parameters, inputs) => predict(net, parameters, inputs));
  return { forward: () => forward(tree.ref(layers), matrix(x, 1, net.sizes[0])).dataSync() };
}

export const products = () =>
  eachProduct((n, { transposeA, transposeB }, matrices) => {
    const [a, b] = matrices.map((values) => matrix(values, n, n));
    const multiply = jit((p, q) => np.matmul(transposeA ? p.transpose() : p, transposeB ? q.transpose() : q));
    const run = async () => (await blockUntilReady(multiply(a.ref, b.ref))).dispose();
    run.values = () => multiply(a.ref, b.ref).dataSync();
    return run;
  });
