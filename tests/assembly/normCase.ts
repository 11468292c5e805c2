import { normRowsBackward, normRowsForward } from "../../assembly/nn/norm";
import { normColumnsBackward, normColumnsForward } from "../../assembly/nn/normColumns";
import { at, bandsHold, guarded, put, release, sample, UNIT } from "./guarded";

export const EPSILON: f32 = 1e-5;

export const enum Kind {
  Rms,
  Layer,
  Batch,
}

/** A norm with its buffers, each between bands, and its definition in float64. */
export class Case {
  rows: i32;
  columns: i32;
  size: i32;
  groups: i32;
  u: usize;
  v: usize;
  normalised: usize;
  inverse: usize;
  mean: usize;
  variance: usize;
  gain: usize;
  shift: usize;
  dv: usize;
  carried: usize;
  du: usize;
  dGain: usize;
  dShift: usize;

  constructor(
    public kind: Kind,
    rows: i32,
    columns: i32,
  ) {
    this.rows = rows;
    this.columns = columns;
    this.size = rows * columns;
    this.groups = kind == Kind.Batch ? columns : rows;
    this.u = guarded(this.size);
    this.v = guarded(this.size);
    this.normalised = guarded(this.size);
    this.inverse = guarded(this.groups);
    this.mean = guarded(columns);
    this.variance = guarded(columns);
    this.gain = guarded(columns);
    this.shift = guarded(columns);
    this.dv = guarded(this.size);
    this.carried = guarded(this.size);
    this.du = guarded(this.size);
    this.dGain = guarded(columns);
    this.dShift = guarded(columns);
    for (let i = 0; i < this.size; i++) {
      put(this.u, i, sample(i, 1));
      put(this.dv, i, sample(i, 2));
      put(this.carried, i, sample(i, 3));
    }
    for (let j = 0; j < columns; j++) {
      put(this.gain, j, 1 + 0.3 * sample(j, 4));
      put(this.shift, j, sample(j, 5));
    }
  }

  name(): string {
    return "kind " + this.kind.toString() + ", " + this.rows.toString() + " × " + this.columns.toString();
  }

  forward(gain: usize, shift: usize, normalised: usize, inverse: usize, v: usize): void {
    const centred = i32(this.kind == Kind.Layer);
    if (this.kind == Kind.Batch) {
      normColumnsForward(this.rows, this.columns, this.u, gain, shift, EPSILON, this.mean, this.variance, normalised, inverse, v); // prettier-ignore
    } else {
      normRowsForward(centred, this.rows, this.columns, this.u, gain, shift, EPSILON, normalised, inverse, v);
    }
  }

  backward(gain: usize, carried: usize, du: usize, dGain: usize, dShift: usize): void {
    const centred = i32(this.kind == Kind.Layer);
    if (this.kind == Kind.Batch) {
      normColumnsBackward(this.rows, this.columns, this.normalised, this.inverse, gain, this.dv, carried, du, dGain, dShift); // prettier-ignore
    } else {
      normRowsBackward(centred, this.rows, this.columns, this.normalised, this.inverse, gain, this.dv, carried, du, dGain, dShift); // prettier-ignore
    }
  }

  /** How many numbers a group has, and where number k of group g stands. */
  length(): i32 {
    return this.kind == Kind.Batch ? this.rows : this.columns;
  }

  place(g: i32, k: i32): i32 {
    return this.kind == Kind.Batch ? k * this.columns + g : g * this.columns + k;
  }

  held(): bool {
    const large: usize[] = [this.u, this.v, this.normalised, this.dv, this.carried, this.du];
    const small: usize[] = [this.mean, this.variance, this.gain, this.shift, this.dGain, this.dShift];
    for (let i = 0; i < large.length; i++) if (!bandsHold(large[i], this.size)) return false;
    for (let i = 0; i < small.length; i++) if (!bandsHold(small[i], this.columns)) return false;
    return bandsHold(this.inverse, this.groups);
  }

  release(): void {
    const all: usize[] = [
      this.u,
      this.v,
      this.normalised,
      this.inverse,
      this.mean,
      this.variance,
      this.gain,
      this.shift,
    ];
    for (let i = 0; i < all.length; i++) release(all[i]);
    const more: usize[] = [this.dv, this.carried, this.du, this.dGain, this.dShift];
    for (let i = 0; i < more.length; i++) release(more[i]);
  }

