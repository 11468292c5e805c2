import { beforeAll, describe, expect, it } from "vitest";
import type { Core } from "../../sdk/core/create.js";
import { measureProduct } from "../../sdk/probe/spectrumProduct.js";
import { singularValues, stride } from "../../sdk/probe/spectrumValues.js";
import { openCore } from "../support/core.js";
import { areSingularValues, exact, times } from "../support/exact.js";
import { lcg } from "../support/kernels.js";

let core: Core;
let idle: number;
beforeAll(() => {
  core = openCore();
  idle = core.arena.used;
});

/** Row-major factors as measureProduct takes them. */
function measure(sizes: readonly number[], factors: readonly ArrayLike<number>[], each = false) {
  const write = (index: number, address: number): void => {
    const [from, to] = [sizes[index]!, sizes[index + 1]!];
    const view = core.arena.f64(address, from * stride(to));
    for (let i = 0; i < from; i++) for (let j = 0; j < to; j++) view[i * stride(to) + j] = factors[index]![i * to + j]!;
  };
  const found = measureProduct(core, { sizes, write }, each);
  expect(core.arena.used).toBe(idle);
  return found;
}

const square = (n: number, factors: readonly ArrayLike<number>[], each = false) =>
  measure(new Array<number>(factors.length + 1).fill(n), factors, each);

/** a [m, k] · b [k, n] in float64. */
function multiply(m: number, k: number, n: number, a: ArrayLike<number>, b: ArrayLike<number>): Float64Array {
  const c = new Float64Array(m * n);
  for (let i = 0; i < m; i++) {
    for (let p = 0; p < k; p++) for (let j = 0; j < n; j++) c[i * n + j]! += a[i * k + p]! * b[p * n + j]!;
  }
  return c;
}

/** aᵀ of a [m, n]. */
const transposed = (m: number, n: number, a: ArrayLike<number>): Float64Array =>
  Float64Array.from({ length: m * n }, (_, at) => a[(at % m) * n + Math.floor(at / m)]!);

const diagonal = (values: readonly number[]): number[] =>
  values.flatMap((value, i) => values.map((_, j) => (i === j ? value : 0)));

const integers = (count: number, n: number, seed: number): number[][] => {
  const { integer } = lcg(seed);
  return Array.from({ length: count }, () => Array.from({ length: n * n }, () => integer(9)));
};

const worst = (actual: ArrayLike<number>, expected: ArrayLike<number>): number =>
  Math.max(...Array.from(expected, (value, i) => Math.abs(actual[i]! / value - 1)));

