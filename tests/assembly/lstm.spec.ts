import { sigmoid64, sigmoidSlope64, tanh64, tanhSlope64 } from "../../assembly/math/double";
import { lstmBackward, lstmForward } from "../../assembly/nn/lstm";
import { at, bandsHold, guarded, put, release, sample, TINY, UNIT } from "./guarded";

const BATCHES: i32[] = [1, 2, 3, 5];
const HIDDEN: i32[] = [1, 2, 3, 4, 5, 7, 8, 9, 16, 33];
const SATURATED: f32[] = [30, -30, 100, -100, 0, -0.0, 17, -17];

/** The buffers of one step, each between bands. */
class Step {
  size: i32;
  u: usize;
  gates: usize;
  slopes: usize;
  before: usize;
  cell: usize;
  squashed: usize;
  squashedSlope: usize;
  h: usize;
  dh: usize;
  dc: usize;
  total: usize;
  delta: usize;

  constructor(
    public batch: i32,
    public hidden: i32,
  ) {
    this.size = batch * hidden;
    this.u = guarded(4 * this.size);
    this.gates = guarded(4 * this.size);
    this.slopes = guarded(4 * this.size);
    this.before = guarded(this.size);
    this.cell = guarded(this.size);
    this.squashed = guarded(this.size);
    this.squashedSlope = guarded(this.size);
    this.h = guarded(this.size);
    this.dh = guarded(this.size);
    this.dc = guarded(this.size);
    this.total = guarded(this.size);
    this.delta = guarded(4 * this.size);
    for (let i = 0; i < 4 * this.size; i++) put(this.u, i, 2 * sample(i, 1));
    for (let i = 0; i < this.size; i++) {
      put(this.before, i, sample(i, 2));
      put(this.dh, i, sample(i, 3));
      put(this.dc, i, sample(i, 4));
    }
  }

  name(): string {
    return this.batch.toString() + " × " + this.hidden.toString();
  }

  forward(slopes: usize, before: usize, squashed: usize, squashedSlope: usize): i32 {
    memory.copy(this.gates, this.u, (<usize>this.size) << 4);
    return lstmForward(this.batch, this.hidden, this.gates, slopes, before, this.cell, squashed, squashedSlope, this.h);
  }

  backward(before: usize, total: usize, delta: usize): void {
    lstmBackward(this.batch, this.hidden, this.gates, this.slopes, before, this.squashed, this.squashedSlope, this.dh, this.dc, total, delta); // prettier-ignore
  }

  /** Where the number of gate g stands that belongs to element i of [batch, hidden]. */
  place(g: i32, i: i32): i32 {
    return (i / this.hidden) * 4 * this.hidden + g * this.hidden + (i % this.hidden);
  }

  held(): bool {
    const large: usize[] = [this.u, this.gates, this.slopes, this.delta];
    for (let i = 0; i < large.length; i++) if (!bandsHold(large[i], 4 * this.size)) return false;
    const small: usize[] = [this.before, this.cell, this.squashed, this.squashedSlope, this.h, this.dh, this.dc, this.total]; // prettier-ignore
    for (let i = 0; i < small.length; i++) if (!bandsHold(small[i], this.size)) return false;
    return true;
  }

  release(): void {
    const all: usize[] = [this.u, this.gates, this.slopes, this.delta, this.before, this.cell, this.squashed];
    for (let i = 0; i < all.length; i++) release(all[i]);
    const more: usize[] = [this.squashedSlope, this.h, this.dh, this.dc, this.total];
    for (let i = 0; i < more.length; i++) release(more[i]);
  }

  /** The largest error in units of its bound, activations from u, what follows from the float32 numbers before it. */
  forwardError(before: usize): f64 {
    let worst: f64 = 0;
    for (let i = 0; i < this.size; i++) {
      for (let g = 0; g < 4; g++) {
        const k = this.place(g, i);
        const u = at(this.u, k);
        const value = g == 2 ? tanh64(u) : sigmoid64(u);
        const slope = g == 2 ? tanhSlope64(u) : sigmoidSlope64(u);
        worst = max(worst, abs(at(this.gates, k) - value) / (5 * UNIT * abs(value) + TINY));
        worst = max(worst, abs(at(this.slopes, k) - slope) / (5 * UNIT * slope + TINY));
      }
      const old = before ? at(before, i) : 0;
      const kept = at(this.gates, this.place(1, i)) * old;
      const fresh = at(this.gates, this.place(0, i)) * at(this.gates, this.place(2, i));
      worst = max(worst, abs(at(this.cell, i) - (kept + fresh)) / (2 * UNIT * (abs(kept) + abs(fresh)) + TINY));
      const c = at(this.cell, i);
      worst = max(worst, abs(at(this.squashed, i) - tanh64(c)) / (5 * UNIT * abs(tanh64(c)) + TINY));
      worst = max(worst, abs(at(this.squashedSlope, i) - tanhSlope64(c)) / (5 * UNIT * tanhSlope64(c) + TINY));
      const h = at(this.gates, this.place(3, i)) * at(this.squashed, i);
      worst = max(worst, abs(at(this.h, i) - h) / (1.01 * UNIT * abs(h) + TINY));
    }
    return worst;
  }

