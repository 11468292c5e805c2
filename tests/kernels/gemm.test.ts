import { describe, expect, it } from "vitest";
import { Kernels, lcg } from "../support/kernels.js";

const kernels = new Kernels();
const LADDER = [0, 1, 2, 3, 4, 5, 7, 8, 9, 13, 16, 17];
const TRANSPOSITIONS = ["gemm", "gemmTransposedA", "gemmTransposedB"] as const;
type Start = "zero" | "bias" | "accumulate";

interface Case {
  readonly name: (typeof TRANSPOSITIONS)[number];
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly start: Start;
  /** Elements beyond a row, so that rows are not contiguous. */
  readonly gap?: number;
}

/** Runs a product on numbers of `draw` and gives back C with what a chain of single-precision operations gives. */
function product({ name, m, n, k, start, gap = 0 }: Case, draw: () => number) {
  kernels.reset();
  const { wasm, workspace } = kernels;
  const aRows = name === "gemmTransposedA" ? k : m;
  const aColumns = name === "gemmTransposedA" ? m : k;
  const bRows = name === "gemmTransposedB" ? n : k;
  const bColumns = name === "gemmTransposedB" ? k : n;
  const matrix = (rows: number, columns: number) => {
    const step = columns + gap;
    const values = Float32Array.from({ length: Math.max(rows * step - gap, 0) }, (_, i) =>
      i % step < columns ? draw() : Number.NaN,
    );
    return { step, array: kernels.floats(values, 1) };
  };
  const a = matrix(aRows, aColumns);
  const b = matrix(bRows, bColumns);
  const c = matrix(m, n);
  const bias = kernels.floats(Float32Array.from({ length: n }, draw));
  const before = c.array.view.slice();
  if (start !== "accumulate") c.array.view.forEach((_, i) => (i % c.step < n ? (c.array.view[i] = Number.NaN) : 0));
  const init = { zero: [0, 0], bias: [bias.at, 0], accumulate: [c.array.at, 4 * c.step] }[start];
  const [from = 0, fromStep = 0] = init;
  wasm[name](
    m,
    n,
    k,
    a.array.at,
    4 * a.step,
    b.array.at,
    4 * b.step,
    from,
    fromStep,
    c.array.at,
    4 * c.step,
    workspace,
  );

  const A = (i: number, p: number) =>
    a.array.view[name === "gemmTransposedA" ? p * a.step + i : i * a.step + p] ?? Number.NaN;
  const B = (p: number, j: number) =>
    b.array.view[name === "gemmTransposedB" ? j * b.step + p : p * b.step + j] ?? Number.NaN;
  const C = (i: number, j: number) => c.array.view[i * c.step + j] ?? Number.NaN;
  const first = (i: number, j: number) =>
    ({ zero: 0, bias: bias.view[j] ?? 0, accumulate: before[i * c.step + j] ?? 0 })[start];
  const gapsKept = c.array.view.every((v, i) => i % c.step < n || Number.isNaN(v));
  return { A, B, C, first, intact: [a.array, b.array, c.array, bias].every((x) => x.intact) && gapsKept };
}

/** How many elements differ from init + p₀ + p₁ + … in single precision, in this order. */
function wrongBits(test: Case, result: ReturnType<typeof product>): number {
  let wrong = 0;
  for (let i = 0; i < test.m; i++) {
    for (let j = 0; j < test.n; j++) {
      let chain = result.first(i, j);
      for (let p = 0; p < test.k; p++) chain = Math.fround(chain + Math.fround(result.A(i, p) * result.B(p, j)));
      if (!Object.is(chain, result.C(i, j)) && chain !== result.C(i, j)) wrong++;
    }
  }
  return wrong;
}

describe.each(TRANSPOSITIONS)("%s", (name) => {
  it.each<Start>(["zero", "bias", "accumulate"])("is exact on integers for every small size, init: %s", (start) => {
    const numbers = lcg(1);
    for (const m of LADDER) {
      for (const n of LADDER) {
        for (const k of LADDER) {
          const test = { name, m, n, k, start };
          const result = product(test, () => numbers.integer(6));
          expect(result.intact, `${m}×${n}×${k} wrote outside`).toBe(true);
          expect(wrongBits(test, result), `${m}×${n}×${k}`).toBe(0);
        }
      }
    }
  });

  it("is one chain of single-precision operations over k, whatever the blocks and tiles", () => {
    const numbers = lcg(2);
    const sizes = [
      [33, 31, 257],
      [129, 17, 300],
      [5, 513, 40],
      [130, 530, 3],
      [64, 64, 64],
      [1, 9, 1000],
      [260, 12, 12],
      [70, 100, 129],
      [10, 517, 520],
      [64, 10, 32],
    ] as const;
    for (const [m, n, k] of sizes) {
      const test: Case = { name, m, n, k, start: "bias", gap: 3 };
      const result = product(test, () => numbers.real());
      expect(result.intact, `${m}×${n}×${k} wrote outside`).toBe(true);
      expect(wrongBits(test, result), `${m}×${n}×${k}`).toBe(0);
    }
  });

  it("keeps within γ_{k+1} (|init| + |A||B|) of the product in float64", () => {
    const numbers = lcg(3);
    for (const [m, n, k] of [
      [9, 10, 511],
      [20, 20, 64],
    ] as const) {
      const { A, B, C, first } = product({ name, m, n, k, start: "bias" }, () => numbers.real());
      const unit = 2 ** -24;
      const gamma = ((k + 1) * unit) / (1 - (k + 1) * unit);
      for (let i = 0; i < m; i++) {
        for (let j = 0; j < n; j++) {
          let exact = first(i, j);
          let size = Math.abs(exact);
          for (let p = 0; p < k; p++) {
            exact += A(i, p) * B(p, j);
            size += Math.abs(A(i, p) * B(p, j));
          }
          expect(Math.abs(C(i, j) - exact)).toBeLessThanOrEqual(gamma * size);
        }
      }
    }
  });
});