describe("the spectrum of a product", () => {
  it("diag(2, ½) · diag(½, 2) has (1, 1), whatever the norms of the factors say", () => {
    const { product, factors } = square(2, [diagonal([2, 0.5]), diagonal([0.5, 2])], true);
    expect(Array.from(product.values)).toEqual([1, 1]);
    expect(factors.map((values) => Array.from(values))).toEqual([
      [2, 0.5],
      [2, 0.5],
    ]);
  });

  it("1.5·I and .5·I in a linear net of 10 layers: 38.443359375 and .001953125", () => {
    for (const [scale, power] of [
      [1.5, 38.443359375],
      [0.5, 0.001953125],
    ] as const) {
      const { values } = square(5, new Array<number[]>(9).fill(diagonal(new Array<number>(5).fill(scale)))).product;
      expect(Array.from(values)).toEqual(new Array(5).fill(power));
    }
  });

  it("one factor has its own singular values", () => {
    const [a] = integers(1, 7, 3);
    expect(worst(square(7, [a!]).product.values, singularValues(core, 7, 7, a!).values)).toBeLessThan(1e-14);
  });

  it("60 layers of integers: all values to 1e-12 by exact count, the small ones of the multiplied matrix are wrong", () => {
    const n = 6;
    const layers = integers(60, n, 11);
    const { values } = square(n, layers).product;
    const whole = layers.map((layer) => exact(n, n, layer)).reduce(times);
    expect(values[0]! / values[n - 1]!).toBeGreaterThan(1e20);
    expect(areSingularValues(whole, values, 1e-12)).toBe(true);

    const multiplied = layers.reduce<ArrayLike<number>>(
      (a, b) => multiply(n, n, n, a, b),
      diagonal([1, 1, 1, 1, 1, 1]),
    );
    const direct = singularValues(core, n, n, multiplied).values;
    expect(direct[0]! / values[0]!).toBeCloseTo(1, 12);
    expect(direct[n - 1]! / values[n - 1]!).toBeGreaterThan(100);
  });

  it("60 layers Q_{i−1} D_i Q_iᵀ, exact in float64, have the values Π D_i over 130 decades", () => {
    const n = 8;
    const { integer } = lcg(5);
    // A product of reflections 1 − vvᵀ/2, v four signs: its entries are multiples of 2⁻⁵.
    const orthogonal = (): Float64Array => {
      let q: Float64Array = Float64Array.from(diagonal(new Array<number>(n).fill(1)));
      for (let turn = 0; turn < 5; turn++) {
        const v = new Float64Array(n);
        while (v.filter((sign) => sign !== 0).length < 4) v[(integer(4) + 4) % n] = integer(1) >= 0 ? 1 : -1;
        const reflection = diagonal(new Array<number>(n).fill(1)).map(
          (one, at) => one - (v[at % n]! * v[Math.floor(at / n)]!) / 2,
        );
        q = multiply(n, n, n, q, reflection);
      }
      return q;
    };
    const exponents = new Array<number>(n).fill(0);
    let q = orthogonal();
    const layers = Array.from({ length: 60 }, () => {
      const d = exponents.map((_, j) => -(j % 8) + integer(1));
      d.forEach((e, j) => (exponents[j]! += e));
      const next = orthogonal();
      const layer = multiply(n, n, n, multiply(n, n, n, q, diagonal(d.map((e) => 2 ** e))), transposed(n, n, next));
      q = next;
      return layer;
    });
    const expected = exponents.map((e) => 2 ** e).sort((a, b) => b - a);
    expect(expected[0]! / expected[n - 1]!).toBeGreaterThan(1e120);
    expect(worst(square(n, layers).product.values, expected)).toBeLessThan(1e-12);
  });

  it("the order of the directions may turn round on the way", () => {
    const [a, b] = [diagonal([2 ** 60, 1, 2 ** -20]), diagonal([1, 2 ** 130, 2 ** -200])];
    const turn = [0.6, 0.8, 0, -0.8, 0.6, 0, 0, 0, 1];
    const back = transposed(3, 3, turn);
    expect(Array.from(square(3, [a, b]).product.values)).toEqual([2 ** 130, 2 ** 60, 2 ** -220]);
    expect(worst(square(3, [a, turn, back, b]).product.values, [2 ** 130, 2 ** 60, 2 ** -220])).toBeLessThan(1e-14);
  });

  it("values outside float64 survive as logarithms", () => {
    const n = 5;
    const layers = integers(40, n, 4);
    const plain = square(n, layers).product;
    for (const scale of [2 ** -60, 2 ** 60]) {
      const { values, log10 } = square(
        n,
        layers.map((layer) => layer.map((value) => value * scale)),
      ).product;
      expect(Array.from(values)).toEqual(new Array(n).fill(scale < 1 ? 0 : Infinity));
      log10.forEach((value, i) => expect(value).toBeCloseTo(plain.log10[i]! + 40 * Math.log10(scale), 11));
    }
  });

  it("rectangular factors: the bottleneck is the rank, and reversed and transposed they have the same values", () => {
    const sizes = [9, 4, 6, 3, 7, 5];
    const { real } = lcg(8);
    const layers = sizes.slice(1).map((to, i) => Float64Array.from({ length: sizes[i]! * to }, real));
    const { product, factors } = measure(sizes, layers, true);
    expect(factors.map(({ length }) => length)).toEqual([4, 4, 3, 3, 5]);
    expect(Array.from(product.values.subarray(3))).toEqual([0, 0]);
    expect(Array.from(product.log10.subarray(3))).toEqual([-Infinity, -Infinity]);
    const reversed = layers.map((layer, i) => transposed(sizes[i]!, sizes[i + 1]!, layer)).reverse();
    const other = measure([...sizes].reverse(), reversed).product.values;
    expect(worst(other.subarray(0, 3), product.values.subarray(0, 3))).toBeLessThan(1e-13);
    const multiplied = layers.reduce<Float64Array>(
      (a, b, i) => (i === 0 ? b : multiply(9, sizes[i]!, sizes[i + 1]!, a, b)),
      new Float64Array(),
    );
    const direct = singularValues(core, 9, 5, multiplied).values;
    expect(worst(direct.subarray(0, 3), product.values.subarray(0, 3))).toBeLessThan(1e-12);
  });

  it("units that are dead on the way take the rank down, exactly", () => {
    const n = 16;
    const { real } = lcg(2);
    const dead = [3, 9, 5].map((count) => (at: number) => at % n < count);
    const layers = dead.map((isDead) => Float64Array.from({ length: n * n }, (_, at) => (isDead(at) ? 0 : real())));
    const { values } = square(n, layers).product;
    expect(values.filter((value) => value > 0)).toHaveLength(7);
    expect(values[6]).toBeGreaterThan(1e-6);
  });

  it("Newman's exponents: 100,000 Gaussian 8 × 8 factors within .01 of the theory", () => {
    const n = 8;
    const count = 100_000;
    const draws = 500;
    const { arena, wasm } = core;
    const at = arena.allocate(4 * draws * n * n, "draws");
    const write = (index: number, address: number): void => {
      const place = index % draws;
      if (place === 0) wasm.normal(1, index / draws, draws * n * n, at, 0, 1 / Math.sqrt(n));
      wasm.widen(n * n, at + 4 * place * n * n, address);
    };
    const { log10 } = measureProduct(core, { sizes: new Array<number>(count + 1).fill(n), write }, false).product;
    arena.release(at);
    // λ_k = ½ [ln(2/n) + ψ((n − k + 1)/2)], ψ(x + 1) = ψ(x) + 1/x.
    const psi = (halves: number): number =>
      halves > 2 ? psi(halves - 2) + 2 / (halves - 2) : halves === 2 ? -0.5772156649015329 : -1.9635100260214235;
    log10.forEach((value, i) => {
      const expected = 0.5 * (Math.log(2 / n) + psi(n - i));
      expect(Math.abs((value * Math.LN10) / count - expected)).toBeLessThan(0.01);
    });
    expect(0.5 * (Math.log(2 / n) + psi(n))).toBeCloseTo(-0.0651, 4);
    expect(0.5 * (Math.log(2 / n) + psi(1))).toBeCloseTo(-1.6749, 4);
  });

  it("a factor that is not finite makes the product NaN, and the values of that factor", () => {
    const { product, factors } = square(2, [diagonal([1, 2]), [1, NaN, 0, 1], diagonal([3, 1])], true);
    expect([...product.values, ...product.log10]).toEqual([NaN, NaN, NaN, NaN]);
    expect(factors.map((values) => Array.from(values))).toEqual([
      [2, 1],
      [NaN, NaN],
      [3, 1],
    ]);
  });

  it("gives its memory back when a factor cannot be made", () => {
    const write = (): void => {
      throw new Error("no factor");
    };
    expect(() => measureProduct(core, { sizes: [3, 3], write }, true)).toThrow("no factor");
    expect(core.arena.used).toBe(idle);
  });
});
