import type { MlpEngine } from "../nn/engine.js";
import { type Layer, makesU, type Op } from "../nn/graph.js";
import { Grown } from "../nn/ops/grown.js";
import type { RowOp, Twin } from "../nn/ops/op.js";

/** An op of the walk with its twin; whether it makes its layer's u, and whether it adds what a skip brings. */
interface Step {
  readonly op: RowOp;
  readonly layer: Layer;
  readonly twin: Twin;
  readonly makesU: boolean;
  readonly skips: boolean;
}

/** Ops of a walk by their places, `from` ≤ place < `to`. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

function rowOp(op: Op): RowOp {
  if (op.kind === "scan") throw new Error("a walk takes rows, and this layer takes sequences");
  return op;
}

/**
 * A multilayer perceptron in float64, from its float32 parameters: every probe that float32 is measured with walks here, op
 * by op. `forward` takes rows and leaves at each op what its Jacobian is made of; `pull` carries cotangents, one per row,
 * back over any stretch of ops.
 */
export class Walk64 {
  readonly #engine: MlpEngine;
  readonly #batch: number;
  readonly #steps: readonly Step[];
  readonly #grown: Grown;
  readonly #block: number;
  /** Two places for a signal, which alternate, and one for what a skip carries: float64, batch · widest. */
  readonly #signals: readonly [number, number];
  readonly #stream: number;
  readonly #bytes: number;

  /**
   * @param training  whether a batch is normalised by its own statistics, as in a training step.
   * @throws GradiometerError OUT_OF_MEMORY
   */
  constructor(engine: MlpEngine, batch: number, training: boolean) {
    const { core, graph, parameters } = engine;
    const ops = graph.layers.flatMap((layer) =>
      layer.ops.map((op) => ({ op: rowOp(op), layer, makesU: makesU(layer, op), skips: op.kind === "residual" })),
    );
    const widest = graph.layers.reduce((most, { fanOut }) => Math.max(most, fanOut), graph.inputs);
    this.#engine = engine;
    this.#batch = batch;
    this.#bytes = 8 * batch * widest;
    const states = ops.reduce((sum, { op }) => sum + 8 * op.stateOf(batch), 0);
    this.#block = core.arena.allocate(3 * this.#bytes + states, "float64 pass");
    this.#signals = [this.#block, this.#block + this.#bytes];
    this.#stream = this.#block + 2 * this.#bytes;
    this.#grown = new Grown(core);
    let state = this.#block + 3 * this.#bytes;
    this.#steps = ops.map(({ op, ...rest }) => {
      const tensor = (name: string): number => parameters.at(parameters.layout.byName.get(name));
      const twin = op.bind64({ core, grown: this.#grown, training, state, stream: this.#stream, tensor });
      state += 8 * op.stateOf(batch);
      return { op, twin, ...rest };
    });
  }

  /** All ops of layers `from` ≤ index < `to`. */
  layers(from: number, to: number): Stretch {
    const inside = this.#steps.flatMap(({ layer }, place) => (layer.index >= from && layer.index < to ? [place] : []));
    return { from: inside[0]!, to: inside.at(-1)! + 1 };
  }

  /**
   * The ops of one factor of the input–output Jacobian: to what layer `index` hands on, from what the layer below does. That
   * is z, but u where a skip leads on from a layer, since z alone does not hold all that passes there.
   */
  factor(index: number): Stretch {
    return { from: this.#handedOn(index - 1), to: this.#handedOn(index) };
  }

  /**
   * The forward pass of the rows that `fill` writes to the address it gets.
   */
  forward(fill: (address: number) => void): void {
    const { arena } = this.#engine.core;
    let [value, spare] = this.#signals;
    fill(value);
    for (const { op, layer, twin, makesU: isU } of this.#steps) {
      twin.forward(this.#batch, value, spare);
      [value, spare] = [spare, value];
      const count = this.#batch * op.fanOut;
      if (isU && layer.carries) arena.all.copyWithin(this.#stream >>> 2, value >>> 2, (value >>> 2) + 2 * count);
      this.#grown.settle([value, count], [this.#stream, layer.carries ? count : 0]);
    }
  }

  /**
   * ∂/∂(input of the stretch) ← Jᵀ ∂/∂(output of the stretch), `rows` cotangents at the first `rows` rows of the forward
   * pass. What a skip carries past the end of the stretch is dropped, unless the stretch ends at that u.
   *
   * @param fill     writes the cotangents to the address it gets.
   * @param observe  sees δ = ∂/∂u of every layer passed.
   * @returns the address of the result, good until the next call.
   */
  pull(
    rows: number,
    { from, to }: Stretch,
    fill: (address: number) => void,
    observe?: (layer: Layer, delta: number) => void,
  ): number {
    let [value, spare] = this.#signals;
    let carried = 0;
    fill(value);
    for (let place = to - 1; place >= from; place--) {
      const { op, layer, twin, makesU: isU, skips } = this.#steps[place]!;
      if (isU) {
        this.#add(rows * op.fanOut, carried, value);
        carried = 0;
        observe?.(layer, value);
      }
      if (skips) carried = this.#carry(rows * op.fanOut, value);
      twin.pull(rows, value, spare);
      [value, spare] = [spare, value];
    }
    if (this.#steps[from - 1]?.makesU) this.#add(rows * this.#steps[from - 1]!.op.fanOut, carried, value);
    return value;
  }

  release(): void {
    this.#engine.core.arena.release(this.#block);
  }

  /** The place behind the op whose output layer `index` hands on. */
  #handedOn(index: number): number {
    if (index < 0) return 0;
    const handsOn = ({ layer, makesU: isU }: Step): boolean => layer.index === index && (isU || !layer.carries);
    return this.#steps.length - [...this.#steps].reverse().findIndex(handsOn);
  }

  #carry(count: number, value: number): number {
    const { arena } = this.#engine.core;
    arena.f64(this.#stream, count).set(arena.f64(value, count));
    return this.#stream;
  }

  #add(count: number, carried: number, value: number): void {
    if (carried === 0) return;
    const { arena } = this.#engine.core;
    const to = arena.f64(value, count);
    arena.f64(carried, count).forEach((number, i) => (to[i] = to[i]! + number));
  }
}
