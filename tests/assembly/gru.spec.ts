import { sigmoid64, sigmoidSlope64, tanh64, tanhSlope64 } from "../../assembly/math/double";
import { gruBackward, gruForward } from "../../assembly/nn/gru";
import { at, bandsHold, guarded, put, release, sample, TINY, UNIT } from "./guarded";

const BATCHES: i32[] = [1, 2, 3, 5];
const HIDDEN: i32[] = [1, 2, 3, 4, 5, 7, 8, 9, 16, 33];
const SATURATED: f32[] = [30, -30, 100, -100, 0, -0.0, 17, -17];

/** The buffers of one step, each between bands. */
class Step {
  size: i32;
  a: usize;
  p: usize;
  gates: usize;
  products: usize;
  slopes: usize;
  before: usize;
  h: usize;
  dh: usize;
  delta: usize;
  recurrent: usize;

  constructor(
    public batch: i32,
    public hidden: i32,
  ) {
    this.size = batch * hidden;
    this.a = guarded(3 * this.size);
    this.p = guarded(3 * this.size);
    this.gates = guarded(3 * this.size);
    this.products = guarded(3 * this.size);
    this.slopes = guarded(3 * this.size);
    this.before = guarded(this.size);
    this.h = guarded(this.size);
    this.dh = guarded(this.size);
    this.delta = guarded(3 * this.size);
    this.recurrent = guarded(3 * this.size);
    for (let i = 0; i < 3 * this.size; i++) {
      put(this.a, i, sample(i, 1));
      put(this.p, i, sample(i, 2));
    }
    for (let i = 0; i < this.size; i++) {
      put(this.before, i, sample(i, 3));
      put(this.dh, i, sample(i, 4));
    }
  }

  name(): string {
    return this.batch.toString() + " × " + this.hidden.toString();
  }

  forward(slopes: usize, before: usize, h: usize): i32 {
    memory.copy(this.gates, this.a, 12 * <usize>this.size);
    memory.copy(this.products, this.p, 12 * <usize>this.size);
    return gruForward(this.batch, this.hidden, this.gates, this.products, slopes, before, h);
  }

  backward(before: usize, delta: usize, recurrent: usize): void {
    gruBackward(this.batch, this.hidden, this.gates, this.slopes, this.products, before, this.dh, delta, recurrent);
  }

  /** Where the number of gate g stands that belongs to element i of [batch, hidden]. */
  place(g: i32, i: i32): i32 {
    return (i / this.hidden) * 3 * this.hidden + g * this.hidden + (i % this.hidden);
  }

  held(): bool {
    const large: usize[] = [this.a, this.p, this.gates, this.products, this.slopes, this.delta, this.recurrent];
    for (let i = 0; i < large.length; i++) if (!bandsHold(large[i], 3 * this.size)) return false;
    return bandsHold(this.before, this.size) && bandsHold(this.h, this.size) && bandsHold(this.dh, this.size);
  }

  release(): void {
    const all: usize[] = [this.a, this.p, this.gates, this.products, this.slopes, this.delta, this.recurrent];
    for (let i = 0; i < all.length; i++) release(all[i]);
    release(this.before);
    release(this.h);
    release(this.dh);
  }

  /** The largest error in units of its bound; each stage from the float32 numbers that it got. */
  forwardError(before: usize): f64 {
    let worst: f64 = 0;
    for (let i = 0; i < this.size; i++) {
      for (let g = 0; g < 3; g++) {
        const k = this.place(g, i);
        const p = g == 2 ? at(this.gates, this.place(0, i)) * at(this.p, k) : at(this.p, k);
        const u = at(this.a, k) + p;
        const value = g == 2 ? tanh64(u) : sigmoid64(u);
        const slope = g == 2 ? tanhSlope64(u) : sigmoidSlope64(u);
        // u itself is rounded: half an ulp of it moves σ by σ (1 − σ), tanh by tanh′, and a slope by at most twice itself.
        const moved = 2 * UNIT * (abs(at(this.a, k)) + abs(p));
        worst = max(worst, abs(at(this.gates, k) - value) / (5 * UNIT * abs(value) + moved * slope + TINY));
        worst = max(worst, abs(at(this.slopes, k) - slope) / ((5 * UNIT + 2 * moved) * slope + TINY));
        if (g != 1) continue;
        const rest = sigmoid64(-u);
        worst = max(worst, abs(at(this.products, k) - rest) / ((10 * UNIT + moved) * rest + TINY));
      }
      const kept = at(this.gates, this.place(1, i)) * (before ? at(before, i) : 0);
      const fresh = at(this.products, this.place(1, i)) * at(this.gates, this.place(2, i));
      worst = max(worst, abs(at(this.h, i) - (kept + fresh)) / (2 * UNIT * (abs(kept) + abs(fresh)) + TINY));
      if (at(this.products, this.place(2, i)) != at(this.p, this.place(2, i))) return Infinity;
    }
    return worst;
  }

