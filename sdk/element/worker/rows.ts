/** The rows of a lab: made here, or posted by the page. */
import { orderOfDigits } from "../../data/digits.js";
import { twoMoons } from "../../data/moons.js";
import { takeRows } from "../../data/rows.js";
import { spirals } from "../../data/spirals.js";
import type { Gradiometer } from "../../types.js";
import type { DataState } from "../state/data.js";
import type { PostedRows } from "./protocol.js";

/** More rows than this go through a net in several batches. */
export const FULL_BATCH = 256;
const BATCH = 128;

/** The rows of a state, in the order in which they are trained on. */
export function makeRows(lab: Gradiometer, data: DataState, seed: number, posted: PostedRows | undefined): PostedRows {
  if (data.kind !== "moons" && data.kind !== "spirals") {
    if (!posted) throw new Error(`${data.kind}: the page posts these rows`);
    if (data.kind !== "digits") return posted;
    // The page has the file's images; which of them are used, and their order, are the seed's, as for `digits` with test 0.
    const order = orderOfDigits(lab, seed).subarray(0, data.samples);
    const { x, y, inputs, outputs } = posted;
    return { ...posted, x: takeRows(x, inputs, order), y: takeRows(y, outputs, order) };
  }
  const { samples, noise } = data;
  const { x, y } =
    data.kind === "moons" ? twoMoons(lab, { samples, noise, seed }) : spirals(lab, { samples, noise, turns: 1, seed });
  return { x, y, inputs: 2, outputs: 2, task: "classes" };
}

export const countOf = ({ y, outputs }: PostedRows): number => y.length / outputs;

/** Rows of a step: all of them up to FULL_BATCH, else BATCH, one batch behind the other and then from the first again. */
export const batchOf = (rows: PostedRows, own: number | undefined): number => {
  const count = countOf(rows);
  return Math.min(count, own ?? (count <= FULL_BATCH ? count : BATCH));
};

/** The class of each row; empty where there are none. */
export function labelsOf({ y, outputs, task }: PostedRows): Uint8Array {
  if (task !== "classes") return new Uint8Array(0);
  const count = y.length / outputs;
  return Uint8Array.from({ length: count }, (_, row) => {
    const own = y.subarray(row * outputs, (row + 1) * outputs);
    return own.indexOf(Math.max(...own));
  });
}
