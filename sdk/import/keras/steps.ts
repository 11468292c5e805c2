import { show } from "../../core/check.js";
import { decimal } from "../decimal.js";
import { matrix, refusal, type Step, type StepOf } from "../step.js";
import type { Refusal } from "../types.js";
import { countOf, toFloats, type View } from "../view.js";
import { activationOf, wordOf } from "./activation.js";
import type { Json, LayerConfig } from "./model.js";

/** The weights of a layer by their names: kernel, bias, gamma … `wanted` is the order in which Keras 3 numbers them. */
export type Weights = (layer: LayerConfig, wanted: readonly string[]) => ReadonlyMap<string, View>;

/** Thrown by a row: what no network here can be. */
class Unsupported extends Error {}

interface Reader {
  readonly layer: LayerConfig;
  readonly config: Json;
  /** The tensors with these names, each there. */
  tensors(names: readonly string[]): View[];
}

type Row = (reader: Reader) => Step[];

const number = (config: Json, key: string, otherwise: number): number => {
  const value = config[key];
  return typeof value === "number" ? value : otherwise;
};
const flag = (config: Json, key: string, otherwise: boolean): boolean =>
  typeof config[key] === "boolean" ? config[key] : otherwise;
const own = ({ layer }: Reader): { name: string; operator: string } => ({
  name: layer.name,
  operator: layer.className,
});

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

/** The axis of a norm must be the last of rows. */
function checkAxis({ config }: Reader): void {
  const { axis } = config;
  const given: unknown = Array.isArray(axis) ? (axis.length === 1 ? axis[0] : NaN) : (axis ?? -1);
  if (given !== -1 && given !== 1) throw new Unsupported("a norm over another axis");
}

const norm =
  (kind: "batch" | "layer" | "rms"): Row =>
  (reader) => {
    const { config } = reader;
    checkAxis(reader);
    if (config["rms_scaling"] === true || config["renorm"] === true) throw new Unsupported("a norm of another kind");
    const [gain, shift] = kind === "rms" ? ["scale", undefined] : ["gamma", "beta"];
    const [scales, centers] = [
      kind === "rms" || flag(config, "scale", true),
      kind !== "rms" && flag(config, "center", true),
    ];
    const names = [
      ...(scales ? [gain] : []),
      ...(centers ? [shift!] : []),
      ...(kind === "batch" ? ["moving_mean", "moving_variance"] : []),
    ];
    const tensors = reader.tensors(names);
    if (tensors.some(({ dims }) => dims.length !== 1 || dims[0] !== tensors[0]!.dims[0]))
      throw new Unsupported("a norm whose tensors have different shapes");
    const values = new Map(names.map((name, index) => [name, toFloats(tensors[index]!)]));
    const get = (name: string | undefined): Float32Array | null => values.get(name ?? "") ?? null;
    return [
      {
        kind: "norm",
        ...own(reader),
        norm: kind,
        width: tensors[0]?.dims[0] ?? null,
        epsilon: number(config, "epsilon", kind === "rms" ? 1e-6 : 1e-3),
        ...(kind === "batch" && { momentum: decimal(Math.fround(1 - number(config, "momentum", 0.99))) }),
        weight: get(gain),
        bias: get(shift),
        mean: get("moving_mean"),
        variance: get("moving_variance"),
      },
    ];
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

/** Gates of Keras in the order of this package's: i f c o is i f g o, and z r h becomes r z n. */
const CELLS = {
  simple: { gates: [0] },
  lstm: { gates: [0, 1, 2, 3] },
  gru: { gates: [1, 0, 2] },
} as const;

const recurrent =
  (cell: keyof typeof CELLS): Row =>
  (reader) => {
    const { config } = reader;
    const { gates } = CELLS[cell];
    if (config["go_backwards"] === true) throw new Unsupported("time that runs backward");
    if (config["return_sequences"] === true)
      throw new Unsupported("a layer that puts out every step: here the last goes on");
    const phi = activationOf(wordOf(config["activation"] ?? "tanh"));
    if (phi === undefined || (cell !== "simple" && phi !== "tanh"))
      throw new Unsupported(`the activation ${show(wordOf(config["activation"]))} in its cell`);
    const gate = wordOf(config["recurrent_activation"] ?? "sigmoid");
    if (cell !== "simple" && gate !== "sigmoid")
      throw new Unsupported(`gates of ${show(gate)}; here they are sigmoids`);
    if (cell === "gru" && config["reset_after"] !== true)
      throw new Unsupported("a GRU that resets before the product; reset_after: true is possible");
    const biased = flag(config, "use_bias", true);
    const [kernel, states, bias] = reader.tensors(
      biased ? ["kernel", "recurrent_kernel", "bias"] : ["kernel", "recurrent_kernel"],
    );
    const [inputs = 0, width = 0] = kernel!.dims;
    const hidden = states!.dims[0] ?? 0;
    const fits =
      kernel!.dims.length === 2 &&
      states!.dims.length === 2 &&
      inputs > 0 &&
      hidden > 0 &&
      width === gates.length * hidden &&
      states!.dims[1] === width;
    if (!fits || (bias && countOf(bias) !== (cell === "gru" ? 2 : 1) * width))
      throw new Unsupported("weights that do not fit each other");
    const column = (unit: number): number => gates[Math.floor(unit / hidden)]! * hidden + (unit % hidden);
    const turned = ({ read }: View, rows: number): Float32Array =>
      matrix(rows, width, (i, unit) => read(i * width + column(unit)));
    const all = bias && turned(bias, cell === "gru" ? 2 : 1);
    const [own1, other] = [all?.slice(0, width), all?.slice(width)];
    const added = width - hidden;
    const sums =
      cell === "gru" && own1 && other
        ? own1.map((value, unit) => (unit >= added || other[unit] === 0 ? value : value + other[unit]!))
        : own1;
    return [
      {
        kind: "recurrent",
        ...own(reader),
        cell,
        ...(cell === "simple" && { activation: phi }),
        inputs,
        hidden,
        input: turned(kernel!, inputs),
        recurrent: turned(states!, hidden),
        bias: sums ?? null,
        candidate: cell === "gru" && other ? other.slice(added) : null,
      },
    ];
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