  /** The largest error of the backward pass in units of its bound; `dh` and `products` as they were before. */
  backwardError(before: usize, dh: f64[], products: f64[]): f64 {
    let worst: f64 = 0;
    for (let i = 0; i < this.size; i++) {
      const r = this.place(0, i);
      const z = this.place(1, i);
      const n = this.place(2, i);
      const candidate = dh[i] * products[z] * at(this.slopes, n);
      const old = before ? at(before, i) : 0;
      const right: f64[] = [
        candidate * products[n] * at(this.slopes, r),
        dh[i] * (old - at(this.gates, n)) * at(this.slopes, z),
        candidate,
        candidate * at(this.gates, r),
      ];
      const found: f64[] = [at(this.delta, r), at(this.delta, z), at(this.delta, n), at(this.recurrent, n)];
      for (let k = 0; k < 4; k++) worst = max(worst, abs(found[k] - right[k]) / (5 * UNIT * abs(right[k]) + TINY));
      if (at(this.recurrent, r) != found[0] || at(this.recurrent, z) != found[1]) return Infinity;
      const direct = dh[i] * at(this.gates, z);
      worst = max(worst, abs(at(this.dh, i) - direct) / (1.01 * UNIT * abs(direct) + TINY));
    }
    return worst;
  }
}

function read(data: usize, n: i32): f64[] {
  const result: f64[] = [];
  for (let i = 0; i < n; i++) result.push(at(data, i));
  return result;
}

/** dh·h of one cell in float64; v = a_r, a_z, a_n, p_r, p_z, p_n, h_{t−1}, the last one as it enters beside W_h. */
function objective(v: f64[], dh: f64): f64 {
  const z = sigmoid64(v[1] + v[4]);
  const n = tanh64(v[2] + sigmoid64(v[0] + v[3]) * v[5]);
  return dh * ((1 - z) * n + z * v[6]);
}

