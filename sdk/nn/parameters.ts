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

type Tensors = readonly { readonly name: string; readonly shape: readonly number[] }[];

/**
 * Names and shapes of a network's tensors, and their places in a block of float32: each on a 64-byte line. Behind the
 * parameters stand the averages that run along, which no gradient and no optimizer knows.
 */
export class Layout {
  /** The parameters. */
  readonly slots: readonly Slot[];
  readonly statistics: readonly Slot[];
  readonly byName: ReadonlyMap<string, Slot>;
  /** Floats of the parameters; the gaps between the tensors are always zero. */
  readonly length: number;
  /** Floats of everything. */
  readonly fullLength: number;

  constructor(tensors: Tensors, statistics: Tensors = []) {
    let offset = 0;
    const place = ({ name, shape }: Tensors[number]): Slot => {
      const length = shape.reduce((product, n) => product * n, 1);
      const slot = { name, shape: Object.freeze([...shape]), length, offset };
      offset += Math.ceil(length / LINE) * LINE;
      return slot;
    };
    this.slots = tensors.map(place);
    this.length = offset;
    this.statistics = statistics.map(place);
    this.fullLength = offset;
    this.byName = new Map([...this.slots, ...this.statistics].map((slot) => [slot.name, slot]));
  }
}

/** One block of float32 with a layout: the parameters, their gradients, an optimizer's memory. */
export class Block {
  readonly address: number;
  /** Every tensor in it, the parameters first. */
  readonly #tensors: readonly Slot[];
  readonly #core: Core;

  /** @param statistics  whether the averages that run along stand in it too. */
  constructor(
    core: Core,
    readonly layout: Layout,
    what: string,
    readonly statistics = false,
  ) {
    this.#core = core;
    this.#tensors = statistics ? [...layout.slots, ...layout.statistics] : layout.slots;
    this.address = core.arena.allocate(4 * this.#length, what);
  }

  get #length(): number {
    return this.statistics ? this.layout.fullLength : this.layout.length;
  }

  /** Address of a tensor, or 0 without one. */
  at(slot: Slot | undefined): number {
    return slot ? this.address + 4 * slot.offset : 0;
  }

  /** A view of one tensor, good until the next allocation. */
  view(slot: Slot): Float32Array {
    return this.#core.arena.f32(this.at(slot), slot.length);
  }

  /** Copies of some tensors, in order; by default of all parameters. */
  copy(slots = this.layout.slots): Parameter[] {
    return slots.map((slot) => ({ name: slot.name, shape: slot.shape, values: this.view(slot).slice() }));
  }

  /** Copies of all tensors, by name. */
  record(): Record<string, Float32Array> {
    return Object.fromEntries(this.#tensors.map((slot) => [slot.name, this.view(slot).slice()]));
  }

  /** Copies everything from a block of the same tensors. */
  copyFrom(other: Block): void {
    const { arena } = this.#core;
    arena.f32(this.address, this.#length).set(arena.f32(other.address, this.#length));
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
      const slot = this.#tensors.find((one) => one.name === key);
      if (!slot) throw badOption(name, `the names ${this.#tensors.map((s) => s.name).join(", ")}`, key);
      const label = `${name}["${key}"]`;
      const floats = toFloats(label, array, slot.length, slot.shape);
      if (!options.anyNumber && !allFinite(floats)) throw notFinite(label, floats);
      return { slot, floats };
    });
    const missing = options.all ? this.#tensors.find(({ name: key }) => !Object.hasOwn(values, key)) : undefined;
    if (missing) {
      throw new GradiometerError(
        "BAD_SHAPE",
        `${name}["${missing.name}"]: expected ${missing.length} numbers, but it is missing`,
      );
    }
    for (const { slot, floats } of writes) this.view(slot).set(floats);
  }

  /** The first tensor that holds NaN or ±∞. */
  firstNonFinite(): Slot | undefined {
    return this.#tensors.find((slot) => !this.#core.wasm.allFinite(slot.length, this.at(slot)));
  }

  /** SHA-256 of the tensors in order, float32 little-endian, every NaN as 0x7fc00000. */
  hash(): string {
    const { wasm, workspace: state, arena, variant } = this.#core;
    wasm.sha256Begin(state);
    for (const slot of this.#tensors) wasm.sha256Update(state, slot.length, this.at(slot));
    wasm.sha256End(state);
    const words = Array.from(arena.i32(state, DIGEST_WORDS), (word) => (word >>> 0).toString(16).padStart(8, "0"));
    const hex = words.join("");
    return variant === "relaxed" ? `relaxed:${hex}` : hex;
  }

  release(): void {
    this.#core.arena.release(this.address);
  }
}
