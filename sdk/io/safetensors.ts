import { badOption, checkKeys, checkMember, notFinite, show, toFloats } from "../core/check.js";
import { GradiometerError } from "../core/errors.js";
import type { Bytes, Network, Parameter } from "../types.js";
import { badFile } from "./badFile.js";
import { decode, encode, METADATA, shapeText } from "./container.js";
import { isWellFormed } from "./json.js";
import { fromPyTorch, toPyTorch } from "./pytorch.js";

/**
 * How a file holds a weight matrix: `"fan-in-first"`, [fanIn, fanOut], as everywhere in this package (y = x W + b), or
 * `"pytorch"`, [out, in], as `torch.nn.Linear` has it (y = x Wᵀ + b), with PyTorch's names too. Every tensor of two
 * dimensions is such a matrix.
 */
export type WeightLayout = "fan-in-first" | "pytorch";

/** A tensor to write: a network's `Parameter`, or numbers of your own. */
export type Tensor = Omit<Parameter, "values"> & { readonly values: ArrayLike<number> };

/** What `writeSafetensors` takes beside the tensors. */
export interface WriteOptions {
  /** Default `"fan-in-first"`; the file says which, under `gradiometer.layout` in its metadata. */
  layout?: WeightLayout;
  /** What else the file should say; keys that begin with `gradiometer.` are taken. */
  metadata?: Readonly<Record<string, string>>;
}

/** What `readSafetensors` takes. */
export interface ReadOptions {
  /** Of a file that does not say itself, such as one written by PyTorch; default `"fan-in-first"`. */
  layout?: WeightLayout;
}

/** What a safetensors file holds. */
export interface Safetensors {
  /** In the order of their bytes; matrices are [fanIn, fanOut], whatever the file's layout. */
  readonly tensors: Parameter[];
  /** Without the keys that begin with `gradiometer.`. */
  readonly metadata: Record<string, string>;
  /** How the file holds its matrices. */
  readonly layout: WeightLayout;
}

/** Keys of the metadata that begin so are this package's own. */
const OWN = "gradiometer.";
const LAYOUT = `${OWN}layout`;

/**
 * Tensors as a safetensors file (https://github.com/huggingface/safetensors): the header's length (u64), the header (JSON,
 * padded to 8 bytes), then float32 little-endian in the order given. The same tensors give the same bytes.
 *
 * Averages that run along are tensors as the others: `[...network.parameters(), ...network.statistics()]` is all of a network.
 *
 * With the layout `"pytorch"` a module with submodules by our names takes the file by `load_state_dict`: a recurrent layer has
 * the names of `torch.nn.RNN`, `LSTM` or `GRU`, weight_ih_l0, weight_hh_l0, bias_ih_l0 (`recurrent.bias`) and bias_hh_l0
 * (zeros, but for a GRU's `candidate.bias`), and a batch norm running_mean and running_var. All other names stay.
 *
 * @throws GradiometerError BAD_OPTION, BAD_SHAPE, or NOT_FINITE for a number that no file may hold.
 */
export function writeSafetensors(parameters: readonly Tensor[], options: WriteOptions = {}): Bytes {
  const given = checkKeys("options", options, ["layout", "metadata"]);
  const layout = checkLayout(given["layout"]) ?? "fan-in-first";
  const metadata = checkMetadata(given["metadata"] ?? {});
  const checked = checkTensors(parameters);
  const tensors = layout === "pytorch" ? toPyTorch(checked).map(transposed) : checked;
  return encode({ metadata: { [LAYOUT]: layout, ...metadata }, tensors });
}

/**
 * The tensors of a safetensors file, of which nothing is trusted: every length, offset, shape and key is checked, and the
 * memory taken is in proportion to the file. F64, and I64 as PyTorch counts in, are rounded to float32; other types are to be
 * converted before. From the layout `"pytorch"` names come back as they are here, whatever a module calls its recurrent layer;
 * the sum of its two biases is `recurrent.bias`, and num_batches_tracked is left out.
 *
 * @throws GradiometerError BAD_FILE for anything that the format does not allow, and for NaN and ±∞; BAD_OPTION.
 */
export function readSafetensors(bytes: Uint8Array, options: ReadOptions = {}): Safetensors {
  const wanted = checkLayout(checkKeys("options", options, ["layout"])["layout"]);
  const { metadata, tensors } = decode(bytes);
  for (const { name, values } of tensors) {
    const bad = values.findIndex((value) => !Number.isFinite(value));
    if (bad >= 0) throw badFile(`tensor ${show(name)}, number ${bad}`, "a finite float32 number", values[bad]);
  }
  const said = Object.hasOwn(metadata, LAYOUT) ? metadata[LAYOUT] : undefined;
  if (said !== undefined && said !== "pytorch" && said !== "fan-in-first")
    throw badFile(`${METADATA}: ${LAYOUT}`, `"fan-in-first" or "pytorch"`, said);
  if (said && wanted && said !== wanted) throw badOption("layout", `nothing, or "${said}", as the file says`, wanted);
  const layout = said ?? wanted ?? "fan-in-first";
  return {
    tensors: layout === "pytorch" ? fromPyTorch(tensors.map(transposed)) : [...tensors],
    metadata: Object.fromEntries(Object.entries(metadata).filter(([key]) => !key.startsWith(OWN))),
    layout,
  };
}

