/** ConvNetJS: plain JavaScript in float64, sample by sample. */
import convnet from "convnetjs";
import { batchOf, LEARNING_RATE, parametersOf } from "../nets.js";
import { versionOf } from "./package.js";

export const version = versionOf("convnetjs");

/** Its softmax brings the last layer with it; its filters are the columns of W. */
function model({ sizes, activation }, parameters) {
  const network = new convnet.Net();
  network.makeLayers([
    { type: "input", out_sx: 1, out_sy: 1, out_depth: sizes[0] },
    ...sizes.slice(1, -1).map((units) => ({ type: "fc", num_neurons: units, activation })),
    { type: "softmax", num_classes: sizes.at(-1) },
  ]);
  network.layers
    .filter((layer) => layer.layer_type === "fc")
    .forEach(({ filters, biases }, l) => {
      const { fanIn, fanOut, weight, bias } = parameters[l];
      biases.w.set(bias);
      filters.forEach(({ w }, column) => {
        for (let row = 0; row < fanIn; row++) w[row] = weight[row * fanOut + column];
      });
    });
  return network;
}

function volume(values) {
  const vol = new convnet.Vol(1, 1, values.length, 0);
  vol.w.set(values);
  return vol;
}

export function training(net) {
  const { sizes, batch } = net;
  const { x } = batchOf(net);
  const samples = Array.from({ length: batch }, (_, row) => volume(x.subarray(row * sizes[0], (row + 1) * sizes[0])));
  const trainer = new convnet.SGDTrainer(model(net, parametersOf(net)), {
    learning_rate: LEARNING_RATE,
    momentum: 0,
    batch_size: batch,
  });
  const step = () =>
    samples.reduce((sum, sample, row) => sum + trainer.train(sample, row % sizes.at(-1)).cost_loss, 0) / batch;
  return { step };
}