describe("gru", () => {
  test("any size, with and without an h before: within bounds of float64, and nothing outside", () => {
    for (let b = 0; b < BATCHES.length; b++) {
      for (let k = 0; k < HIDDEN.length; k++) {
        for (let first = 0; first < 2; first++) {
          for (let saturated = 0; saturated < 2; saturated++) {
            const t = new Step(BATCHES[b], HIDDEN[k]);
            if (saturated) for (let i = 0; i < 3 * t.size; i++) put(t.a, i, SATURATED[(i * 5) % 8]);
            const before = first ? <usize>0 : t.before;
            expect<i32>(t.forward(t.slopes, before, t.h)).toBe(0, t.name());
            expect<f64>(t.forwardError(before)).toBeLessThan(1, t.name());
            const dh = read(t.dh, t.size);
            t.backward(before, t.delta, t.recurrent);
            expect<f64>(t.backwardError(before, dh, read(t.products, 3 * t.size))).toBeLessThan(1, t.name());
            expect<bool>(t.held()).toBeTruthy(t.name());
            t.release();
          }
        }
      }
    }
  });

  test("in place, or without slopes, or each cell by itself: the same bits", () => {
    for (let b = 0; b < BATCHES.length; b++) {
      for (let k = 0; k < HIDDEN.length; k++) {
        const t = new Step(BATCHES[b], HIDDEN[k]);
        const one = new Step(1, 1);
        const bytes = (<usize>t.size) << 2;
        t.forward(t.slopes, t.before, t.h);
        const h = read(t.h, t.size);
        const products = read(t.products, 3 * t.size);
        const dh = read(t.dh, t.size);
        t.backward(t.before, t.delta, t.recurrent);
        for (let i = 0; i < t.size; i++) {
          for (let g = 0; g < 3; g++) put(one.a, g, <f32>at(t.a, t.place(g, i)));
          for (let g = 0; g < 3; g++) put(one.p, g, <f32>at(t.p, t.place(g, i)));
          put(one.before, 0, <f32>at(t.before, i));
          put(one.dh, 0, <f32>dh[i]);
          one.forward(one.slopes, one.before, one.h);
          one.backward(one.before, one.delta, one.recurrent);
          let same = at(one.h, 0) == h[i] && at(one.dh, 0) == at(t.dh, i);
          for (let g = 0; g < 3; g++) {
            same = same && at(one.delta, g) == at(t.delta, t.place(g, i));
            same = same && at(one.recurrent, g) == at(t.recurrent, t.place(g, i));
          }
          expect<bool>(same).toBeTruthy(t.name());
        }
        // δ over the slopes, and over the products.
        for (let i = 0; i < t.size; i++) put(t.dh, i, <f32>dh[i]);
        t.backward(t.before, t.slopes, t.products);
        expect<i32>(memory.compare(t.slopes, t.delta, 3 * bytes)).toBe(0, t.name());
        expect<i32>(memory.compare(t.products, t.recurrent, 3 * bytes)).toBe(0, t.name());
        // h over the one before, no slopes wanted: 1 − z is kept all the same.
        t.forward(0, t.before, t.before);
        for (let i = 0; i < t.size; i++) {
          expect<f64>(at(t.before, i)).toBe(h[i], t.name());
          expect<f64>(at(t.products, t.place(1, i))).toBe(products[t.place(1, i)], t.name());
          expect<f64>(at(t.products, t.place(2, i))).toBe(products[t.place(2, i)], t.name());
        }
        expect<bool>(t.held() && one.held()).toBeTruthy(t.name());
        t.release();
        one.release();
      }
    }
  });

  test("1 − z keeps its digits where z is 1 in float32", () => {
    const t = new Step(1, 4);
    const u: f32[] = [20, 60, 88, 103];
    for (let i = 0; i < 4; i++) {
      put(t.a, 4 + i, u[i]);
      put(t.p, 4 + i, 0);
    }
    t.forward(0, t.before, t.h);
    for (let i = 0; i < 4; i++) {
      expect<f64>(at(t.gates, 4 + i)).toBe(1);
      const right = sigmoid64(-u[i]);
      expect<f64>(abs(at(t.products, 4 + i) - right)).toBeLessThan(10 * UNIT * right + TINY);
      expect<f64>(at(t.products, 4 + i)).toBeGreaterThan(0);
    }
    t.release();
  });

  test("the backward pass agrees with finite differences of the definition", () => {
    const t = new Step(3, 5);
    t.forward(t.slopes, t.before, t.h);
    const dh = read(t.dh, t.size);
    t.backward(t.before, t.delta, t.recurrent);
    const step: f64 = 1e-5;
    for (let i = 0; i < t.size; i++) {
      const v: f64[] = [];
      for (let g = 0; g < 3; g++) v.push(at(t.a, t.place(g, i)));
      for (let g = 0; g < 3; g++) v.push(at(t.p, t.place(g, i)));
      v.push(at(t.before, i));
      for (let g = 0; g < 7; g++) {
        const above = v.slice();
        const below = v.slice();
        above[g] += step;
        below[g] -= step;
        const slope = (objective(above, dh[i]) - objective(below, dh[i])) / (2 * step);
        const found = g < 3 ? at(t.delta, t.place(g, i)) : g < 6 ? at(t.recurrent, t.place(g - 3, i)) : at(t.dh, i);
        expect<f64>(abs(found - slope)).toBeLessThan(1e-6);
      }
    }
    t.release();
  });

  test("a number that is not finite is found wherever it stands", () => {
    const bad: f32[] = [f32.NaN, Infinity, -Infinity];
    for (let k = 0; k < HIDDEN.length; k++) {
      const t = new Step(2, HIDDEN[k]);
      for (let i = 0; i < 3 * t.size; i++) {
        const from = i % 2 ? t.a : t.p;
        const kept = <f32>at(from, i);
        put(from, i, bad[i % 3]);
        expect<i32>(t.forward(t.slopes, t.before, t.h)).toBe(1, t.name());
        put(from, i, kept);
      }
      expect<i32>(t.forward(t.slopes, t.before, t.h)).toBe(0, t.name());
      for (let i = 0; i < t.size; i++) put(t.before, i, 1e30);
      expect<i32>(t.forward(t.slopes, t.before, t.h)).toBe(0, t.name());
      expect<f64>(t.forwardError(t.before)).toBeLessThan(1, t.name());
      t.release();
    }
    expect<i32>(gruForward(0, 5, 0, 0, 0, 0, 0)).toBe(0);
  });
});
