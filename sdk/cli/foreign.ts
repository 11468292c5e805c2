/** Files of other frameworks: networks, and files that somebody took for one. */
import { closeSync, openSync, readFileSync, readSync } from "node:fs";
import { dirname, join } from "node:path";
import { GradiometerError } from "../core/errors.js";
import {
  fileKind,
  type FileKind,
  fromKeras,
  fromOnnx,
  fromSafetensors,
  fromTfjs,
  fromTorch,
  type Hdf5Reader,
  type Imported,
  type StateOptions,
  weightPaths,
} from "../import/index.js";
import { InputError } from "./command.js";
import { naming, reading } from "./patient.js";

/** Bytes of the beginning, and of the end of an archive, that say what a file is. */
const BEGINNING = 4096;

/** What a file is, when it is one of another framework or program; null when it may be a net.json or a table. */
export function foreignKind(path: string): FileKind | null {
  return reading(path, () => {
    const bytes = new Uint8Array(BEGINNING);
    const file = openSync(path, "r");
    try {
      return fileKind(bytes.subarray(0, readSync(file, bytes)));
    } finally {
      closeSync(file);
    }
  });
}

/** The package that reads HDF5, if it is there. */
async function hdf5Reader(path: string): Promise<Hdf5Reader> {
  const name = "jsfive"; // a variable: it is the user's own package, not one of ours
  try {
    return (await import(name)) as Hdf5Reader;
  } catch {
    throw new InputError(
      `${path}: weights of Keras are HDF5, which the package jsfive reads; run npm install jsfive, then try again`,
    );
  }
}

/**
 * The network of a file of another framework.
 *
 * @throws InputError in one line when it is none, or cannot be read; GradiometerError naming the file.
 */
export async function importFile(path: string, options: StateOptions): Promise<{ imported: Imported; kind: FileKind }> {
  const bytes = reading(path, () => Uint8Array.from(readFileSync(path)));
  const kind = fileKind(bytes);
  if (!kind?.format)
    throw new InputError(
      kind
        ? `${path} is ${kind.name}; ${kind.advice ?? "it is no network"}`
        : `${path} is no ONNX, PyTorch, safetensors, Keras or TensorFlow.js file`,
    );
  const { loss } = options;
  const own = loss === undefined ? {} : { loss };
  const { activation, output } = options;
  if ((activation ?? output) !== undefined && kind.format !== "torch" && kind.format !== "safetensors")
    throw new InputError(
      `${path} is ${kind.name}, which says its activations itself; leave --activation and --output out`,
    );
  const hdf5 = kind.format === "keras" ? await hdf5Reader(path) : undefined;
  const read = {
    onnx: () => fromOnnx(bytes, own),
    torch: () => fromTorch(bytes, options),
    safetensors: () => fromSafetensors(bytes, options),
    keras: () => fromKeras(bytes, { ...own, ...(hdf5 && { hdf5 }) }),
    tfjs: () => fromTfjs(bytes, tfjsWeights(path, bytes), own),
  };
  const { format } = kind;
  return { imported: await naming(path, () => read[format]()), kind };
}

/** The files beside model.json that it names. */
function tfjsWeights(path: string, bytes: Uint8Array): Record<string, Uint8Array> {
  let model: unknown;
  try {
    model = JSON.parse(Buffer.from(bytes).toString("utf8"));
  } catch (cause) {
    throw new GradiometerError("BAD_FILE", "model.json is no JSON", { cause });
  }
  return Object.fromEntries(
    weightPaths(model as Record<string, unknown>).map((name) => {
      const file = join(dirname(path), name);
      return [name, reading(file, () => Uint8Array.from(readFileSync(file)))];
    }),
  );
}

/** The refused layers in one line. */
export const refusedLine = (path: string, { refused }: Imported): string =>
  `${path}: ${refused.map(({ layer, reason }) => `${layer}: ${reason}`).join("; ")}`;
