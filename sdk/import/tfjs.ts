import { strFromU8 } from "fflate/browser";
import { asUint8Array } from "../core/brand.js";
import { badOption, show } from "../core/check.js";
import { bad, checkImported, guarded } from "./guard.js";
import { importedOf } from "./keras/index.js";
import { isJson, type Json, type LayerConfig, parseJson } from "./keras/model.js";
import { trainingOf } from "./keras/training.js";
import { checkOptions } from "./options.js";
import type { Imported, ImportOptions } from "./types.js";
import { countOf, MOST_DIMENSIONS, stridesOf, type View } from "./view.js";

const FORMAT = "TensorFlow.js";

/** The files of a model's weights: by the paths in its manifest, or all of them one behind the other. */
export type TfjsWeights = Uint8Array | Readonly<Record<string, Uint8Array>>;

/**
 * The network of a layers model of TensorFlow.js: `model.json`, as text, bytes or what was parsed of it, and its weights. The layers
 * are Keras's, as `fromKeras` reads them. Graph models and quantised weights are refused.
 *
 * @param model    model.json.
 * @param weights  by path, or as one array.
 * @throws GradiometerError BAD_FILE, BAD_OPTION.
 */
export function fromTfjs(
  model: string | Uint8Array | object,
  weights: TfjsWeights,
  options: ImportOptions = {},
): Imported {
  const { loss } = checkOptions(options);
  const bytes = asUint8Array(model);
  if (!bytes && typeof model !== "string" && !isJson(model))
    throw badOption("model", "model.json as a string, bytes or object", model);
  return guarded(FORMAT, () => {
    const json =
      bytes || typeof model === "string"
        ? parseJson(FORMAT, "model.json", bytes ? strFromU8(bytes) : (model as string))
        : (model as Json);
    const tensors = tensorsOf(json, weights);
    const { modelTopology: topology } = json;
    const whole = isJson(topology) && isJson(topology["model_config"]) ? topology["model_config"] : topology;
    if (!isJson(whole)) throw bad(FORMAT, "it has no modelTopology");
    const training = trainingOf(isJson(topology) ? topology["training_config"] : undefined);
    const imported = importedOf(whole, () => weightsOf(tensors), { training, loss });
    checkImported(FORMAT, imported);
    return imported;
  });
}

/** The paths of a model's weights, beside its model.json. @throws GradiometerError BAD_FILE for those that lead elsewhere */
export function weightPaths(model: Readonly<Record<string, unknown>>): string[] {
  return groupsOf(model).flatMap(({ paths }) => paths);
}

interface Group {
  readonly paths: readonly string[];
  readonly weights: readonly Json[];
}

function groupsOf(model: Json): Group[] {
  if (model["format"] === "graph-model")
    throw bad(FORMAT, "it is a graph model, whose layers are gone; save the layers model, or export ONNX");
  const manifest = model["weightsManifest"];
  if (!Array.isArray(manifest)) throw bad(FORMAT, "it has no weightsManifest");
  return manifest.map((group: unknown): Group => {
    const [paths, weights] = isJson(group) ? [group["paths"], group["weights"]] : [];
    if (
      !Array.isArray(paths) ||
      !paths.every((path) => typeof path === "string") ||
      !Array.isArray(weights) ||
      !weights.every(isJson)
    )
      throw bad(FORMAT, "its weightsManifest is damaged");
    const astray = paths.find((path) => /^[/\\]|:|(^|[/\\])\.\.([/\\]|$)|\0/.test(path));
    if (astray !== undefined) throw bad(FORMAT, `${show(astray)} is a path that leads away from model.json`);
    return { paths, weights };
  });
}

/** The bytes of a group, which its weights must fill exactly. */
function bytesOf(group: Group, weights: TfjsWeights, from: number, length: number): Uint8Array {
  const whole = asUint8Array(weights);
  if (whole) return whole.subarray(from, from + length);
  const parts = group.paths.map((path) => {
    const part = Object.hasOwn(weights, path) ? asUint8Array((weights as Record<string, unknown>)[path]) : undefined;
    if (!part) throw badOption("weights", `the bytes of ${show(path)}`, (weights as Record<string, unknown>)[path]);
    return part;
  });
  if (parts.length === 1) return parts[0]!;
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

function tensorsOf(model: Json, weights: TfjsWeights): Map<string, View> {
  const tensors = new Map<string, View>();
  let from = 0;
  for (const group of groupsOf(model)) {
    const described = group.weights.map(describedOf);
    const length = described.reduce((sum, { count }) => sum + 4 * count, 0);
    const bytes = bytesOf(group, weights, from, length);
    if (bytes.length !== length)
      throw bad(FORMAT, `its weights have ${bytes.length} bytes, and model.json describes ${length}`);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let at = 0;
    for (const { name, dims, count } of described) {
      const begin = at;
      if (tensors.has(name)) throw bad(FORMAT, `two weights are called ${show(name)}`);
      tensors.set(name, { dims, strides: stridesOf(dims), read: (place) => view.getFloat32(begin + 4 * place, true) });
      at += 4 * count;
    }
    from += length;
  }
  const whole = asUint8Array(weights);
  if (whole && whole.length !== from)
    throw bad(FORMAT, `its weights have ${whole.length} bytes, and model.json describes ${from}`);
  return tensors;
}

function describedOf({ name, shape, dtype, quantization }: Json): { name: string; dims: number[]; count: number } {
  const where = `weight ${show(name)}`;
  if (typeof name !== "string") throw bad(FORMAT, "a weight has no name");
  if (quantization !== undefined || dtype !== "float32")
    throw bad(FORMAT, `${where} is quantised or no float32; convert the model without quantisation`);
  const sizes: unknown = shape;
  if (
    !Array.isArray(sizes) ||
    sizes.length > MOST_DIMENSIONS ||
    !sizes.every((size) => Number.isSafeInteger(size) && size >= 0)
  )
    throw bad(FORMAT, `${where} has no shape`);
  const dims = sizes as number[];
  const count = countOf({ dims });
  if (!Number.isSafeInteger(4 * count)) throw bad(FORMAT, `${where} is too large`);
  return { name, dims, count };
}

/** Weights are called layer/kernel, or layer/cell/kernel. */
function weightsOf(tensors: ReadonlyMap<string, View>): (layer: LayerConfig) => ReadonlyMap<string, View> {
  return ({ name: layer }) =>
    new Map(
      [...tensors].flatMap(([name, view]) => {
        const parts = name.split("/");
        return parts.slice(0, -1).includes(layer) ? [[parts.at(-1)!, view]] : [];
      }),
    );
}
