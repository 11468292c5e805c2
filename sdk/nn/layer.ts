import { ActivationKind } from "../../assembly/abi.js";
import type { Core } from "../core/create.js";
import type { NormalisedMlpConfig } from "../types.js";
import { type ResolvedActivation, resolveActivation } from "./activation.js";
import { skipGains } from "./config.js";
import type { Layout, Slot } from "./parameters.js";

/** One dense layer: u = x W + b (plus the skip), z = φ(u). */
export interface Layer {
  readonly index: number;
  readonly fanIn: number;
  readonly fanOut: number;
  readonly activation: ResolvedActivation;
  readonly weight: Slot;
  readonly bias: Slot | undefined;
  /** u = u_below + gain·(x W + b); null without a skip. */
  readonly gain: number | null;
  /** The layer above has a skip, so this u must be kept until then. */
  readonly carries: boolean;
}

/** Names and shapes in the order in which they are hashed and stored. */
export function mlpTensors(config: NormalisedMlpConfig): { name: string; shape: number[] }[] {
  return config.sizes.slice(1).flatMap((fanOut, index) => {
    const weight = { name: `layers.${index}.weight`, shape: [config.sizes[index] ?? 0, fanOut] };
    return config.bias ? [weight, { name: `layers.${index}.bias`, shape: [fanOut] }] : [weight];
  });
}

/** The layers of a network over a layout made of `mlpTensors`. */
export function mlpLayers(config: NormalisedMlpConfig, layout: Layout): Layer[] {
  const gains = skipGains(config);
  const slots = layout.byName;
  return config.activation.map((activation, index) => {
    const weight = slots.get(`layers.${index}.weight`);
    if (!weight) throw new Error(`layout without layers.${index}.weight`);
    const [fanIn = 0, fanOut = 0] = weight.shape;
    return {
      index,
      fanIn,
      fanOut,
      activation: resolveActivation(activation),
      weight,
      bias: slots.get(`layers.${index}.bias`),
      gain: gains[index] ?? null,
      carries: (gains[index + 1] ?? null) !== null,
    };
  });
}

/** φ' = 1 everywhere: the backward pass then needs neither slopes nor a multiplication. */
export function isLinear(layer: Layer): boolean {
  return layer.activation.kind === ActivationKind.Linear;
}

/** Everything a pass over a batch writes, for up to `capacity` rows; released as a whole. */
export class BatchBuffers {
  readonly x: number;
  readonly y: number;
  /** z of every layer. In a pass without gradients only two buffers alternate. */
  readonly z: readonly number[];
  /** φ'(u) of every layer, which the backward pass turns into δ in place. */
  readonly slope: readonly number[];
  /** ∂L/∂z on its way down, one layer at a time; also the gradient by the input at the end. */
  readonly dz: number;
  /** u along a chain of skips. */
  readonly residual: number;
  /** gain·δ of a layer whose skip has a gain other than 1. */
  readonly scaled: number;
  private readonly blocks: number[] = [];

  constructor(
    private readonly core: Core,
    layers: readonly Layer[],
    readonly capacity: number,
    readonly training: boolean,
  ) {
    const inputs = layers[0]?.fanIn ?? 0;
    const outputs = layers.at(-1)?.fanOut ?? 0;
    const widest = layers.reduce((most, layer) => Math.max(most, layer.fanOut), inputs);
    try {
      this.x = this.block(inputs, "input batch");
      this.y = this.block(training ? outputs : 0, "target batch");
      if (training) {
        this.z = layers.map((layer) => this.block(layer.fanOut, "activations"));
        this.slope = layers.map((layer) => this.block(layer.fanOut, "slopes"));
      } else {
        const pair = [this.block(widest, "activations"), this.block(widest, "activations")];
        this.z = layers.map((layer) => pair[layer.index % 2] ?? 0);
        this.slope = layers.map(() => 0);
      }
      this.dz = this.block(training ? widest : 0, "gradients");
      this.residual = this.block(layers.some((layer) => layer.carries) ? widest : 0, "skips");
      const rescales = training && layers.some((layer) => layer.gain !== null && layer.gain !== 1);
      this.scaled = this.block(rescales ? widest : 0, "skips");
    } catch (error) {
      this.release();
      throw error;
    }
  }

  release(): void {
    for (const address of this.blocks.splice(0)) this.core.arena.release(address);
  }

  private block(columns: number, what: string): number {
    if (columns === 0) return 0;
    const address = this.core.arena.allocate(4 * this.capacity * columns, `${what} of ${this.capacity} rows`);
    this.blocks.push(address);
    return address;
  }
}
