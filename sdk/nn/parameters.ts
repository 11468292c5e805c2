import { allFinite, badOption, notFinite, toFloats } from "../core/check.js";
import type { Core } from "../core/create.js";
import { GradiometerError } from "../core/errors.js";
import type { Parameter } from "../types.js";

/** A tensor in a block: where it begins, in floats. */
export interface Slot {
  readonly name: string;
  readonly shape: readonly number[];
  readonly length: number;
  readonly offset: number;
}

const LINE = 16;
/** Of a SHA-256. */
const DIGEST_WORDS = 8;

/** Names and shapes of a network's parameters, and their places in a block of float32: each on a 64-byte line. */
export class Layout {
  readonly slots: readonly Slot[];
  readonly byName: ReadonlyMap<string, Slot>;
  /** Floats in a block; the gaps between the tensors are always zero. */
  readonly length: number;

  constructor(tensors: readonly { name: string; shape: readonly number[] }[]) {
    let offset = 0;
    this.slots = tensors.map(({ name, shape }) => {
      const length = shape.reduce((product, n) => product * n, 1);
      const slot = { name, shape: Object.freeze([...shape]), length, offset };
      offset += Math.ceil(length / LINE) * LINE;
      return slot;
    });
    this.byName = new Map(this.slots.map((slot) => [slot.name, slot]));
    this.length = offset;
  }
}

/** One block of float32 with a layout: the parameters, their gradients, an optimizer's memory. */
export class Block {
  readonly address: number;

  constructor(
    private readonly core: Core,
    readonly layout: Layout,
    what: string,
  ) {
    this.address = core.arena.allocate(4 * layout.length, what);
  }

  /** Address of a tensor, or 0 without one. */
  at(slot: Slot | undefined): number {
    return slot ? this.address + 4 * slot.offset : 0;
  }

  /** A view of one tensor, good until the next allocation. */
  view(slot: Slot): Float32Array {
    return this.core.arena.f32(this.at(slot), slot.length);
  }

  /** Copies of all tensors, in order. */
  copy(): Parameter[] {
    return this.layout.slots.map((slot) => ({ name: slot.name, shape: slot.shape, values: this.view(slot).slice() }));
  }

  /** Copies of all tensors, by name. */
  record(): Record<string, Float32Array> {
    return Object.fromEntries(this.layout.slots.map((slot) => [slot.name, this.view(slot).slice()]));
  }

  /** Copies everything from a block of the same layout. */
  copyFrom(other: Block): void {
    this.core.arena.f32(this.address, this.layout.length).set(this.core.arena.f32(other.address, this.layout.length));
  }

  /**
   * Overwrites some or all tensors; everything is checked before anything is written.
   *
   * @throws GradiometerError BAD_OPTION (unknown name), BAD_SHAPE (wrong length), NOT_FINITE (unless `anyNumber`).
   */
  write(name: string, values: unknown, options: { all?: boolean; anyNumber?: boolean } = {}): void {
    if (typeof values !== "object" || values === null || Symbol.iterator in values)
      throw badOption(name, "an object of arrays by parameter name, such as Object.fromEntries makes", values);
    const writes = Object.entries(values).map(([key, array]: [string, unknown]) => {
      const slot = this.layout.byName.get(key);
      if (!slot) throw badOption(name, `the names ${this.layout.slots.map((s) => s.name).join(", ")}`, key);
      const label = `${name}["${key}"]`;
      const floats = toFloats(label, array, slot.length, slot.shape);
      if (!options.anyNumber && !allFinite(floats)) throw notFinite(label, floats);
      return { slot, floats };
    });
    const missing = options.all ? this.layout.slots.find(({ name: key }) => !Object.hasOwn(values, key)) : undefined;
    if (missing) {
      throw new GradiometerError(
        "BAD_SHAPE",
        `${name}["${missing.name}"]: expected ${missing.length} numbers, but it is missing`,
      );
    }
    for (const { slot, floats } of writes) this.view(slot).set(floats);
  }

  /** The name of the first tensor that holds NaN or ±∞. */
  firstNonFinite(): Slot | undefined {
    return this.layout.slots.find((slot) => !this.core.wasm.allFinite(slot.length, this.at(slot)));
  }

  /** SHA-256 of the tensors in order, float32 little-endian, every NaN as 0x7fc00000. */
  hash(): string {
    const { wasm, workspace: state, arena, variant } = this.core;
    wasm.sha256Begin(state);
    for (const slot of this.layout.slots) wasm.sha256Update(state, slot.length, this.at(slot));
    wasm.sha256End(state);
    const words = Array.from(arena.i32(state, DIGEST_WORDS), (word) => (word >>> 0).toString(16).padStart(8, "0"));
    const hex = words.join("");
    return variant === "relaxed" ? `relaxed:${hex}` : hex;
  }

  release(): void {
    this.core.arena.release(this.address);
  }
}
