import { standardise } from "../data/rows.js";
import { resolveActivation } from "../nn/activation.js";
import { canSkip } from "../nn/config.js";
import { checkTrainerConfig } from "../nn/training.js";
import type { Activation } from "../types.js";
import { balanced, hiddenOf, matrices, rectified, withHidden, withInit, withOptimizer, withRate } from "./changes.js";
import type { Case } from "./patient.js";
import { limit } from "./thresholds.js";
import type { FindingId } from "./types.js";

/** How likely it is to help, from 1 to 3. */
type Likelihood = 1 | 2 | 3;

/** One row of the registry: one change. */
export interface Remedy {
  readonly id: string;
  /** The change in words. */
  change(sick: Case): string;
  readonly helps: Readonly<Partial<Record<FindingId, Likelihood>>>;
  /** The case with the change; null where it cannot be made or is there already. */
  apply(sick: Case): Case | null;
}

/** What can be tried. The order is that of equally likely ones. */
export const remedies: readonly Remedy[] = [
  {
    id: "standardise-inputs",
    change: () => "shift and scale every input to mean 0 and standard deviation 1",
    helps: { "unscaled-inputs": 3, saturation: 1, "rate-too-large": 1 },
    apply: (sick) => ({ ...sick, x: standardise(sick.x, sick.inputs) }),
  },
  {
    id: "balance-classes",
    change: () => "repeat the rows of rare classes until all classes are as frequent",
    helps: { "degenerate-target": 3 },
    apply: balanced,
  },
  {
    id: "he-init",
    change: (sick) => `draw ${matrices(sick)} with He's variance 2/fanIn ("he-normal")`,
    helps: { "forward-collapse": 3, symmetric: 2, dying: 1, "exploding-forward": 3 },
    apply: (sick) => (rectified(sick) ? withInit(sick, "he-normal") : null),
  },
  {
    id: "glorot-init",
    change: (sick) => `draw ${matrices(sick)} with Glorot's variance 2/(fanIn + fanOut) ("glorot-uniform")`,
    helps: { symmetric: 3, saturation: 3, "exploding-backward": 3, "exploding-forward": 2, "forward-collapse": 2 },
    apply: (sick) => withInit(sick, "glorot-uniform"),
  },
  {
    id: "orthogonal-init",
    change: (sick) => `draw ${matrices(sick)} orthogonal${rectified(sick) ? " times √2" : ""}`,
    helps: {
      "forward-collapse": 3,
      "recurrent-lag": 3,
      "exploding-backward": 3,
      "exploding-forward": 2,
      saturation: 2,
      symmetric: 2,
      "vanishing-backward": 2,
    },
    apply: (sick) => {
      const gain = rectified(sick) && sick.kind === "mlp" ? Math.SQRT2 : 1;
      return withInit(sick, gain === 1 ? "orthogonal" : { kind: "orthogonal", gain });
    },
  },
  {
    id: "lsuv-init",
    change: () =>
      "draw the weights orthogonal and scale each layer until its outputs have variance 1 on the data (LSUV)",
    helps: {
      "forward-collapse": 2,
      "unscaled-inputs": 2,
      "exploding-backward": 2,
      "exploding-forward": 2,
      symmetric: 1,
      saturation: 2,
    },
    apply: (sick) => withInit(sick, "lsuv"),
  },
  {
    id: "critical-init",
    change: (sick) => `draw ${matrices(sick)} on the edge of chaos, χ₁ = 1 ("critical")`,
    helps: { "vanishing-backward": 2, "exploding-backward": 2 },
    apply: (sick) => {
      const known = (activation: Activation) => {
        const { critical, alpha } = resolveActivation(activation);
        return critical(alpha) !== null;
      };
      const all = sick.kind === "rnn" ? hiddenOf(sick) : sick.config.activation;
      return all.every(known) ? withInit(sick, "critical") : null;
    },
  },
  {
    id: "scaled-skips",
    change: () => "let hidden layers of equal width add to what they got (skips of gain 1/√layers)",
    helps: {
      "vanishing-backward": 3,
      "forward-collapse": 3,
      "exploding-backward": 2,
      "exploding-forward": 2,
      dying: 2,
    },
    apply: (sick) => {
      if (sick.kind === "rnn" || sick.config.skip === "scaled") return null;
      const { sizes } = sick.config;
      return sizes.some((_, index) => canSkip(sizes, index))
        ? { ...sick, config: { ...sick.config, skip: "scaled" } }
        : null;
    },
  },
  {
    id: "tanh",
    change: () => "put tanh in place of the hidden activations",
    helps: { "vanishing-backward": 2, "recurrent-lag": 2, dying: 2, "exploding-forward": 1 },
    apply: (sick) => withHidden(sick, "tanh"),
  },
  {
    id: "relu",
    change: () => "put ReLU in place of the hidden activations",
    helps: { "vanishing-backward": 2, saturation: 1, slow: 1 },
    apply: (sick) => withHidden(sick, "relu"),
  },
  {
    id: "leaky-relu",
    change: () => "put leaky ReLU, slope .01 on the left, in place of the hidden activations",
    helps: { dying: 3 },
    apply: (sick) => withHidden(sick, "leaky-relu"),
  },
  {
    id: "clip-norm",
    change: () => "clip the gradient to norm 1",
    helps: { "exploding-forward": 3, "exploding-backward": 3, "rate-too-large": 2, "recurrent-lag": 1 },
    apply: (sick) =>
      sick.training.clip?.kind === "norm"
        ? null
        : { ...sick, training: checkTrainerConfig({ ...sick.training, clip: { kind: "norm", limit: 1 } }) },
  },
  {
    id: "sign-sgd",
    change: () => "step by the sign of the gradient, .01 · .995^step",
    helps: { "vanishing-backward": 3, "rate-too-small": 1, "recurrent-lag": 1 },
    apply: (sick) => withOptimizer(sick, { kind: "sign-sgd", learningRate: { start: 0.01, decay: 0.995 } }),
  },
  {
    id: "rprop",
    change: () => "step by Rprop, first step 0.001",
    helps: {
      "vanishing-backward": 2,
      "forward-collapse": 2,
      "exploding-backward": 2,
      "rate-too-small": 2,
      slow: 2,
      "recurrent-lag": 2,
    },
    apply: (sick) => withOptimizer(sick, { kind: "rprop", initialStep: 0.001 }),
  },
  {
    id: "adam",
    change: () => "step by Adam at rate .01",
    helps: {
      "exploding-backward": 2,
      "rate-too-small": 2,
      "rate-too-large": 2,
      slow: 3,
      "recurrent-lag": 2,
      "vanishing-backward": 1,
      dying: 1,
    },
    apply: (sick) => withOptimizer(sick, { kind: "adam", learningRate: 0.01 }),
  },
  {
    id: "rate-up-10",
    change: () => "ten times the learning rate",
    helps: { "rate-too-small": 3, slow: 2 },
    apply: (sick) => withRate(sick, 10),
  },
  {
    id: "rate-up-100",
    change: () => "a hundred times the learning rate",
    helps: { "rate-too-small": 3 },
    apply: (sick) => withRate(sick, 100),
  },
  {
    id: "rate-down-10",
    change: () => "a tenth of the learning rate",
    helps: { "rate-too-large": 3, dying: 3, "exploding-forward": 1, "exploding-backward": 1, "unscaled-inputs": 1 },
    apply: (sick) => withRate(sick, 0.1),
  },
  {
    id: "rate-down-100",
    change: () => "a hundredth of the learning rate",
    helps: { "rate-too-large": 3, dying: 2, "exploding-forward": 1 },
    apply: (sick) => withRate(sick, 0.01),
  },
  {
    id: "momentum",
    change: () => "SGD with momentum .9",
    helps: { slow: 2, "rate-too-small": 1 },
    apply: (sick) => {
      const { optimizer } = sick.training;
      if (optimizer.kind !== "sgd" || (optimizer.momentum ?? 0) > 0) return null;
      return {
        ...sick,
        training: checkTrainerConfig({ ...sick.training, optimizer: { ...optimizer, momentum: 0.9 } }),
      };
    },
  },
  {
    id: "longer",
    change: () => "train three times as long",
    helps: { slow: 3, "rate-too-small": 1 },
    apply: (sick) => ({ ...sick, epochs: 3 * sick.epochs }),
  },
];

/**
 * The remedies for a set of findings, the likeliest first: all that are likely, at least four where so many can be applied, and
 * the standardised data always among them.
 */
export function choose(
  sick: Case,
  found: readonly FindingId[],
  which: "likely" | "all",
): { remedy: Remedy; treated: Case }[] {
  const possible = remedies.flatMap((remedy, order) => {
    const treated = remedy.apply(sick);
    const likelihood = Math.max(0, ...found.map((id) => remedy.helps[id] ?? 0));
    return treated ? [{ remedy, treated, likelihood, order }] : [];
  });
  const ranked = possible.sort((a, b) => b.likelihood - a.likelihood || a.order - b.order);
  if (which === "all") return ranked;
  const always = ranked.findIndex(({ remedy }) => remedy.id === "standardise-inputs");
  const fewest = limit("remedies");
  return ranked.filter(
    ({ likelihood }, place) =>
      likelihood >= limit("likely") || place === always || place < (always < fewest ? fewest : fewest - 1),
  );
}
