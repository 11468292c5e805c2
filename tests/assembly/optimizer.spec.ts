import { NonFinite, RpropForm } from "../../assembly/abi";
import { adam, rmsprop, rprop } from "../../assembly/nn/optimizer";
import { bandsHold, guarded, release } from "./guarded";

const p = heap.alloc(16);
const g = heap.alloc(16);
const first = heap.alloc(16);
const second = heap.alloc(16);

function fill(at: usize, values: f32[]): void {
  for (let i = 0; i < values.length; i++) f32.store(at + 4 * i, values[i]);
}

function lanes(at: usize): f32[] {
  return [f32.load(at), f32.load(at, 4), f32.load(at, 8), f32.load(at, 12)];
}

/** Twelve steps on f = x²/2 from x = 1 with a first step of .1; the largest error against the positions expected. */
function trace(form: RpropForm, expected: f64[]): f64 {
  fill(p, [1, -1, 0, 1]);
  fill(first, [0, 0, 0, 0]);
  fill(second, [0.1, 0.1, 0.1, 0.1]);
  let error: f64 = 0;
  for (let i = 0; i < expected.length; i++) {
    // Lane 1 is the mirror image of lane 0, lane 2 stands at the minimum.
    if (f32.load(p, 4) != -f32.load(p) || f32.load(p, 8) != 0) return Infinity;
    error = max(error, abs(<f64>f32.load(p) - expected[i]));
    memory.copy(g, p, 16);
    rprop(4, p, g, first, second, form, 0.5, 1.2, 1e-6, 50);
  }
  return error;
}

// prettier-ignore
const PLUS: f64[] = [1, 0.9, 0.78, 0.636, 0.4632, 0.25584, 0.007008, -0.2915904, 0.007008, -0.1422912, 0.007008, -0.0676416, 0.007008];
// prettier-ignore
const MINUS: f64[] = [1, 0.9, 0.78, 0.636, 0.4632, 0.25584, 0.007008, -0.2915904, -0.1422912, 0.03686784, -0.05271168, -0.00792192, 0.045825792];
// prettier-ignore
const IMPROVED_MINUS: f64[] = [1, 0.9, 0.78, 0.636, 0.4632, 0.25584, 0.007008, -0.2915904, -0.2915904, -0.1422912, 0.03686784, 0.03686784, -0.05271168];

describe("rprop", () => {
  test("goes the way of its three forms", () => {
    expect(trace(RpropForm.Plus, PLUS)).toBeLessThan(1e-6);
    expect(trace(RpropForm.Minus, MINUS)).toBeLessThan(1e-6);
    expect(trace(RpropForm.ImprovedMinus, IMPROVED_MINUS)).toBeLessThan(1e-6);
  });

  test("keeps every step within its bounds", () => {
    fill(p, [0, 0, 0, 0]);
    fill(g, [1, -1, 1, -1]);
    fill(first, [1, 1, -1, 0]);
    fill(second, [3, 3, 0.5, 8]);
    expect(rprop(4, p, g, first, second, RpropForm.Minus, 0.25, 2, 1, 4)).toBe(NonFinite.None);
    expect(lanes(second)).toStrictEqual([4, 1, 1, 4]);
    expect(lanes(p)).toStrictEqual([-4, 1, -1, 4]);
  });

  test("compares signs where the product of the gradients would be zero", () => {
    fill(p, [0, 0, 0, 0]);
    fill(g, [1e-30, 1e-30, -1e-44, 1e-44]);
    fill(first, [1, -1, -1, 0]);
    fill(second, [1, 1, 1, 1]);
    rprop(4, p, g, first, second, RpropForm.Minus, 0.5, 2, 0.125, 8);
    expect(lanes(second)).toStrictEqual([2, 0.5, 2, 1]);
    expect(lanes(p)).toStrictEqual([-2, -0.5, 2, -1]);
  });

  test("stands still at 0, steps against ±∞, and makes no sign of NaN", () => {
    for (let form = RpropForm.Plus; form <= RpropForm.ImprovedMinus; form++) {
      fill(p, [1, 1, 1, 1]);
      fill(g, [0, Infinity, -Infinity, NaN]);
      fill(first, [1, 1, 0, 1]);
      fill(second, [2, 2, 2, 2]);
      const mask = rprop(4, p, g, first, second, form, 0.5, 2, 1, 8);
      expect(mask).toBe(NonFinite.Gradient | NonFinite.Parameter);
      expect(f32.load(p)).toBe(1);
      expect(f32.load(p, 4)).toBe(-3);
      expect(f32.load(p, 8)).toBe(3);
      expect(isNaN(f32.load(p, 12))).toBeTruthy();
      expect(lanes(second)).toStrictEqual([2, 4, 2, 2]);
      // Put right from outside, the parameter goes on with the step that it had.
      fill(p, [1, 1, 1, 1]);
      fill(g, [1, 0, 0, -1]);
      expect(rprop(4, p, g, first, second, form, 0.5, 2, 1, 8)).toBe(NonFinite.None);
      expect(lanes(p)).toStrictEqual([-1, 1, 1, 3]);
      expect(lanes(first)).toStrictEqual([1, 0, 0, -1]);
    }
  });
});

