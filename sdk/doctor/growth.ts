import { exp, ln } from "../theory/elementary.js";
import { haninMoment } from "../theory/finiteWidth.js";
import { normGradientFactor } from "../theory/normalisation.js";
import type { Case } from "./patient.js";
import { limit } from "./thresholds.js";

/**
 * How many times a signal may grow from the first hidden layer (or step) to the last before it counts as exploding: the
 * threshold `growing`, or more where a critical net of these widths does so by chance.
 *
 * E(‖h_L‖⁴)/E(‖h_L‖²)² = Π(1 + 5/n_j) of a He ReLU net; log-normal, ln‖h_L‖ has the standard deviation ½√(ln Π). Two of them.
 * 30 layers of 32 units: 8. The fluctuations of other activations are smaller. Hanin 2018.
 */
export function growthLimit(subject: Case): number {
  const spread =
    subject.kind === "mlp"
      ? subject.config.sizes.slice(2, -1).reduce((sum, width) => sum + ln(haninMoment([width])), 0)
      : (subject.time - 1) * ln(haninMoment([subject.config.hidden]));
  return Math.max(limit("growing"), exp(Math.sqrt(spread)));
}

/**
 * How many times δ changes on its way down through the hidden layers by their norms alone: √factor per layer behind the first, 1
 * without a norm. A healthy ReLU net with batch norm grows 1.211-fold per layer. Yang 2019; C29.
 */
export function normRatio(subject: Case): number {
  if (subject.kind === "rnn" || subject.config.norm === "none") return 1;
  const { activation, norm } = subject.config;
  const kind = typeof norm === "string" ? norm : norm.kind;
  return activation
    .slice(0, -2)
    .reduce((all, phi) => all * Math.sqrt(normGradientFactor({ activation: phi, norm: kind })), 1);
}
