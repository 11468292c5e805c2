import { exp, ln } from "../theory/elementary.js";
import { haninMoment } from "../theory/finiteWidth.js";
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
