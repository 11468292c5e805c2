/** What the rows of Keras's layers share: how a layer is read, and what is said of one that no network here can have. */
import type { Step } from "../step.js";
import type { View } from "../view.js";
import type { Json, LayerConfig } from "./model.js";

/** The weights of a layer by their names: kernel, bias, gamma … `wanted` is the order in which Keras 3 numbers them. */
export type Weights = (layer: LayerConfig, wanted: readonly string[]) => ReadonlyMap<string, View>;

/** Thrown by a row: what no network here can be. */
export class Unsupported extends Error {}

/** A layer whose steps are asked for. */
export interface Reader {
  readonly layer: LayerConfig;
  readonly config: Json;
  /** The tensors with these names, each there. */
  tensors(names: readonly string[]): View[];
}

/** The steps of a layer. @throws Unsupported */
export type Row = (reader: Reader) => Step[];

export const number = (config: Json, key: string, otherwise: number): number => {
  const value = config[key];
  return typeof value === "number" ? value : otherwise;
};
export const flag = (config: Json, key: string, otherwise: boolean): boolean =>
  typeof config[key] === "boolean" ? config[key] : otherwise;
/** What its steps are called. */
export const own = ({ layer }: Reader): { name: string; operator: string } => ({
  name: layer.name,
  operator: layer.className,
});
