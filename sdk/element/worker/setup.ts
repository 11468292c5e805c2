/** From what the controls say to what the API takes: shared by the worker, the exported script and the doctor. */
import type { Loss, MlpConfig, Optimizer, TrainerConfig } from "../../types.js";
import { initOf, type NetState } from "../state/net.js";

const OPTIMIZER: Readonly<Record<NetState["optimizer"], (rate: number) => Optimizer>> = {
  sgd: (learningRate) => ({ kind: "sgd", learningRate }),
  momentum: (learningRate) => ({ kind: "sgd", learningRate, momentum: 0.9 }),
  adam: (learningRate) => ({ kind: "adam", learningRate }),
  rmsprop: (learningRate) => ({ kind: "rmsprop", learningRate }),
  "sign-sgd": (learningRate) => ({ kind: "sign-sgd", learningRate }),
  // Its steps have no common rate: what the controls say is the first one.
  rprop: (initialStep) => ({ kind: "rprop", initialStep: Math.min(initialStep, 50) }),
};

export function configOf(net: NetState, inputs: number, outputs: number, seed: number): MlpConfig {
  const { activation, depth, width, skip, norm } = net;
  return {
    sizes: [inputs, ...Array.from({ length: depth }, () => width), outputs],
    activation,
    init: initOf(net),
    ...(skip !== "none" && { skip }),
    ...(norm !== "none" && { norm }),
    seed,
  };
}

export function trainingOf(net: NetState, loss: Loss): TrainerConfig {
  const { optimizer, rate, clip, limit } = net;
  return { loss, optimizer: OPTIMIZER[optimizer](rate), ...(clip !== "none" && { clip: { kind: clip, limit } }) };
}
