/** Tasks that look at one property of ours, and those of cells and small nets that others share. */
import { load } from "../../dist/node.js";
import { batchOf, LEARNING_RATE, netOf, parametersOf, STANDARD } from "../nets.js";
import { cellParametersOf, sequenceOf } from "../small.js";
import { replayOf } from "./calls.js";

const SGD = { kind: "sgd", learningRate: LEARNING_RATE };
const CROSS_ENTROPY = { loss: "cross-entropy", optimizer: SGD };

function stepOf(lab, net, norm) {
  const { x, y } = batchOf(net);
  const trainer = lab
    .mlp({ sizes: net.sizes, activation: net.activation, ...(norm && { norm }) })
    .trainer(CROSS_ENTROPY);
  return () => trainer.step(x, y);
}

/** One step of an LSTM. */
export async function cells(cell) {
  const { inputs, hidden, outputs, time } = cell;
  const { x, y } = sequenceOf(cell);
  const network = (await load()).rnn({ inputs, hidden, outputs, cell: "lstm" });
  const { input, recurrent, bias, readoutWeight, readoutBias } = cellParametersOf(cell);
  network.setParameters({
    "input.weight": input,
    "recurrent.weight": recurrent,
    "recurrent.bias": bias,
    "readout.weight": readoutWeight,
    "readout.bias": readoutBias,
  });
  const trainer = network.trainer({ loss: "mean-squared-error", optimizer: SGD });
  const sequence = { values: x, time };
  return { step: () => trainer.step(sequence, y) };
}

/** Whole trainings: a net is made, trained and disposed of. */
export async function trainings(net) {
  const lab = await load();
  const { sizes, activation, steps } = net;
  const { x, y } = batchOf(net);
  const parameters = Object.fromEntries(
    parametersOf(net).flatMap(({ weight, bias }, l) => [
      [`layers.${l}.weight`, weight],
      [`layers.${l}.bias`, bias],
    ]),
  );
  const step = () => {
    const network = lab.mlp({ sizes, activation });
    network.setParameters(parameters);
    const trainer = network.trainer(CROSS_ENTROPY);
    let loss;
    for (let i = 0; i < steps; i++) loss = trainer.step(x, y);
    network.dispose();
    return loss;
  };
  return { step };
}

/** A step of the deep net without a norm and with each. */
export async function norms(kinds) {
  const lab = await load();
  const net = netOf("deep");
  return Object.fromEntries(
    ["none", ...kinds].map((kind) => [kind, stepOf(lab, net, kind === "none" ? undefined : kind)]),
  );
}

/** A step of the standard net, a flow through it, and one that is asked for δ alone. */
export async function flow() {
  const { sizes, activation } = STANDARD;
  const { x, y } = batchOf(STANDARD);
  const lab = await load();
  const network = lab.mlp({ sizes, activation });
  return {
    step: stepOf(lab, STANDARD),
    flow: () => network.flow(x, y, "cross-entropy").loss,
    delta: () => network.flow(x, y, "cross-entropy", { only: ["delta"] }).loss,
  };
}

/** A step of the tiny net, and the calls of the binary that it makes, alone. */
export async function calls() {
  const net = netOf("tiny");
  const replay = await replayOf(async () => stepOf(await load(), net));
  return { step: stepOf(await load(), net), replay };
}