  /** The largest error of the backward pass in units of its bound; `dc` as it was before. */
  backwardError(before: usize, dc: f64[]): f64 {
    let worst: f64 = 0;
    for (let i = 0; i < this.size; i++) {
      const dh = at(this.dh, i);
      const through = dh * at(this.gates, this.place(3, i)) * at(this.squashedSlope, i);
      const s = dc[i] + through;
      const bound = 5 * UNIT * (abs(dc[i]) + abs(through));
      worst = max(worst, abs(at(this.total, i) - s) / (bound + TINY));
      const f = at(this.gates, this.place(1, i));
      worst = max(worst, abs(at(this.dc, i) - s * f) / (1.5 * bound * f + TINY));
      const factors: f64[] = [
        at(this.gates, this.place(2, i)),
        before ? at(before, i) : 0,
        at(this.gates, this.place(0, i)),
      ];
      for (let g = 0; g < 3; g++) {
        const factor = factors[g] * at(this.slopes, this.place(g, i));
        const error = abs(at(this.delta, this.place(g, i)) - s * factor);
        worst = max(worst, error / (1.5 * bound * abs(factor) + TINY));
      }
      const outward = dh * at(this.squashed, i) * at(this.slopes, this.place(3, i));
      worst = max(worst, abs(at(this.delta, this.place(3, i)) - outward) / (3 * UNIT * abs(outward) + TINY));
    }
    return worst;
  }
}

function read(data: usize, n: i32): f64[] {
  const result: f64[] = [];
  for (let i = 0; i < n; i++) result.push(at(data, i));
  return result;
}

/** Σ dh ⊙ h + dc ⊙ c of one cell in float64. */
function objective(u: f64[], before: f64, dh: f64, dc: f64): f64 {
  const c = sigmoid64(u[1]) * before + sigmoid64(u[0]) * tanh64(u[2]);
  return dh * sigmoid64(u[3]) * tanh64(c) + dc * c;
}

