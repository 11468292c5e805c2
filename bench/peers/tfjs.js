/** TensorFlow.js on its wasm backend: SIMD, and one thread, which is all that it has under Node. */
import * as tf from "@tensorflow/tfjs";
import { setThreadsCount } from "@tensorflow/tfjs-backend-wasm";
import { argumentsOf, batchOf, eachProduct, ELEMENTARY, LEARNING_RATE, parametersOf } from "../nets.js";

setThreadsCount(1);
await tf.setBackend("wasm");
await tf.ready();

export const version = tf.version.tfjs;

/** Fused products are no faster under the gradient tape, so the layers are spelt out. */
function model({ activation }, parameters, wrap) {
  const layers = parameters.map(({ fanIn, fanOut, weight, bias }) => ({
    weight: wrap(tf.tensor2d(weight, [fanIn, fanOut])),
    bias: wrap(tf.tensor1d(bias)),
  }));
  const outputs = layers.pop();
  const affine = (z, { weight, bias }) => tf.add(tf.matMul(z, weight), bias);
  return (x) =>
    affine(
      layers.reduce((z, layer) => tf[activation](affine(z, layer)), x),
      outputs,
    );
}

export function training(net) {
  const data = batchOf(net);
  const x = tf.tensor2d(data.x, [net.batch, net.sizes[0]]);
  const y = tf.tensor2d(data.y, [net.batch, net.sizes.at(-1)]);
  const predict = model(net, parametersOf(net), tf.variable);
  const optimizer = tf.train.sgd(LEARNING_RATE);
  const step = () => {
    const cost = optimizer.minimize(() => tf.losses.softmaxCrossEntropy(y, predict(x)), true);
    const [loss] = cost.dataSync();
    cost.dispose();
    return loss;
  };
  return { step };
}

export function inference(net) {
  const { x } = batchOf({ ...net, batch: 1 });
  const predict = model(net, parametersOf(net), (tensor) => tensor);
  return { forward: () => tf.tidy(() => predict(tf.tensor2d(x, [1, net.sizes[0]])).dataSync()) };
}

/** The values are read once, when they are compared. */
function repeated(compute) {
  const run = () => compute().dispose();
  run.values = () => tf.tidy(() => compute().dataSync());
  return run;
}

/** Transposed products leave XNNPACK: large ones take a second each, and show nothing that smaller ones do not. */
const LARGEST_TRANSPOSED = 384;

export const products = () =>
  eachProduct((n, { transposeA, transposeB }, matrices) => {
    if ((transposeA || transposeB) && n > LARGEST_TRANSPOSED) return undefined;
    const [a, b] = matrices.map((values) => tf.tensor2d(values, [n, n]));
    return repeated(() => tf.matMul(a, b, transposeA, transposeB));
  });

export const elementary = () =>
  Object.fromEntries(
    ELEMENTARY.map((name) => {
      const x = tf.tensor1d(argumentsOf(name));
      return [name, repeated(() => tf[name](x))];
    }),
  );
