/** A training in TensorFlow.js, recorded. */
import { createRequire } from "node:module";
import { Trace } from "../../examples/tensorflowjs/gradiometerTrace.js";
import { tools } from "../harness/tools.mjs";

let library;

/** On its wasm backend with one thread. */
export async function tensorflow(backend = "wasm") {
  const require = createRequire(`${tools}/`);
  library ??= require("@tensorflow/tfjs");
  library.enableProdMode(); // without its advice to install another package
  require("@tensorflow/tfjs-backend-wasm").setThreadsCount(1);
  await library.setBackend(backend);
  await library.ready();
  return library;
}

/** Where the loss takes logits, the library's own does so too. */
const lossOf = (tf, loss) => (loss === "cross-entropy" ? tf.losses.softmaxCrossEntropy : tf.losses.meanSquaredError);

/** The net with our parameters, as layers. */
export function modelOf(tf, { layers, activation, loss, rate }) {
  const model = tf.sequential({
    layers: layers.map(({ fanIn, fanOut, weight, bias }, i) =>
      tf.layers.dense({
        units: fanOut,
        activation: i < layers.length - 1 ? activation : "linear",
        inputShape: [fanIn],
        weights: [tf.tensor2d(weight, [fanIn, fanOut]), tf.tensor1d(bias)],
      }),
    ),
  });
  model.compile({ optimizer: tf.train.sgd(rate), loss: lossOf(tf, loss) });
  return model;
}

export const tensors = (tf, { x, y, rows, sizes }) => [
  tf.tensor2d(x, [rows, sizes[0]]),
  tf.tensor2d(y, [rows, sizes.at(-1)]),
];

/** `steps` updates on all rows by `model.fit`; gives the lines. */
export async function record(net, { steps, every }) {
  const tf = await tensorflow();
  const model = modelOf(tf, net);
  const [x, y] = tensors(tf, net);
  let text = "";
  const trace = new Trace(tf, model, { every, report: false, write: (line) => (text += line) });
  await model.fit(x, y, { epochs: steps, batchSize: net.rows, shuffle: false, verbose: 0, yieldEvery: "never" });
  await trace.close();
  return text;
}
