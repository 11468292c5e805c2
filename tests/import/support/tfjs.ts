/** Layers models written by hand: the layers of Keras, as TensorFlow.js has them in model.json. */
import { fromTfjs, type Imported, type ImportOptions } from "gradiometer/import";

/** A layer: its class, its configuration, and its weights by name, shape and numbers. */
export interface LayerText {
  readonly class: string;
  readonly config?: object;
  readonly weights?: Readonly<Record<string, readonly [dims: readonly number[], values?: readonly number[]]>>;
  readonly inbound?: unknown;
}

/** 0, 1, 2 …: a number for every place. */
export const counted = (dims: readonly number[]): number[] =>
  Array.from({ length: dims.reduce((product, size) => product * size, 1) }, (_, at) => at);

/** A model of these layers: what stands in model.json, and its weights as one array. */
export function modelOf(layers: readonly LayerText[], more: object = {}, kind = "Sequential") {
  const named = layers.map((layer, index) => ({ ...layer, name: `${layer.class}${index}` }));
  const weights = named.flatMap(({ name, weights: own = {} }) =>
    Object.entries(own).map(([key, [shape, values]]) => ({
      spec: { name: `${name}/${key}`, shape, dtype: "float32" },
      values: values ?? counted(shape),
    })),
  );
  const model = {
    format: "layers-model",
    modelTopology: {
      model_config: {
        class_name: kind,
        config: {
          layers: named.map(({ name, class: className, config = {}, inbound }) => ({
            class_name: className,
            config: { name, ...config },
            ...(inbound !== undefined && { inbound_nodes: inbound }),
          })),
        },
      },
      ...more,
    },
    weightsManifest: [{ paths: ["w.bin"], weights: weights.map(({ spec }) => spec) }],
  };
  return { model, bytes: new Uint8Array(Float32Array.from(weights.flatMap(({ values }) => values)).buffer) };
}

export function imported(layers: readonly LayerText[], more: object = {}, options: ImportOptions = {}): Imported {
  const { model, bytes } = modelOf(layers, more);
  return fromTfjs(model, bytes, options);
}

/** What is refused, "class: reason" each. */
export const refusedOf = ({ refused }: Imported): string[] =>
  refused.map(({ operator, reason }) => `${operator}: ${reason.replace("; record a trace instead", "")}`);
