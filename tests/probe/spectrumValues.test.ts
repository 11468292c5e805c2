import { beforeAll, describe, expect, it } from "vitest";
import type { Core } from "../../sdk/core/create.js";
import { singularValues, singularVectors } from "../../sdk/probe/spectrumValues.js";
import { openCore } from "../support/core.js";
import { areSingularValues, exact } from "../support/exact.js";
import { lcg } from "../support/kernels.js";

let core: Core;
let idle: number;
beforeAll(() => {
  core = openCore();
  idle = core.arena.used;
});

const random = (rows: number, columns: number, seed: number): Float64Array => {
  const { real } = lcg(seed);
  return Float64Array.from({ length: rows * columns }, real);
};

/** Largest |XᵀX − 1| of k rows. */
function departure(k: number, length: number, rows: Float64Array): number {
  let worst = 0;
  for (let p = 0; p < k; p++) {
    for (let q = 0; q <= p; q++) {
      let sum = p === q ? -1 : 0;
      for (let i = 0; i < length; i++) sum += rows[p * length + i]! * rows[q * length + i]!;
      worst = Math.max(worst, Math.abs(sum));
    }
  }
  return worst;
}

const sizes = [1, 2, 3, 4, 5, 7, 8, 9, 12, 16, 17, 33];
const shapes = [...sizes.flatMap((m) => sizes.map((n) => [m, n] as const)), [200, 3], [3, 200], [64, 64]] as const;

