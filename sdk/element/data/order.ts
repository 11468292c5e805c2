/** An order of rows in which every stretch is like the whole: files are often sorted, and batches are stretches. */
import { takeRows } from "../../data/rows.js";
import type { PostedRows } from "../worker/protocol.js";

/** 1/φ: multiples of it, modulo 1, are spread more evenly than those of any other number. */
const GOLDEN = (Math.sqrt(5) - 1) / 2;

const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b));

/** A permutation of 0 … count − 1 by a stride near count/φ that shares no divisor with it. */
export function spread(count: number): number[] {
  let stride = Math.max(1, Math.round(count * GOLDEN));
  while (divisor(stride, count) !== 1) stride++;
  return Array.from({ length: count }, (_, index) => (index * stride) % count);
}

/** The same with the classes interleaved: each has in every stretch the share that it has in the whole. */
export function mixedOrder(count: number, labels: readonly number[] | null): number[] {
  const order = spread(count);
  if (!labels) return order;
  const sizes = new Map<number, number>();
  for (const label of labels) sizes.set(label, (sizes.get(label) ?? 0) + 1);
  const met = new Map<number, number>();
  const places = order.map((row) => {
    const label = labels[row]!;
    const before = met.get(label) ?? 0;
    met.set(label, before + 1);
    return { row, label, place: (before + 0.5) / sizes.get(label)! };
  });
  return places.sort((a, b) => a.place - b.place || a.label - b.label).map(({ row }) => row);
}

export function inMixedOrder(rows: PostedRows, labels: readonly number[] | null): PostedRows {
  const { x, y, inputs, outputs } = rows;
  const order = mixedOrder(y.length / outputs, labels);
  return { ...rows, x: takeRows(x, inputs, order), y: takeRows(y, outputs, order) };
}
