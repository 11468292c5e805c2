import { strFromU8 } from "fflate/browser";
import { asUint8Array } from "../../core/brand.js";
import { badOption, show } from "../../core/check.js";
import { GradiometerError } from "../../core/errors.js";
import { assemble, refused, Report } from "../assemble.js";
import { bad, checkImported, guarded } from "../guard.js";
import { checkOptions } from "../options.js";
import type { Imported, ImportedTraining, ImportOptions } from "../types.js";
import type { View } from "../view.js";
import { isZip, openZip } from "../zip.js";
import { Hdf5File, type Hdf5Reader } from "./hdf5.js";
import { type Json, type LayerConfig, layersOf, parseJson } from "./model.js";
import type { Weights } from "./row.js";
import { stepsOfLayers } from "./steps.js";
import { trainingOf } from "./training.js";

export type { Hdf5Reader };

/** What `fromKeras` takes. */
export interface KerasOptions extends ImportOptions {
  /** The package jsfive, which reads HDF5: `await import("jsfive")`. The weights of both of Keras's formats are HDF5. */
  hdf5?: Hdf5Reader;
}

const FORMAT = "Keras";
const SIGNATURE = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];

/** Whether it begins as an HDF5 file does. */
export const isHdf5 = (bytes: Uint8Array): boolean => SIGNATURE.every((byte, index) => bytes[index] === byte);

/** What both formats come to. */
interface KerasFile {
  readonly model: Json;
  readonly compiled: unknown;
  readonly weights: (layers: readonly LayerConfig[]) => Weights;
}

/**
 * The network of a Keras file: `.keras` of Keras 3, or `.h5` of any version. Sequential models, and functional ones that are a chain:
 * Dense, the activations, batch, layer and RMS norms, SimpleRNN, LSTM and GRU (`reset_after`). Rescaling and Normalization are folded,
 * Dropout and Flatten left out. Loss and optimizer come along if the model was compiled; a last softmax or sigmoid that its loss
 * contains is left out. Nothing is executed: Lambda layers and classes of one's own are refused by their names.
 *
 * @param bytes  the file.
 * @throws GradiometerError UNSUPPORTED without `hdf5`, BAD_FILE, BAD_OPTION.
 */
export function fromKeras(bytes: Uint8Array, options: KerasOptions = {}): Imported {
  const own = asUint8Array(bytes);
  if (!own) throw badOption("bytes", "a Uint8Array", bytes);
  const { loss, hdf5 } = checkOptions(options, ["hdf5"]);
  const reader = checkReader(hdf5);
  return guarded(FORMAT, () => {
    const { model, compiled, weights } = isHdf5(own) ? legacy(new Hdf5File(reader, own)) : archive(own, reader);
    const training = trainingOf(compiled);
    const imported = importedOf(model, weights, { training, loss });
    checkImported(FORMAT, imported);
    return imported;
  });
}

/** The network of a model's configuration and weights, for every format that has Keras's layers. */
export function importedOf(
  model: Json,
  weights: (layers: readonly LayerConfig[]) => Weights,
  { training, loss }: { training: ImportedTraining; loss: ImportOptions["loss"] },
): Imported {
  const { layers, refused: apart } = layersOf(FORMAT, model);
  const { steps, refused: unknown } = stepsOfLayers(layers, weights(layers));
  if (apart.length + unknown.length === 0) return assemble(steps, { framework: "keras", training, loss, notes: [] });
  const report = new Report();
  report.refused.push(...apart, ...unknown);
  return refused(report, training);
}

function checkReader(hdf5: unknown): Hdf5Reader {
  if (hdf5 === undefined)
    throw new GradiometerError(
      "UNSUPPORTED",
      `fromKeras: weights of Keras are HDF5, which the package jsfive reads: npm install jsfive, and hand in its module as { hdf5: jsfive }`,
    );
  if (typeof hdf5 === "object" && hdf5 !== null && "File" in hdf5 && typeof hdf5.File === "function")
    return hdf5 as Hdf5Reader;
  throw badOption("options.hdf5", "the package jsfive", hdf5);
}

/** Keras 3: an archive of config.json and model.weights.h5, in which layers are called by class and number. */
function archive(bytes: Uint8Array, reader: Hdf5Reader): KerasFile {
  if (!isZip(bytes)) throw bad(FORMAT, "it is neither an archive (.keras) nor HDF5 (.h5)");
  const { read } = openZip(FORMAT, bytes);
  const [config, stored] = [read("config.json"), read("model.weights.h5")];
  if (!config || !stored) throw bad(FORMAT, "the archive has no config.json and model.weights.h5");
  const model = parseJson(FORMAT, "config.json", strFromU8(config));
  const file = new Hdf5File(reader, stored);
  return {
    model,
    compiled: model["compile_config"],
    weights: (layers) => {
      const folders = foldersOf(layers);
      return (layer, wanted) => {
        const folder = `layers/${folders.get(layer)!}`;
        const vars = file.at(`${folder}/cell/vars`) ? `${folder}/cell/vars` : `${folder}/vars`;
        const views = wanted.map((name, index): [string, View | undefined] => [name, file.tensor(`${vars}/${index}`)]);
        return new Map(views.filter((entry): entry is [string, View] => entry[1] !== undefined));
      };
    },
  };
}

const snake = (name: string): string =>
  name
    .replace(/\W+/g, "")
    .replace(/(.)([A-Z][a-z]+)/g, "$1_$2")
    .replace(/([a-z])([A-Z])/g, "$1_$2")
    .toLowerCase();

/** dense, dense_1, dense_2 …: by the class, in the order of the file. */
function foldersOf(layers: readonly LayerConfig[]): Map<LayerConfig, string> {
  const seen = new Map<string, number>();
  const inFile = [...layers].sort((a, b) => a.index - b.index);
  return new Map(
    inFile.map((layer) => {
      const name = snake(layer.className);
      const count = seen.get(name) ?? 0;
      seen.set(name, count + 1);
      return [layer, count === 0 ? name : `${name}_${count}`];
    }),
  );
}

/** .h5: the configuration is an attribute, and every layer's group lists its weights. */
function legacy(file: Hdf5File): KerasFile {
  const text = (name: string): string | undefined => {
    const value = file.attribute("", name);
    return typeof value === "string" ? value : undefined;
  };
  const config = text("model_config");
  if (config === undefined)
    throw bad(FORMAT, "it has no model_config: weights alone do not say a net; use model.save(…)");
  const compiled = text("training_config");
  return {
    model: parseJson(FORMAT, "model_config", config),
    compiled: compiled === undefined ? undefined : parseJson(FORMAT, "training_config", compiled),
    weights: () => (layer, wanted) => {
      const group = `model_weights/${layer.name}`;
      const names = file.attribute(group, "weight_names");
      const paths = Array.isArray(names) ? names.filter((name): name is string => typeof name === "string") : [];
      const found = new Map<string, View>();
      for (const path of paths) {
        const name = path.slice(path.lastIndexOf("/") + 1).replace(/:\d+$/, "");
        const view = wanted.includes(name) ? file.tensor(`${group}/${path}`) : undefined;
        if (view) found.set(name, view);
        else if (wanted.includes(name)) throw bad(FORMAT, `${show(path)} is missing`);
      }
      return found;
    },
  };
}