describe("singular values and vectors", () => {
  it("[[1, 2], [3, 4]] has 5.4649857042 and .3659661906", () => {
    const { values, log10 } = singularValues(core, 2, 2, [1, 2, 3, 4]);
    expect(values[0]).toBeCloseTo(Math.sqrt(15 + Math.sqrt(221)), 14);
    expect(values[1]).toBeCloseTo(2 / Math.sqrt(15 + Math.sqrt(221)), 15);
    values.forEach((value, i) => expect(log10[i]).toBeCloseTo(Math.log10(value), 14));
  });

  it.each(shapes)("%i × %i: A = Σ σ u vᵀ, orthonormal u and v, σ descending", (m, n) => {
    const a = random(m, n, 100 * m + n);
    const k = Math.min(m, n);
    const { values, left, right } = singularVectors(core, m, n, a);
    const scale = Math.max(m, n) * 2 ** -52;
    expect(departure(k, m, left)).toBeLessThan(4 * scale);
    expect(departure(k, n, right)).toBeLessThan(4 * scale);
    const residual = a.map((value, at) => {
      let sum = -value;
      for (let p = 0; p < k; p++) sum += values[p]! * left[p * m + Math.floor(at / n)]! * right[p * n + (at % n)]!;
      return Math.abs(sum);
    });
    expect(Math.max(...residual)).toBeLessThan(4 * scale * values[0]!);
    expect(values).toEqual(values.slice().sort().reverse());
    expect(singularValues(core, m, n, a).values).toEqual(values);
  });

  it("a diagonal of integers in any order comes out to the bit", () => {
    const diagonal = [3, 7, 1, 5, 5, 1000, 0, 11, 2];
    const a = new Float64Array(81);
    diagonal.forEach((value, i) => (a[9 * ((2 * i) % 9) + i] = i % 2 ? -value : value));
    expect(Array.from(singularValues(core, 9, 9, a).values)).toEqual([1000, 11, 7, 5, 5, 3, 2, 1, 0]);
  });

  it("the smallest value of a graded, well-conditioned matrix is right to 1e-13, by exact count", () => {
    for (const n of [4, 9, 16]) {
      const b = random(n, n, n);
      for (let i = 0; i < n; i++) b[i * n + i]! += 2;
      const columns = b.map((value, at) => value * 10 ** ((-12 * (at % n)) / (n - 1)));
      const rows = b.map((value, at) => value * 10 ** ((-12 * Math.floor(at / n)) / (n - 1)));
      for (const a of [columns, rows, columns.slice().reverse()]) {
        const { values } = singularValues(core, n, n, a);
        expect(values[0]! / values[n - 1]!).toBeGreaterThan(1e10);
        expect(areSingularValues(exact(n, n, a), values, 1e-13)).toBe(true);
        // The exact count is a judge that can say no.
        expect(
          areSingularValues(
            exact(n, n, a),
            values.map((v, i) => (i === n - 1 ? v * (1 + 1e-12) : v)),
            1e-13,
          ),
        ).toBe(false);
      }
    }
  });

  it("columns of tall matrices may span 1e-300 … 1e300 too", () => {
    const b = random(9, 4, 1);
    const scales = [1, 1e300, 1e-300, 1e-7];
    const { values, log10 } = singularValues(
      core,
      9,
      4,
      b.map((value, at) => value * scales[at % 4]!),
    );
    expect(
      areSingularValues(
        exact(
          9,
          4,
          b.map((value, at) => value * scales[at % 4]!),
        ),
        values,
        1e-14,
      ),
    ).toBe(true);
    values.forEach((value, i) => expect(log10[i]).toBeCloseTo(Math.log10(value), 12));
  });

  it("without grading the error is below n ε σ_max: a Hilbert matrix", () => {
    const n = 12;
    const a = Float64Array.from({ length: n * n }, (_, at) => 1 / (1 + Math.floor(at / n) + (at % n)));
    const { values } = singularValues(core, n, n, a);
    const bound = n * 2 ** -52 * values[0]!;
    expect(areSingularValues(exact(n, n, a), values.slice(0, 6), 1e-9)).toBe(true);
    expect(values[11]).toBeLessThan(bound);
  });

  it.each([1e300, 1e-300, 2 ** -1060])("entries of size %g neither overflow nor underflow", (scale) => {
    const { values } = singularValues(core, 2, 2, [scale, 2 * scale, 3 * scale, 4 * scale]);
    expect(values[0]! / scale).toBeCloseTo(5.464985704219043, scale < 1e-310 ? 3 : 13);
    expect(values[1]! / scale).toBeCloseTo(0.3659661906262578, scale < 1e-310 ? 3 : 13);
  });

  it("values beyond float64 are ∞, and their logarithms stay", () => {
    const { values, log10 } = singularValues(core, 3, 3, new Float64Array(9).fill(1e308));
    expect(values[0]).toBe(Infinity);
    expect(log10[0]).toBeCloseTo(308 + Math.log10(3), 12);
  });

  it("rows and columns of zeros take as many values to 0, exactly", () => {
    const n = 12;
    const a = random(n, n, 5).map((value, at) => ([1, 4, 7].includes(at % n) || Math.floor(at / n) < 5 ? 0 : value));
    for (const [m, b] of [
      [n, a],
      [n - 5, a.slice(5 * n)],
    ] as const) {
      const { values, log10 } = singularValues(core, m, n, b);
      expect(values.filter((value) => value === 0)).toHaveLength(m - 7);
      expect(log10.filter((value) => value === -Infinity)).toHaveLength(m - 7);
    }
    expect(Array.from(singularValues(core, 3, 2, new Float64Array(6)).values)).toEqual([0, 0]);
    const { values, left, right } = singularVectors(core, 2, 2, [0, 0, 0, 3]);
    expect([values, left, right].map((part) => Array.from(part, Math.abs))).toEqual([
      [3, 0],
      [0, 1, 0, 0],
      [0, 1, 0, 0],
    ]);
  });

  it("a matrix of rank 1 has one value, and no more than rounding beside it", () => {
    const { values } = singularValues(core, 40, 40, new Float64Array(1600).fill(0.1));
    expect(values[0]).toBeCloseTo(4, 13);
    expect(values[1]).toBeLessThan(1e-15);
  });

  it("NaN and ∞ give NaN", () => {
    for (const bad of [NaN, Infinity]) {
      expect(Array.from(singularValues(core, 2, 3, [1, 2, 3, 4, bad, 6]).values)).toEqual([NaN, NaN]);
    }
  });

  it("a Gaussian matrix has the quarter-circle law: mean 8/(3π), largest → 2", () => {
    const n = 128;
    const a = core.arena.scratch(4 * n * n, "draws", (at) => {
      core.wasm.normal(1, 2, n * n, at, 0, 1 / Math.sqrt(n));
      return Float64Array.from(core.arena.f32(at, n * n));
    });
    const { values } = singularValues(core, n, n, a);
    const mean = values.reduce((sum, value) => sum + value, 0) / n;
    expect(Math.abs(mean - 8 / (3 * Math.PI))).toBeLessThan(0.01);
    expect(Math.abs(values[0]! - 2)).toBeLessThan(0.15);
    expect(core.arena.used).toBe(idle);
  });
});
