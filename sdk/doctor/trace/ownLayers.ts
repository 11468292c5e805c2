/** The layers of a network of ours, as the header of a trace describes them. */
import { elementAt } from "../../core/element.js";
import { activationNameOf } from "../../nn/activation.js";
import type { Mlp, Rnn } from "../../types.js";
import type { TraceLayer } from "./types.js";

export const isRnn = (network: Mlp | Rnn): network is Rnn => "hidden" in network.config;

export function mlpLayers({ config }: Mlp): TraceLayer[] {
  const { sizes, activation, norm } = config;
  const kind = norm === "none" ? "Linear" : `Linear with ${typeof norm === "string" ? norm : norm.kind} norm`;
  return activation.map((phi, layer) => ({
    name: `layers.${layer}`,
    kind: layer < activation.length - 1 ? kind : "Linear",
    in: elementAt(sizes, layer),
    out: elementAt(sizes, layer + 1),
    activation: activationNameOf(phi),
  }));
}

export function rnnLayers({ config }: Rnn): TraceLayer[] {
  const { inputs, hidden, outputs, cell } = config;
  const kind = { simple: "RNN", lstm: "LSTM", gru: "GRU" }[cell];
  const activation = config.activation === undefined ? {} : { activation: activationNameOf(config.activation) };
  const recurrent = { name: "recurrent", kind, in: inputs, out: hidden, ...activation };
  return outputs === undefined
    ? [recurrent]
    : [recurrent, { name: "readout", kind: "Linear", in: hidden, out: outputs, activation: "linear" }];
}

/** Hidden layers, from the second on, whose sizes are equal. */
export const skipsOf = ({ config: { sizes, skip } }: Mlp): number =>
  skip === "none"
    ? 0
    : sizes.slice(1, -1).filter((size, index, hidden) => index > 0 && size === hidden[index - 1]).length;
