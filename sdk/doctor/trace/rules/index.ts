/** How every finding is seen in a trace, or why it cannot be. */
import type { FindingId } from "../../types.js";
import { nothing, type TraceRule } from "./evidence.js";
import {
  degenerateTarget,
  targetsOutOfReach,
  unscaledInputs,
  unscaledTargets,
  weightDecay,
  wrongHead,
} from "./given.js";
import { rateTooLarge, rateTooSmall, slow } from "./rates.js";
import { explodingBackward, explodingForward, forwardCollapse, recurrentLag, vanishingBackward } from "./sizes.js";
import { dying, flatOutput, saturation, symmetric } from "./units.js";

export const rules: Readonly<Record<FindingId, TraceRule>> = {
  "degenerate-target": degenerateTarget,
  "wrong-head": wrongHead,
  "flat-output": flatOutput,
  "targets-out-of-reach": targetsOutOfReach,
  "unscaled-targets": unscaledTargets,
  symmetric,
  "unscaled-inputs": unscaledInputs,
  "weight-decay": weightDecay,
  "exploding-forward": explodingForward,
  saturation,
  "exploding-backward": explodingBackward,
  dying,
  "forward-collapse": forwardCollapse,
  "vanishing-backward": vanishingBackward,
  "recurrent-lag": recurrentLag,
  "rate-too-large": rateTooLarge,
  "rate-too-small": rateTooSmall,
  slow,
  capacity: { missing: () => "a trial with a larger network, which a trace cannot run", find: nothing },
  overfitting: { missing: () => "the loss on rows that the training does not see", find: nothing },
};
