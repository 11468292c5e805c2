/** Remedies that draw the weights in another way: of a recurrent net W_x and W_h, of the other kind all. */
import { resolveActivation } from "../../nn/activation.js";
import type { Activation, Init } from "../../types.js";
import { evenly, samplesAt, type Case } from "../patient.js";
import { limit } from "../thresholds.js";
import { without } from "../without.js";
import { fresh, hiddenOf, rectified, type Remedy } from "./remedy.js";

const alike = (a: Init, b: Init): boolean => JSON.stringify(a) === JSON.stringify(b);

/** The same net, drawn in another way. */
export function withInit(subject: Case, init: Init): Case | null {
  if (subject.kind === "rnn") {
    const { config } = subject;
    if (init === "lsuv" || (alike(config.recurrentInit, init) && alike(config.init, init))) return null;
    return { ...fresh(subject), config: { ...config, init, recurrentInit: init } };
  }
  if (alike(subject.config.init, init)) return null;
  const config = without(subject.config, "initData");
  const rows = init === "lsuv" && samplesAt(subject, evenly(subject.count, limit("probeRows"))).x;
  return { ...fresh(subject), config: { ...config, init, ...(rows && { initData: rows }) } };
}

const weights = (subject: Case): string => (subject.kind === "rnn" ? "the input and recurrent weights" : "the weights");

export const initialRemedies: readonly Remedy[] = [
  {
    id: "he-init",
    change: (subject) => `draw ${weights(subject)} with He's variance 2/fanIn ("he-normal")`,
    helps: { "forward-collapse": 3, symmetric: 2, dying: 1, "exploding-forward": 3, "flat-output": 1 },
    apply: (subject) => (rectified(subject) && subject.kind === "mlp" ? withInit(subject, "he-normal") : null),
  },
  {
    id: "glorot-init",
    change: (subject) => `draw ${weights(subject)} with Glorot's variance 2/(fanIn + fanOut) ("glorot-uniform")`,
    helps: {
      symmetric: 3,
      saturation: 3,
      "exploding-backward": 3,
      "exploding-forward": 2,
      "forward-collapse": 2,
      "flat-output": 2,
    },
    apply: (subject) => withInit(subject, "glorot-uniform"),
  },
  {
    id: "orthogonal-init",
    change: (subject) =>
      `draw ${weights(subject)} orthogonal${rectified(subject) && subject.kind === "mlp" ? " times √2" : ""}`,
    helps: {
      "forward-collapse": 3,
      "recurrent-lag": 3,
      "exploding-backward": 3,
      "exploding-forward": 2,
      saturation: 2,
      symmetric: 2,
      "vanishing-backward": 2,
    },
    apply: (subject) => {
      const gain = rectified(subject) && subject.kind === "mlp" ? Math.SQRT2 : 1;
      return withInit(subject, gain === 1 ? "orthogonal" : { kind: "orthogonal", gain });
    },
  },
  {
    id: "lsuv-init",
    change: () =>
      "draw the weights orthogonal and scale each layer until its outputs have variance 1 on the data (LSUV)",
    helps: {
      "forward-collapse": 2,
      "exploding-backward": 2,
      "exploding-forward": 2,
      saturation: 2,
      "unscaled-inputs": 1,
      symmetric: 1,
    },
    apply: (subject) => withInit(subject, "lsuv"),
  },
  {
    id: "critical-init",
    change: (subject) => `draw ${weights(subject)} on the edge of chaos, χ₁ = 1 ("critical")`,
    helps: { "vanishing-backward": 1, "exploding-backward": 2 },
    apply: (subject) => {
      const known = (activation: Activation) => {
        const { critical, alpha } = resolveActivation(activation);
        return critical(alpha) !== null;
      };
      const all = subject.kind === "rnn" ? hiddenOf(subject) : subject.config.activation;
      return all.every(known) ? withInit(subject, "critical") : null;
    },
  },
];