  /** x̂ of all of `u` in float64, by the definition; 1/σ of group g in inverse[g]. */
  naive(u: f64[], inverse: f64[]): f64[] {
    const n = this.length();
    const result = u.slice();
    for (let g = 0; g < this.groups; g++) {
      let mean: f64 = 0;
      if (this.kind != Kind.Rms) {
        for (let k = 0; k < n; k++) mean += u[this.place(g, k)];
        mean /= <f64>n;
      }
      let squares: f64 = 0;
      for (let k = 0; k < n; k++) squares += (u[this.place(g, k)] - mean) ** 2;
      inverse[g] = 1 / sqrt(squares / <f64>n + <f64>EPSILON);
      for (let k = 0; k < n; k++) result[this.place(g, k)] = (u[this.place(g, k)] - mean) * inverse[g];
    }
    return result;
  }

  input(): f64[] {
    const u: f64[] = [];
    for (let i = 0; i < this.size; i++) u.push(at(this.u, i));
    return u;
  }

  /** Σ dv ⊙ v at u, in float64. */
  objective(u: f64[]): f64 {
    const normalised = this.naive(u, new Array<f64>(this.groups));
    let sum: f64 = 0;
    for (let i = 0; i < this.size; i++) {
      sum += at(this.dv, i) * (at(this.gain, i % this.columns) * normalised[i] + at(this.shift, i % this.columns));
    }
    return sum;
  }

  /** The largest error of x̂, v and 1/σ in units of their bounds. */
  forwardError(gain: usize, shift: usize): f64 {
    const inverse = new Array<f64>(this.groups);
    const right = this.naive(this.input(), inverse);
    let worst: f64 = 0;
    for (let i = 0; i < this.size; i++) {
      const g = gain ? at(gain, i % this.columns) : 1;
      const s = shift ? at(shift, i % this.columns) : 0;
      worst = max(worst, abs(at(this.normalised, i) - right[i]) / (1.01 * UNIT * abs(right[i]) + 1e-13));
      worst = max(worst, abs(at(this.v, i) - (g * right[i] + s)) / (4 * UNIT * (abs(g * right[i]) + abs(s)) + 1e-13));
    }
    for (let g = 0; g < this.groups; g++) {
      worst = max(worst, abs(at(this.inverse, g) - inverse[g]) / (1.01 * UNIT * inverse[g]));
    }
    return worst;
  }

  /** The largest error of du, dGain and dShift in units of their bounds, from x̂ and 1/σ as they stand in float32. */
  backwardError(gain: usize, carried: usize): f64 {
    const n = this.length();
    let worst: f64 = 0;
    for (let g = 0; g < this.groups; g++) {
      let mean: f64 = 0;
      let slant: f64 = 0;
      let meanBound: f64 = 0;
      let slantBound: f64 = 0;
      for (let k = 0; k < n; k++) {
        const i = this.place(g, k);
        const own = at(this.dv, i) * (gain ? at(gain, i % this.columns) : 1);
        mean += own / <f64>n;
        slant += (own * at(this.normalised, i)) / <f64>n;
        meanBound += abs(own) / <f64>n;
        slantBound += abs(own * at(this.normalised, i)) / <f64>n;
      }
      if (this.kind == Kind.Rms) {
        mean = 0;
        meanBound = 0;
      }
      for (let k = 0; k < n; k++) {
        const i = this.place(g, k);
        const own = at(this.dv, i) * (gain ? at(gain, i % this.columns) : 1);
        const x = at(this.normalised, i);
        const more = carried ? at(carried, i) : 0;
        const right = at(this.inverse, g) * (own - mean - x * slant) + more;
        const bound = at(this.inverse, g) * (abs(own) + meanBound + abs(x) * slantBound) + abs(more);
        worst = max(worst, abs(at(this.du, i) - right) / (8 * UNIT * bound));
      }
    }
    for (let j = 0; j < this.columns; j++) {
      let gains: f64 = 0;
      let shifts: f64 = 0;
      for (let i = j; i < this.size; i += this.columns) {
        gains += at(this.dv, i) * at(this.normalised, i);
        shifts += at(this.dv, i);
      }
      worst = max(worst, abs(at(this.dGain, j) - gains) / (1.01 * UNIT * abs(gains) + 1e-13));
      worst = max(worst, abs(at(this.dShift, j) - shifts) / (1.01 * UNIT * abs(shifts) + 1e-13));
    }
    return worst;
  }
}