describe("adam", () => {
  test("is its equation, exactly on numbers that float32 holds", () => {
    fill(p, [8, 8, 8, 0]);
    fill(g, [4, -4, 0, 0]);
    fill(first, [0, 8, 2, 0]);
    fill(second, [16, 0, 4, 0]);
    // v = 16, 8, 2 … with β₂ = ½; m = 2, 2, 1; c = 0 leaves ε alone below the line.
    expect(adam(4, p, g, first, second, 2, 0.5, 0.5, 0, 4, 0.25)).toBe(NonFinite.None);
    expect(lanes(first)).toStrictEqual([2, 2, 1, 0]);
    expect(lanes(second)).toStrictEqual([16, 8, 2, 0]);
    expect(lanes(p)).toStrictEqual([5, 5, 5.5, 0]);
    // c √v + ε = 2·4 + 8 = 16.
    fill(p, [8, 0, 0, 0]);
    fill(g, [4, 0, 0, 0]);
    fill(first, [4, 0, 0, 0]);
    fill(second, [16, 0, 0, 0]);
    adam(4, p, g, first, second, 2, 0.5, 0.5, 2, 8, 0);
    expect(lanes(p)).toStrictEqual([7.5, 0, 0, 0]);
  });

  test("says what is not finite: a gradient, its square, or what becomes of the parameter", () => {
    fill(p, [1, 1, 1, 1]);
    fill(g, [0, 1e20, 1, 1]);
    fill(first, [0, 0, 0, 0]);
    fill(second, [0, 0, 0, 0]);
    expect(adam(4, p, g, first, second, 1, 0.5, 0.5, 1, 1e-8, 0)).toBe(NonFinite.Gradient);
    expect(f32.load(p)).toBe(1);
    expect(f32.load(p, 4)).toBe(1);
    fill(g, [Infinity, NaN, 0, 0]);
    const mask = adam(4, p, g, first, second, 1, 0.5, 0.5, 1, 1e-8, 0);
    expect(mask).toBe(NonFinite.Gradient | NonFinite.Parameter);
    expect(isNaN(f32.load(p))).toBeTruthy();
    expect(isNaN(f32.load(p, 4))).toBeTruthy();
    fill(p, [f32.MAX_VALUE, 1, 1, 1]);
    fill(g, [-1, 0, 0, 0]);
    fill(second, [0, 0, 0, 0]);
    fill(first, [0, 0, 0, 0]);
    expect(adam(4, p, g, first, second, f32.MAX_VALUE, 0, 0, 0, 1, 0)).toBe(NonFinite.Parameter);
  });
});

describe("rmsprop", () => {
  test("divides by the root of the mean square, ε outside the root", () => {
    fill(p, [0, 0, 0, 0]);
    fill(g, [4, -4, 0, 1]);
    fill(second, [16, 16, 4, 1]);
    expect(rmsprop(4, p, g, second, 2, 0.5, 4)).toBe(NonFinite.None);
    expect(lanes(second)).toStrictEqual([16, 16, 2, 1]);
    expect(lanes(p)).toStrictEqual([-1, 1, 0, <f32>-0.4]);
  });
});

describe("every update", () => {
  test("touches n numbers and no more, and leaves what is zero at zero", () => {
    for (let kind = 0; kind < 5; kind++) {
      for (let n = 0; n <= 16; n += 4) {
        const at = [guarded(n), guarded(n), guarded(n), guarded(n)];
        for (let i = 0; i < 4; i++) memory.fill(at[i], 0, 4 * n);
        for (let i = 0; i < n; i++) f32.store(at[3] + 4 * i, 0.5);
        for (let step = 0; step < 3; step++) {
          let mask: i32 = NonFinite.None;
          if (kind < 3) mask = rprop(n, at[0], at[1], at[2], at[3], kind, 0.5, 1.2, 1e-6, 50);
          else if (kind == 3) mask = adam(n, at[0], at[1], at[2], at[3], 0.1, 0.9, 0.999, 31.6, 1e-8, 0.01);
          else mask = rmsprop(n, at[0], at[1], at[3], 0.1, 0.99, 1e-8);
          expect(mask).toBe(NonFinite.None);
        }
        for (let i = 0; i < n; i++) expect(load<u32>(at[0] + 4 * i)).toBe(0);
        for (let i = 0; i < 4; i++) {
          expect(bandsHold(at[i], n)).toBeTruthy();
          release(at[i]);
        }
      }
    }
  });
});
