import { show } from "../../core/check.js";
import { refusal, type Step, type StepOf } from "../step.js";
import type { Refusal } from "../types.js";
import { countOf, toFloats, type View } from "../view.js";
import { activationOf, wordOf } from "./activation.js";
import type { LayerConfig } from "./model.js";
import { checkAxis, norm } from "./norm.js";
import { recurrent } from "./recurrent.js";
import { flag, number, own, type Reader, type Row, Unsupported, type Weights } from "./row.js";

const nothing =
  (why: string): Row =>
  (reader) => [{ kind: "nothing", ...own(reader), why: `left out: ${why}` }];
const DROPOUT = nothing("dropout and noise do nothing at inference");

/** The step of an activation by its word; none for the identity. */
function activated(reader: Reader, word: string): Step[] {
  if (word === "softmax") return [{ kind: "softmax", ...own(reader) }];
  const activation = activationOf(word);
  if (activation === undefined) throw new Unsupported(`the activation ${show(word)}`);
  return activation === "linear" ? [] : [{ kind: "activation", ...own(reader), activation }];
}

function leaky(reader: Reader, alpha: number): Step[] {
  if (!(alpha >= 0 && alpha < 1)) throw new Unsupported(`a leaky ReLU with α = ${alpha}; 0 ≤ α < 1 is possible`);
  return [{ kind: "activation", ...own(reader), activation: alpha === 0 ? "relu" : { kind: "leaky-relu", alpha } }];
}

const dense: Row = (reader) => {
  const { config } = reader;
  const biased = flag(config, "use_bias", true);
  const [kernel, bias] = reader.tensors(biased ? ["kernel", "bias"] : ["kernel"]);
  if (kernel!.dims.length !== 2) throw new Unsupported(`a kernel of shape [${kernel!.dims.join(", ")}]`);
  const [fanIn, fanOut] = kernel!.dims as [number, number];
  if (fanIn === 0 || fanOut === 0 || (bias && countOf(bias) !== fanOut))
    throw new Unsupported("a kernel and a bias that do not fit");
  const step: StepOf<"affine"> = {
    kind: "affine",
    ...own(reader),
    fanIn,
    fanOut,
    weight: toFloats(kernel!),
    bias: bias ? toFloats(bias) : null,
  };
  return [step, ...activated(reader, wordOf(config["activation"]))];
};

const rescaling: Row = (reader) => {
  const { scale, offset = 0 } = reader.config;
  if (typeof scale !== "number" || typeof offset !== "number") throw new Unsupported("a scaling that is no number");
  return [{ kind: "scale", ...own(reader), scale, shift: offset }];
};

const normalization: Row = (reader) => {
  checkAxis(reader);
  const [mean, variance] = reader.tensors(["mean", "variance"]).map(toFloats);
  if (flag(reader.config, "invert", false) || mean!.length !== variance!.length)
    throw new Unsupported("a normalization the other way round");
  const scale = variance!.map((value) => 1 / Math.max(Math.sqrt(value), 1e-7));
  return [{ kind: "scale", ...own(reader), scale, shift: mean!.map((value, unit) => -value * scale[unit]!) }];
};

/** Class of a layer → its steps. */
const ROWS: Readonly<Record<string, Row>> = {
  InputLayer: nothing("the input"),
  Dropout: DROPOUT,
  AlphaDropout: DROPOUT,
  GaussianDropout: DROPOUT,
  GaussianNoise: DROPOUT,
  ActivityRegularization: nothing("it does nothing at inference"),
  Flatten: nothing("rows are flat here"),
  Dense: dense,
  Activation: (reader) => activated(reader, wordOf(reader.config["activation"])),
  Softmax: (reader) => activated(reader, "softmax"),
  ReLU: (reader) => {
    const { max_value: most, threshold = 0 } = reader.config;
    if ((most !== null && most !== undefined) || threshold !== 0)
      throw new Unsupported("a ReLU with a limit or threshold");
    return leaky(reader, number(reader.config, "negative_slope", 0));
  },
  LeakyReLU: (reader) => leaky(reader, number(reader.config, "negative_slope", number(reader.config, "alpha", 0.3))),
  ELU: (reader) => {
    if (number(reader.config, "alpha", 1) !== 1) throw new Unsupported("an ELU with another α than 1");
    return activated(reader, "elu");
  },
  BatchNormalization: norm("batch"),
  LayerNormalization: norm("layer"),
  RMSNormalization: norm("rms"),
  Rescaling: rescaling,
  Normalization: normalization,
  SimpleRNN: recurrent("simple"),
  LSTM: recurrent("lstm"),
  GRU: recurrent("gru"),
};

const WORDS: Readonly<Record<string, string>> = {
  Conv1D: "a convolution",
  Conv2D: "a convolution",
  Embedding: "an embedding",
  MultiHeadAttention: "attention",
  Bidirectional: "both directions of time",
};

/** Axes of the input that the first layer sees; 2 for rows. */
const rankOf = ({ config }: LayerConfig): number | null => {
  const shape = config["batch_shape"] ?? config["batch_input_shape"] ?? config["batchInputShape"];
  return Array.isArray(shape) ? shape.length : null;
};

/** The steps of layers in order; what no network here can be, by its name. */
export function stepsOfLayers(layers: readonly LayerConfig[], weights: Weights): { steps: Step[]; refused: Refusal[] } {
  const refused: Refusal[] = [];
  let rank: number | null = null;
  const steps = layers.flatMap((layer): Step[] => {
    const { className, name, config } = layer;
    const row = Object.hasOwn(ROWS, className) ? ROWS[className]! : undefined;
    rank = rankOf(layer) ?? rank;
    try {
      if (!row)
        throw new Unsupported(
          Object.hasOwn(WORDS, className) ? WORDS[className] : `a layer of the class ${show(className)}`,
        );
      if (className === "Dense" && rank !== null && rank > 2)
        throw new Unsupported("a dense layer over every step or place");
      if (row === ROWS["Flatten"] || config["return_sequences"] === false) rank = 2;
      const tensors = (names: readonly string[]): View[] => {
        const found = weights(layer, names);
        return names.map((key) => {
          const view = found.get(key);
          if (!view) throw new Unsupported(`no weights called ${show(key)}`);
          return view;
        });
      };
      return row({ layer, config, tensors });
    } catch (thrown) {
      if (!(thrown instanceof Unsupported)) throw thrown;
      refused.push(refusal(name, className, thrown.message));
      return [];
    }
  });
  return { steps, refused };
}
