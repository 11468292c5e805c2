import { readFileSync } from "node:fs";
import type { Exports } from "../../sdk/core/exports.js";

const module = new WebAssembly.Module(readFileSync(new URL("../../build/gradiometer.wasm", import.meta.url)));

/** The bare binary over a memory of its own, with float32 arrays placed by hand: for tests of the kernels. */
export class Kernels {
  readonly memory: WebAssembly.Memory;
  readonly wasm: Exports;
  readonly workspace: number;
  private next: number;

  constructor(pages = 256) {
    this.memory = new WebAssembly.Memory({ initial: pages });
    const { exports } = new WebAssembly.Instance(module, { env: { memory: this.memory } });
    this.wasm = exports as unknown as Exports;
    const { value } = this.wasm.WORKSPACE_BYTES as unknown as { value: number };
    this.workspace = 64 * Math.ceil(this.wasm.dataEnd() / 64);
    this.next = this.workspace + value;
  }

  /** Forgets all arrays; their places are used again. */
  reset(): void {
    const { value } = this.wasm.WORKSPACE_BYTES as unknown as { value: number };
    this.next = this.workspace + value;
  }

  /** A float32 array with 16 NaN before and behind it, at an address that is `skew` floats off a 64-byte line. */
  floats(values: ArrayLike<number>, skew = 0): Floats {
    const at = 64 * Math.ceil((this.next + 64) / 64) + 4 * skew;
    this.next = at + 4 * values.length + 64;
    const band = new Float32Array(this.memory.buffer, at - 64, values.length + 32);
    band.fill(Number.NaN);
    band.set(values, 16);
    return new Floats(this.memory, at, values.length);
  }

  /** Room for n float64. */
  doubles(n: number): { at: number; view: Float64Array } {
    const at = 64 * Math.ceil(this.next / 64);
    this.next = at + 8 * n;
    return { at, view: new Float64Array(this.memory.buffer, at, n) };
  }
}

/** A float32 array in linear memory between two bands of NaN. */
export class Floats {
  constructor(
    private readonly memory: WebAssembly.Memory,
    readonly at: number,
    readonly length: number,
  ) {}

  get view(): Float32Array {
    return new Float32Array(this.memory.buffer, this.at, this.length);
  }

  /** Whether nothing but the array itself was written. */
  get intact(): boolean {
    const before = new Float32Array(this.memory.buffer, this.at - 64, 16);
    const behind = new Float32Array(this.memory.buffer, this.at + 4 * this.length, 16);
    return before.every(Number.isNaN) && behind.every(Number.isNaN);
  }
}

/** Numbers that are the same in every run: integers from −range to range, or reals from −1 to 1. */
export function lcg(seed: number): { integer(range: number): number; real(): number } {
  let state = seed >>> 0;
  const next = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  return {
    integer: (range) => Math.floor(next() * (2 * range + 1)) - range,
    real: () => 2 * next() - 1,
  };
}

/** `count` of these reals. */
export const drawn = (count: number, seed: number): Float64Array => {
  const { real } = lcg(seed);
  return Float64Array.from({ length: count }, real);
};
