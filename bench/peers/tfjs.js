/** TensorFlow.js on its wasm backend: SIMD, and one thread, which is all that it has under Node. */
import * as tf from "@tensorflow/tfjs";
import { setThreadsCount } from "@tensorflow/tfjs-backend-wasm";
import { cellParametersOf, sequenceOf } from "../small.js";
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
  return { step: () => read(optimizer.minimize(() => tf.losses.softmaxCrossEntropy(y, predict(x)), true)) };
}

/** A scalar as a number; it is gone then. */
function read(scalar) {
  const [value] = scalar.dataSync();
  scalar.dispose();
  return value;
}

/** An LSTM from its equations, the inputs of all steps in one product; its layer has another order of gates and no more speed. */
export function cells(cell) {
  const { inputs, hidden, outputs, time, batch } = cell;
  const data = sequenceOf(cell);
  const x = tf.tensor2d(data.x, [time * batch, inputs]);
  const y = tf.tensor2d(data.y, [batch, outputs]);
  const values = cellParametersOf(cell);
  const variable = (array, ...shape) => tf.variable(tf.tensor(array, shape));
  const weight = variable(values.input, inputs, 4 * hidden);
  const recurrent = variable(values.recurrent, hidden, 4 * hidden);
  const bias = variable(values.bias, 4 * hidden);
  const readout = variable(values.readoutWeight, hidden, outputs);
  const readoutBias = variable(values.readoutBias, outputs);
  const predict = () => {
    const driven = tf.split(tf.add(tf.matMul(x, weight), bias), time);
    let h = tf.zeros([batch, hidden]);
    let c = tf.zeros([batch, hidden]);
    for (const drive of driven) {
      const [i, f, g, o] = tf.split(tf.add(drive, tf.matMul(h, recurrent)), 4, 1);
      c = tf.add(tf.mul(tf.sigmoid(f), c), tf.mul(tf.sigmoid(i), tf.tanh(g)));
      h = tf.mul(tf.sigmoid(o), tf.tanh(c));
    }
    return tf.add(tf.matMul(h, readout), readoutBias);
  };
  const optimizer = tf.train.sgd(LEARNING_RATE);
  return { step: () => read(optimizer.minimize(() => tf.losses.meanSquaredError(y, predict()), true)) };
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