describe("lstm", () => {
  test("any size, with and without a cell before: within bounds of float64, and nothing outside", () => {
    for (let b = 0; b < BATCHES.length; b++) {
      for (let n = 0; n < HIDDEN.length; n++) {
        for (let first = 0; first < 2; first++) {
          for (let saturated = 0; saturated < 2; saturated++) {
            const t = new Step(BATCHES[b], HIDDEN[n]);
            if (saturated) for (let i = 0; i < 4 * t.size; i++) put(t.u, i, SATURATED[(i * 5) % 8]);
            const before = first ? <usize>0 : t.before;
            expect<i32>(t.forward(t.slopes, before, t.squashed, t.squashedSlope)).toBe(0, t.name());
            expect<f64>(t.forwardError(before)).toBeLessThan(1, t.name());
            const dc = read(t.dc, t.size);
            t.backward(before, t.total, t.delta);
            expect<f64>(t.backwardError(before, dc)).toBeLessThan(1, t.name());
            expect<bool>(t.held()).toBeTruthy(t.name());
            t.release();
          }
        }
      }
    }
  });

  test("in place, or with outputs that nobody wants, or each cell by itself: the same bits", () => {
    for (let b = 0; b < BATCHES.length; b++) {
      for (let n = 0; n < HIDDEN.length; n++) {
        const t = new Step(BATCHES[b], HIDDEN[n]);
        const one = new Step(1, 1);
        const bytes = (<usize>t.size) << 2;
        t.forward(t.slopes, t.before, t.squashed, t.squashedSlope);
        const dc = read(t.dc, t.size);
        t.backward(t.before, t.total, t.delta);
        for (let i = 0; i < t.size; i++) {
          for (let g = 0; g < 4; g++) put(one.u, g, <f32>at(t.u, t.place(g, i)));
          put(one.before, 0, <f32>at(t.before, i));
          put(one.dh, 0, <f32>at(t.dh, i));
          put(one.dc, 0, <f32>dc[i]);
          one.forward(one.slopes, one.before, one.squashed, one.squashedSlope);
          one.backward(one.before, one.total, one.delta);
          let same = at(one.h, 0) == at(t.h, i) && at(one.cell, 0) == at(t.cell, i) && at(one.dc, 0) == at(t.dc, i);
          for (let g = 0; g < 4; g++) same = same && at(one.delta, g) == at(t.delta, t.place(g, i));
          expect<bool>(same && at(one.total, 0) == at(t.total, i)).toBeTruthy(t.name());
        }
        // δ over the slopes, nobody wants the whole of ∂J/∂c.
        const after = read(t.dc, t.size);
        for (let i = 0; i < t.size; i++) put(t.dc, i, <f32>dc[i]);
        t.backward(t.before, 0, t.slopes);
        expect<i32>(memory.compare(t.slopes, t.delta, 4 * bytes)).toBe(0, t.name());
        for (let i = 0; i < t.size; i++) expect<f64>(at(t.dc, i)).toBe(after[i], t.name());
        // The cell over the one before, and h alone.
        const h = read(t.h, t.size);
        const cell = read(t.cell, t.size);
        memory.copy(t.cell, t.before, bytes);
        t.forward(0, t.cell, 0, 0);
        for (let i = 0; i < t.size; i++) {
          expect<bool>(at(t.h, i) == h[i] && at(t.cell, i) == cell[i]).toBeTruthy(t.name());
        }
        expect<bool>(t.held() && one.held()).toBeTruthy(t.name());
        t.release();
        one.release();
      }
    }
  });

  test("the backward pass agrees with finite differences of the definition", () => {
    const t = new Step(3, 5);
    t.forward(t.slopes, t.before, t.squashed, t.squashedSlope);
    const dc = read(t.dc, t.size);
    t.backward(t.before, t.total, t.delta);
    const step: f64 = 1e-5;
    for (let i = 0; i < t.size; i++) {
      const before = at(t.before, i);
      const dh = at(t.dh, i);
      const u: f64[] = [];
      for (let g = 0; g < 4; g++) u.push(at(t.u, t.place(g, i)));
      for (let g = 0; g < 4; g++) {
        const above = u.slice();
        const below = u.slice();
        above[g] += step;
        below[g] -= step;
        const slope = (objective(above, before, dh, dc[i]) - objective(below, before, dh, dc[i])) / (2 * step);
        expect<f64>(abs(at(t.delta, t.place(g, i)) - slope)).toBeLessThan(1e-6);
      }
      const slope = (objective(u, before + step, dh, dc[i]) - objective(u, before - step, dh, dc[i])) / (2 * step);
      expect<f64>(abs(at(t.dc, i) - slope)).toBeLessThan(1e-6);
    }
    t.release();
  });

  test("a number that is not finite is found wherever it stands, in the cell too", () => {
    const bad: f32[] = [f32.NaN, Infinity, -Infinity];
    for (let n = 0; n < HIDDEN.length; n++) {
      const t = new Step(2, HIDDEN[n]);
      for (let i = 0; i < 4 * t.size; i++) {
        const kept = <f32>at(t.u, i);
        put(t.u, i, bad[i % 3]);
        expect<i32>(t.forward(t.slopes, t.before, t.squashed, t.squashedSlope)).toBe(1, t.name());
        put(t.u, i, kept);
      }
      for (let i = 0; i < t.size; i++) {
        const kept = <f32>at(t.before, i);
        put(t.before, i, bad[i % 3]);
        expect<i32>(t.forward(t.slopes, t.before, t.squashed, t.squashedSlope)).toBe(1, t.name());
        put(t.before, i, kept);
      }
      expect<i32>(t.forward(t.slopes, t.before, t.squashed, t.squashedSlope)).toBe(0, t.name());
      for (let i = 0; i < t.size; i++) put(t.before, i, 1e30);
      expect<i32>(t.forward(t.slopes, t.before, t.squashed, t.squashedSlope)).toBe(0, t.name());
      expect<f64>(t.forwardError(t.before)).toBeLessThan(1, t.name());
      t.release();
    }
    expect<i32>(lstmForward(0, 5, 0, 0, 0, 0, 0, 0, 0)).toBe(0);
  });
});