/**
 * Puts the tensors of a safetensors file into a network: all of its parameters and statistics and nothing else, by name and
 * shape.
 *
 * @throws GradiometerError as `readSafetensors`; BAD_SHAPE when a tensor is missing, unknown or of another shape. The network
 *         is then as it was.
 */
export function loadSafetensors(
  network: Pick<Network<never, unknown>, "parameters" | "statistics" | "setParameters">,
  bytes: Uint8Array,
  options: ReadOptions = {},
): void {
  checkMember("network", network, "a network", "setParameters");
  const { tensors } = readSafetensors(bytes, options);
  const shapes = new Map(tensors.map(({ name, shape }) => [name, shapeText(shape)]));
  const parameters = [...network.parameters(), ...network.statistics()];
  for (const { name, shape } of parameters) {
    const [wanted, came = "none"] = [shapeText(shape), shapes.get(name)];
    if (wanted !== came)
      throw new GradiometerError("BAD_SHAPE", `file: tensor ${show(name)}: expected shape ${wanted}, but got ${came}`);
    shapes.delete(name);
  }
  const [unknown] = shapes.keys();
  if (unknown !== undefined) {
    const names = parameters.map(({ name }) => name).join(", ");
    throw new GradiometerError("BAD_SHAPE", `file: expected the tensors ${names}, but got ${show(unknown)} too`);
  }
  network.setParameters(Object.fromEntries(tensors.map(({ name, values }) => [name, values])));
}

/** [rows, columns] → [columns, rows]; anything but a matrix as it is. */
function transposed(tensor: Parameter): Parameter {
  const { name, shape, values } = tensor;
  const [rows, columns] = shape;
  if (shape.length !== 2 || rows === undefined || columns === undefined) return tensor;
  const turned = new Float32Array(values.length);
  // By number and not by row: with no columns, a file of 100 bytes may claim 2⁵⁰ rows.
  for (let at = 0; at < values.length; at++) turned[(at % columns) * rows + Math.floor(at / columns)] = values[at]!;
  return { name, shape: [columns, rows], values: turned };
}

function checkLayout(layout: unknown): WeightLayout | undefined {
  if (layout === undefined || layout === "fan-in-first" || layout === "pytorch") return layout;
  throw badOption("layout", `"fan-in-first" or "pytorch"`, layout);
}

function checkMetadata(metadata: unknown): Record<string, string> {
  if (typeof metadata !== "object" || metadata === null) throw badOption("metadata", "an object of strings", metadata);
  const pairs = Object.entries(metadata).map(([key, value]: [string, unknown]): [string, string] => {
    if (key.startsWith(OWN)) throw badOption("metadata", `keys that do not begin with ${OWN}`, key);
    if (typeof value !== "string" || !isWellFormed(value) || !isWellFormed(key))
      throw badOption(`metadata[${show(key)}]`, "a string of whole characters", value);
    return [key, value];
  });
  return Object.fromEntries(pairs);
}

/** NaN from where on a product is no count of float32, as readers count: in the order of the shape, even when a 0 follows. */
const multiplied = (product: number, n: number): number => (Number.isSafeInteger(product * n * 4) ? product * n : NaN);

function checkTensors(parameters: readonly Tensor[]): Parameter[] {
  if (!Array.isArray(parameters)) throw badOption("parameters", "an array of { name, shape, values }", parameters);
  const names = new Set<string>();
  // Not `map`, which leaves holes as they are.
  return Array.from(parameters, (parameter: unknown, index) => {
    const place = `parameters[${index}]`;
    const { name, shape, values } = checkKeys(place, parameter, ["name", "shape", "values"]);
    if (typeof name !== "string" || !isWellFormed(name) || name === METADATA || names.has(name))
      throw badOption(`${place}.name`, `a name of its own, not ${METADATA}`, name);
    names.add(name);
    const sizes: unknown[] = Array.isArray(shape) ? Array.from<unknown>(shape) : [-1]; // a copy, without holes
    if (!sizes.every((n): n is number => Number.isSafeInteger(n) && (n as number) >= 0))
      throw badOption(`${place}.shape`, "an array of integers ≥ 0", shape);
    const count = sizes.reduce(multiplied, 1);
    if (!Number.isSafeInteger(count)) throw badOption(`${place}.shape`, "fewer numbers", shapeText(sizes));
    const floats = toFloats(name, values, count, sizes);
    if (!floats.every(Number.isFinite)) throw notFinite(name, floats);
    return { name, shape: sizes, values: floats };
  });
}
