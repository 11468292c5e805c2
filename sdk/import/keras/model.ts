import { show } from "../../core/check.js";
import { bad } from "../guard.js";
import { refusal } from "../step.js";
import type { Refusal } from "../types.js";

/** A part of a configuration: whatever JSON holds. */
export type Json = Readonly<Record<string, unknown>>;

/** A layer as Keras and TensorFlow.js describe it. */
export interface LayerConfig {
  readonly name: string;
  readonly className: string;
  readonly config: Json;
  /** Where it stood in the file's list. */
  readonly index: number;
}

export const isJson = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** JSON of a file. @throws GradiometerError BAD_FILE */
export function parseJson(format: string, part: string, text: string): Json {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw bad(format, `${part} is no JSON`, cause);
  }
  if (isJson(value)) return value;
  throw bad(format, `${part} is no object`);
}

const MODELS = ["Sequential", "Functional", "Model"];
/** Names of inputs stand no deeper than this. */
const DEEPEST = 10;

/** The layers whose outputs a layer takes: Keras 3 says `keras_history: [name, …]`, Keras 2 and TensorFlow.js `[name, 0, 0, …]`. */
function inbound(nodes: unknown, known: ReadonlySet<string>, depth = 0): string[] {
  if (depth > DEEPEST) return [];
  if (isJson(nodes)) return Object.values(nodes).flatMap((part) => inbound(part, known, depth + 1));
  if (!Array.isArray(nodes)) return [];
  const [name, node] = nodes as readonly unknown[];
  if (typeof name === "string" && typeof node === "number" && known.has(name)) return [name];
  return nodes.flatMap((part) => inbound(part, known, depth + 1));
}

/** The layers of a model in the order in which they are computed, and those that are no chain. */
export function layersOf(format: string, model: Json): { layers: LayerConfig[]; refused: Refusal[] } {
  const kind = model["class_name"];
  if (typeof kind !== "string" || !MODELS.includes(kind))
    throw bad(
      format,
      `its model is of the class ${show(kind)}; Sequential and Functional models are possible, others are code`,
    );
  const config = model["config"];
  const list: unknown = Array.isArray(config) ? config : isJson(config) ? config["layers"] : undefined;
  if (!Array.isArray(list)) throw bad(format, "its model has no list of layers");
  const layers = list.map((layer: unknown, index): LayerConfig & { inbound: unknown } => {
    const [className, own] = isJson(layer) ? [layer["class_name"], layer["config"]] : [];
    if (typeof className !== "string" || !isJson(own))
      throw bad(format, `layer ${index + 1} of its model has no class_name and config`);
    const name = typeof own["name"] === "string" ? own["name"] : `layer ${index + 1}`;
    return { name, className, config: own, index, inbound: (layer as Json)["inbound_nodes"] };
  });
  return kind === "Sequential" ? { layers, refused: [] } : chain(layers);
}

/** The layers of a functional model one behind the other. What takes several others, or none, is refused. */
function chain(layers: readonly (LayerConfig & { inbound: unknown })[]): { layers: LayerConfig[]; refused: Refusal[] } {
  const known = new Set(layers.map(({ name }) => name));
  const refused: Refusal[] = [];
  const after = new Map<string, LayerConfig & { inbound: unknown }>();
  const [first] = layers;
  for (const layer of layers.slice(1)) {
    const [from, ...others] = new Set(inbound(layer.inbound, known));
    if (from === undefined || others.length > 0 || after.has(from))
      refused.push(
        refusal(
          layer.name,
          layer.className,
          from === undefined ? "a second input" : others.length > 0 ? "branches that are joined" : "a second branch",
        ),
      );
    else after.set(from, layer);
  }
  const inOrder: LayerConfig[] = [];
  for (let at: LayerConfig | undefined = first; at && inOrder.length < layers.length; at = after.get(at.name))
    inOrder.push(at);
  if (refused.length === 0 && inOrder.length < layers.length)
    refused.push(
      refusal(layers.find((one) => !inOrder.includes(one))!.name, "Functional", "a layer apart from the chain"),
    );
  return { layers: inOrder, refused };
}
