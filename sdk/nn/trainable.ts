import { copyRows, countRows, flatten, isArray, notFinite } from "../core/check.js";
import type { Core } from "../core/create.js";
import { GradiometerError } from "../core/errors.js";
import { permutation, Purpose, streamOf } from "../core/random.js";
import type { FirstNonFinite, Loss, Rows } from "../types.js";
import { checkTargets } from "./loss.js";
import type { Block, Slot } from "./parameters.js";

/** A data set inside linear memory, from which batches are taken by index. */
export interface Dataset {
  readonly count: number;
  /** Puts `count` rows of the order, from `from` on, where a pass expects its batch. */
  select(from: number, count: number): void;
  /** Sets the order of the samples: the permutation of (seed, epoch), or as they stand. */
  order(shuffled: { seed: number; epoch: number } | null): void;
  release(): void;
}

/** What a trainer needs of a network. */
export interface Trainable<X> {
  readonly core: Core;
  readonly parameters: Block;
  readonly gradients: Block;
  /** Rows that a step needs at least. */
  readonly leastBatch: number;
  /** Checks a batch and copies it in; returns its size. */
  stage(x: X, y: Rows, loss: Loss): number;
  dataset(x: X, y: Rows, loss: Loss, batch: number): Dataset;
  /** Forward, loss and backward of the staged batch. */
  compute(batch: number, loss: Loss): number;
  /** After `compute`: what became non-finite first, on the way forward or back; null when all is finite. */
  blame(batch: number, loss: number): Omit<FirstNonFinite, "step"> | null;
  /** After `compute`: whether any pre-activation was NaN or infinite. */
  readonly forwardNonFinite: boolean;
  layerOf(slot: Slot): number;
}

/** Whether y looks like one class index per sample, where rows of probabilities are wanted. */
function areIndices(y: unknown, columns: number, count: number): boolean {
  if (columns < 2 || !isArray(y) || y.length !== count) return false;
  return Array.from(y).every((value) => Number.isInteger(value) && Number(value) >= 0);
}

/** @throws GradiometerError BAD_SHAPE unless y is `count` rows of `columns` */
export function checkTargetRows(y: unknown, columns: number, count: number, loss?: Loss): ArrayLike<unknown> {
  if (loss === "cross-entropy" && areIndices(y, columns, count)) {
    const message = `y: cross-entropy expected ${count} rows of ${columns} probabilities, but got ${count} class indices`;
    throw new GradiometerError("BAD_SHAPE", `${message}; oneHot(y, ${columns}) of gradiometer/data makes rows of them`);
  }
  const found = countRows("y", y, columns);
  if (count === found) return y as ArrayLike<unknown>;
  throw new GradiometerError(
    "BAD_SHAPE",
    `y: expected ${count} rows of ${columns}, as many as x has, but got ${found}`,
  );
}

/** y as flat rows, as many as x has samples. @throws GradiometerError BAD_SHAPE, NOT_FINITE */
export function targetRows(y: Rows, columns: number, count: number): Float32Array {
  checkTargetRows(y, columns, count);
  return flatten("y", y, columns);
}

/** Copies n numbers of inputs into linear memory. @throws GradiometerError NOT_FINITE */
export function copyInput(core: Core, name: string, values: ArrayLike<unknown>, n: number, address: number): void {
  copyRows(name, values, core.arena.all, address >>> 2);
  if (!core.wasm.allFinite(n, address)) throw notFinite(name, core.arena.f32(address, n));
}

/** Copies `count` rows of targets into linear memory. @throws GradiometerError NOT_FINITE, BAD_OPTION */
export function copyTargets(
  core: Core,
  loss: Loss,
  targets: ArrayLike<unknown>,
  { count, columns }: { count: number; columns: number },
  address: number,
): void {
  copyRows("y", targets, core.arena.all, address >>> 2);
  checkTargets(core, loss, count, columns, address);
}

/**
 * A data set of `count` samples in one block: `columns` floats for each, x and y behind each other as `fill` puts them,
 * then the order. When `fill` throws, nothing is left behind.
 *
 * @param select  copies `rows` samples, whose indices (int32) stand at `order`, from the data `at`.
 */
export function openDataset(
  core: Core,
  count: number,
  columns: number,
  fill: (at: number) => void,
  select: (at: number, order: number, rows: number) => void,
): Dataset {
  const { arena } = core;
  const at = arena.allocate(4 * count * (columns + 1), `data set of ${count} samples`);
  const orderAt = at + 4 * count * columns;
  try {
    fill(at);
  } catch (error) {
    arena.release(at);
    throw error;
  }
  return {
    count,
    select: (from, rows) => {
      select(at, orderAt + 4 * from, rows);
    },
    order: (shuffled) => {
      const order = shuffled
        ? permutation(core, shuffled.seed, streamOf(Purpose.Shuffle, shuffled.epoch), count)
        : Int32Array.from({ length: count }, (_, index) => index);
      arena.i32(orderAt, count).set(order);
    },
    release: () => {
      arena.release(at);
    },
  };
}
