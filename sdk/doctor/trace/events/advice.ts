/** What an event file does not show, and how it would. */
import type { FindingId } from "../../types.js";

/** What a line of the training would have to write, by a call of PyTorch's SummaryWriter; other writers have the same. */
const CALLS = {
  weights: `writer.add_histogram("fc1.weight", weight, step)`,
  gradients: `writer.add_histogram("fc1.weight.grad", weight.grad, step)`,
  activations: `writer.add_histogram("fc1/activation", what the next layer receives, step)`,
} as const;

const [NOTHING, NO_PLACE] = ["", "; event files have no place for it: record a trace"];
const written = (call: string): string => `, which ${call} writes for each layer`;

const ADVICE: Readonly<Record<FindingId, string>> = {
  symmetric: written(CALLS.weights),
  "vanishing-backward": written(CALLS.gradients),
  "exploding-backward": written(CALLS.gradients),
  "exploding-forward": written(CALLS.activations),
  "forward-collapse": written(CALLS.activations),
  slow: NOTHING,
  capacity: NOTHING,
  overfitting: NOTHING,
  "rate-too-large": NOTHING,
  "degenerate-target": NO_PLACE,
  "wrong-head": NO_PLACE,
  "flat-output": NO_PLACE,
  "targets-out-of-reach": NO_PLACE,
  "unscaled-targets": NO_PLACE,
  "unscaled-inputs": NO_PLACE,
  "weight-decay": NO_PLACE,
  saturation: NO_PLACE,
  dying: NO_PLACE,
  "recurrent-lag": NO_PLACE,
  "rate-too-small": NO_PLACE,
};

/** How what a finding needs gets into an event file. */
export const advice = (id: FindingId): string => ADVICE[id];
