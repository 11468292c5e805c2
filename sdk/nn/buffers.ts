import type { Core } from "../core/create.js";
import { type Graph, type Op, opsOf } from "./graph.js";
import type { Extent } from "./ops/op.js";

/** How much buffers hold: samples, and steps of all samples together (for a batch that is no sequence, as many). */
export interface Capacity {
  readonly batch: number;
  readonly steps: number;
}

/** Everything that a pass over a batch writes; released as a whole. */
export class Buffers {
  /** The batch and its targets. */
  readonly x: number;
  readonly y: number;
  /** What each layer puts out. In a pass without gradients two places alternate. */
  readonly z: readonly number[];
  /** ∂L/∂z on its way down, one layer at a time; also the gradient by the input at the end. */
  readonly dz: number;
  /** u along a chain of skips. */
  readonly stream: number;
  /** gain · δ of a layer whose skip has a gain other than 1. */
  readonly scaled: number;
  readonly #own = new Map<Op, ReadonlyMap<string, number>>();
  readonly #blocks: number[] = [];
  readonly #core: Core;

  /** @throws GradiometerError OUT_OF_MEMORY, and then nothing is held. */
  constructor(
    core: Core,
    graph: Graph,
    readonly capacity: Capacity,
    readonly training: boolean,
  ) {
    this.#core = core;
    const { layers, inputs, outputs } = graph;
    const widest = layers.reduce((most, { fanOut }) => Math.max(most, fanOut), inputs);
    const skips = layers.flatMap(({ ops }) => ops).filter((op) => op.kind === "residual");
    try {
      this.x = this.#block("steps", inputs, "input batch");
      this.y = this.#block("batch", training ? outputs : 0, "target batch");
      if (training) this.z = layers.map(({ fanOut }) => this.#block("batch", fanOut, "activations"));
      else {
        const pair = [0, 1].map(() => this.#block("batch", widest, "activations"));
        this.z = layers.map(({ index }) => pair[index % 2]!);
      }
      for (const op of opsOf(graph)) {
        const own = op.buffers.filter((spec) => training || !spec.training);
        const places = own.map(({ name, columns, extent }) => [name, this.#block(extent, columns, name)] as const);
        this.#own.set(op, new Map(places));
      }
      this.dz = this.#block("batch", training ? widest : 0, "gradients");
      this.stream = this.#block("batch", skips.length > 0 ? widest : 0, "skips");
      this.scaled = this.#block("batch", training && skips.some(({ gain }) => gain !== 1) ? widest : 0, "skips");
    } catch (error) {
      this.release();
      throw error;
    }
  }

  /** A buffer of an op's own, by its name. */
  of(op: Op, name: string): number {
    const address = this.#own.get(op)?.get(name);
    if (address === undefined) throw new Error(`layer ${op.layer}: ${op.kind} has no buffer "${name}" in this pass`);
    return address;
  }

  release(): void {
    for (const address of this.#blocks.splice(0)) this.#core.arena.release(address);
  }

  #block(extent: Extent, columns: number, what: string): number {
    if (columns === 0) return 0;
    const rows = extent === "one" ? 1 : this.capacity[extent];
    const address = this.#core.arena.allocate(4 * rows * columns, `${what} of ${rows} rows`);
    this.#blocks.push(address);
    return address;
  }
}
