/** Remedies that change the network itself: activations, skips, layers. */
import { canSkip } from "../../nn/config.js";
import { normaliseRnnConfig } from "../../nn/rnnConfig.js";
import type { Activation, NormalisedRnnConfig } from "../../types.js";
import { outputActivation } from "../dataFacts.js";
import type { Case, MlpCase } from "../patient.js";
import { without } from "../without.js";
import { fresh, hiddenOf, type Remedy } from "./remedy.js";

/** Another activation in all hidden layers. */
function withHidden(subject: Case, activation: Activation): Case | null {
  const hidden = hiddenOf(subject);
  if (hidden.length === 0 || hidden.every((own) => own === activation)) return null;
  if (subject.kind === "rnn") return { ...subject, config: { ...subject.config, activation } }; // hidden: of a simple cell
  const own = subject.config.activation;
  return {
    ...subject,
    config: { ...subject.config, activation: own.map((one, i) => (i < own.length - 1 ? activation : one)) },
  };
}

function withLinearOutput(subject: Case): Case | null {
  if (subject.kind === "rnn" || outputActivation(subject) === "linear") return null;
  const { activation } = subject.config;
  return { ...subject, config: { ...subject.config, activation: [...activation.slice(0, -1), "linear"] } };
}

/** Other hidden layers: their widths, and the activation of those that are new. */
function withWidths(subject: MlpCase, widths: readonly number[], added: Activation): Case {
  const { sizes, activation, init, ...rest } = without(subject.config, "initData");
  const hidden = widths.map((_, index) => (index < sizes.length - 2 ? activation[index]! : added));
  return {
    ...fresh(subject),
    config: {
      ...rest,
      init: init === "lsuv" ? "glorot-uniform" : init,
      sizes: [sizes[0]!, ...widths, sizes.at(-1)!],
      activation: [...hidden, activation.at(-1)!],
    },
  };
}

/** Units of a hidden layer that is put in. */
const ADDED_UNITS = 16;
const WIDER = 4;
const LEAST_WIDE = 32;
/** Beyond it a layer is not called too narrow. */
const MOST_WIDE = 512;

const wider = (width: number): number => Math.min(Math.max(WIDER * width, LEAST_WIDE), MOST_WIDE);

function withWider(subject: Case): Case | null {
  if (subject.kind === "rnn") {
    const { config } = subject;
    if (config.outputs === undefined || config.hidden >= MOST_WIDE / WIDER) return null;
    return { ...fresh(subject), config: { ...config, hidden: wider(config.hidden) } };
  }
  const widths = subject.config.sizes.slice(1, -1);
  if (widths.length === 0 || Math.max(...widths) >= MOST_WIDE) return null;
  return withWidths(subject, widths.map(wider), "relu");
}

/** A norm in every hidden layer. */
function withNorm(subject: Case, norm: "layer" | "batch"): Case | null {
  if (subject.kind === "rnn" || subject.config.sizes.length < 3 || subject.config.norm !== "none") return null;
  return { ...fresh(subject), config: { ...subject.config, norm } };
}

/** Another cell in place of a simple one, which brings its own activations. */
function withCell(subject: Case, cell: "lstm" | "gru"): Case | null {
  if (subject.kind === "mlp" || subject.config.cell !== "simple") return null;
  return {
    ...fresh(subject),
    config: normaliseRnnConfig({ ...without(subject.config, "activation", "recurrentInit"), cell }),
  };
}

/** Gates that keep for up to as long as the sequences are. */
function withChrono(subject: Case): Case | null {
  if (subject.kind === "mlp" || subject.config.cell === "simple" || subject.time < 3) return null;
  const config: NormalisedRnnConfig = { ...subject.config, forgetBias: { kind: "chrono", longest: subject.time } };
  return { ...fresh(subject), config };
}

export const structureRemedies: readonly Remedy[] = [
  {
    id: "linear-output",
    change: () => "make the output linear",
    helps: { "wrong-head": 3, "targets-out-of-reach": 3, "flat-output": 3, "unscaled-targets": 1 },
    apply: withLinearOutput,
  },
  {
    id: "scaled-skips",
    change: () => "add skip connections of gain 1/√layers between hidden layers of equal width",
    helps: {
      "vanishing-backward": 3,
      "forward-collapse": 3,
      "exploding-backward": 2,
      "exploding-forward": 2,
      dying: 2,
    },
    apply: (subject) => {
      if (subject.kind === "rnn" || subject.config.skip === "scaled") return null;
      const { sizes } = subject.config;
      return sizes.some((_, index) => canSkip(sizes, index))
        ? { ...subject, config: { ...subject.config, skip: "scaled" } }
        : null;
    },
  },
  {
    id: "batch-norm",
    change: () => "normalise every hidden pre-activation over the batch (batch norm)",
    helps: {
      "vanishing-backward": 2,
      "forward-collapse": 3,
      "exploding-forward": 2,
      "exploding-backward": 2,
      saturation: 2,
      dying: 2,
      "unscaled-inputs": 1,
    },
    apply: (subject) => withNorm(subject, "batch"),
  },
  {
    id: "layer-norm",
    change: () => "normalise every hidden layer over its units (layer norm)",
    // Not against vanishing: a sigmoid's mean of ½ is taken away by a norm over the batch, not by one over the layer.
    helps: { "forward-collapse": 2, "exploding-forward": 2, "exploding-backward": 2, saturation: 2 },
    apply: (subject) => withNorm(subject, "layer"),
  },
  {
    id: "lstm",
    change: () => "replace the simple cells with LSTM cells",
    helps: { "recurrent-lag": 3, "exploding-backward": 1 },
    apply: (subject) => withCell(subject, "lstm"),
  },
  {
    id: "gru",
    change: () => "replace the simple cells with GRU cells",
    helps: { "recurrent-lag": 2 },
    apply: (subject) => withCell(subject, "gru"),
  },
  {
    id: "chrono",
    change: (subject) =>
      `set the biases of the gates that keep to ln U(1, ${subject.kind === "rnn" ? subject.time - 1 : 0}) (chrono initialisation)`,
    helps: { "recurrent-lag": 3 },
    apply: withChrono,
  },
  {
    id: "relu",
    change: () => "replace the hidden activations with ReLU",
    helps: { "vanishing-backward": 3, saturation: 2, "exploding-backward": 1 },
    apply: (subject) => (subject.kind === "rnn" ? null : withHidden(subject, "relu")),
  },
  {
    id: "tanh",
    change: () => "replace the hidden activations with tanh",
    helps: { "vanishing-backward": 2, "recurrent-lag": 2, dying: 2, "exploding-forward": 1 },
    apply: (subject) => withHidden(subject, "tanh"),
  },
  {
    id: "leaky-relu",
    change: () => "replace the hidden activations with leaky ReLU (slope .01 below 0)",
    helps: { dying: 3 },
    apply: (subject) => withHidden(subject, "leaky-relu"),
  },
  {
    id: "hidden-layer",
    change: () => `add a hidden layer of ${ADDED_UNITS} ReLU units after the others`,
    helps: { capacity: 3 },
    apply: (subject) => {
      if (subject.kind === "rnn") return null;
      const widths = subject.config.sizes.slice(1, -1);
      return withWidths(subject, [...widths, Math.max(ADDED_UNITS, ...widths)], "relu");
    },
  },
  {
    id: "wider",
    change: () => `make the hidden layers ${WIDER} times as wide, at least ${LEAST_WIDE} units`,
    helps: { capacity: 3 },
    apply: withWider,
  },
];
