import type { Core } from "../../core/create.js";
import type { ResolvedActivation } from "../activation.js";

/** 2^LEAP is what a signal is divided by when it outgrows float64, as often as it does. */
const LEAP = 2 ** 500;
/** Beyond this a pre-activation is as good as infinite: every φ is a straight line there, to the last bit. */
const FAR = 1e300;

/**
 * A signal in float64 that may have outgrown the format: its numbers stand for LEAP^leaps times themselves. An exploding net
 * has slopes, and a spectrum, as every other; only its activations have left float64.
 */
export class Grown {
  leaps = 0;

  readonly #core: Core;

  constructor(core: Core) {
    this.#core = core;
  }

  /** u ← u + v/LEAP^leaps, n numbers: v are plain numbers, float64 at an address. */
  add(n: number, v: number, u: number): void {
    this.#addAll(this.#core.arena.f64(v, n), u);
  }

  /** The same with a bias, float32 at its address; 0: none. */
  addBias(n: number, bias: number, u: number): void {
    if (bias !== 0) this.#addAll(this.#core.arena.f32(bias, n), u);
  }

  /** z ← φ(u), slope ← φ'(u) of n numbers; z is in the same unit as u. z may be u. */
  activate({ kind, alpha }: ResolvedActivation, n: number, u: number, z: number, slope: number): void {
    const { arena, wasm } = this.#core;
    if (this.leaps === 0) {
      wasm.activate64(kind, alpha, n, u, z, slope);
      return;
    }
    const scaled = arena.f64(u, n).slice();
    const out = arena.f64(z, n);
    const slopes = arena.f64(slope, n);
    scaled.forEach((value, i) => (out[i] = Math.min(Math.max(this.#up(value), -FAR), FAR)));
    wasm.activate64(kind, alpha, n, z, z, slope);
    scaled.forEach((value, i) => {
      const line = Math.abs(this.#up(value)) >= FAR && slopes[i] !== 0;
      out[i] = line ? value * (slopes[i] ?? 0) : this.down(out[i] ?? 0);
    });
  }

  /** Brings the numbers of some blocks, [address, length] each, back into the middle of float64, all by one factor. */
  settle(...blocks: readonly (readonly [number, number])[]): void {
    const { arena } = this.#core;
    const views = blocks.map(([address, length]) => arena.f64(address, length));
    const largest = views.reduce((most, view) => view.reduce((far, value) => Math.max(far, Math.abs(value)), most), 0);
    const grows = largest > LEAP && largest < Infinity;
    if (!grows && (this.leaps === 0 || largest >= 1)) return;
    this.leaps += grows ? 1 : -1;
    const factor = grows ? 1 / LEAP : LEAP;
    for (const view of views) view.forEach((value, i) => (view[i] = value * factor));
  }

  #addAll(values: Float32Array | Float64Array, u: number): void {
    const sum = this.#core.arena.f64(u, values.length);
    for (let i = 0; i < values.length; i++) sum[i] = (sum[i] ?? 0) + this.down(values[i] ?? 0);
  }

  #up(value: number): number {
    for (let leap = 0; leap < this.leaps; leap++) value *= LEAP;
    return value;
  }

  /** A plain number in the unit of the signals. */
  down(value: number): number {
    for (let leap = 0; leap < this.leaps; leap++) value /= LEAP;
    return value;
  }
}
