import { moveStatistics, normColumnsInference } from "../../assembly/nn/normColumns";
import { at, bandsHold, guarded, put, release, sample, UNIT } from "./guarded";
import { Case, EPSILON, Kind } from "./normCase";

const ROWS: i32[] = [1, 2, 3, 5, 8, 17];
const COLUMNS: i32[] = [1, 2, 3, 4, 5, 7, 8, 9, 16, 33];

describe("norms", () => {
  test("any size, forward and backward: within their bounds of float64, and nothing outside", () => {
    for (let kind = 0; kind < 3; kind++) {
      for (let r = 0; r < ROWS.length; r++) {
        for (let c = 0; c < COLUMNS.length; c++) {
          const t = new Case(kind, ROWS[r], COLUMNS[c]);
          for (let plain = 0; plain < 2; plain++) {
            const gain = plain ? <usize>0 : t.gain;
            const shift = plain ? <usize>0 : t.shift;
            const carried = plain ? <usize>0 : t.carried;
            t.forward(gain, shift, t.normalised, t.inverse, t.v);
            expect<f64>(t.forwardError(gain, shift)).toBeLessThan(1, t.name());
            t.backward(gain, carried, t.du, t.dGain, t.dShift);
            expect<f64>(t.backwardError(gain, carried)).toBeLessThan(1, t.name());
          }
          expect<bool>(t.held()).toBeTruthy(t.name());
          t.release();
        }
      }
    }
  });

  test("in place, or with outputs that nobody wants: the same bits", () => {
    for (let kind = 0; kind < 3; kind++) {
      for (let r = 0; r < ROWS.length; r++) {
        for (let c = 0; c < COLUMNS.length; c++) {
          const t = new Case(kind, ROWS[r], COLUMNS[c]);
          const bytes = (<usize>t.size) << 2;
          const kept = heap.alloc(bytes);
          t.forward(t.gain, t.shift, t.normalised, t.inverse, t.v);
          memory.copy(kept, t.u, bytes);
          t.forward(t.gain, t.shift, 0, 0, t.u);
          expect<i32>(memory.compare(t.u, t.v, bytes)).toBe(0, t.name());
          memory.copy(t.u, kept, bytes);
          t.forward(t.gain, t.shift, t.u, 0, t.v);
          expect<i32>(memory.compare(t.u, t.normalised, bytes)).toBe(0, t.name());
          t.backward(t.gain, t.carried, t.du, t.dGain, t.dShift);
          memory.copy(kept, t.dv, bytes);
          t.backward(t.gain, t.carried, t.dv, 0, 0);
          expect<i32>(memory.compare(t.dv, t.du, bytes)).toBe(0, t.name());
          memory.copy(t.dv, kept, bytes);
          const gains = guarded(t.columns);
          const shifts = guarded(t.columns);
          t.backward(t.gain, t.carried, t.carried, gains, 0);
          expect<i32>(memory.compare(t.carried, t.du, bytes)).toBe(0, t.name());
          t.backward(t.gain, 0, t.du, 0, shifts);
          expect<i32>(memory.compare(gains, t.dGain, (<usize>t.columns) << 2)).toBe(0, t.name());
          expect<i32>(memory.compare(shifts, t.dShift, (<usize>t.columns) << 2)).toBe(0, t.name());
          expect<bool>(t.held() && bandsHold(gains, t.columns) && bandsHold(shifts, t.columns)).toBeTruthy(t.name());
          release(gains);
          release(shifts);
          heap.free(kept);
          t.release();
        }
      }
    }
  });

  test("the backward pass agrees with finite differences of the definition", () => {
    const h: f64 = 1e-4;
    for (let kind = 0; kind < 3; kind++) {
      const t = new Case(kind, 5, 7);
      t.forward(t.gain, t.shift, t.normalised, t.inverse, t.v);
      t.backward(t.gain, 0, t.du, t.dGain, t.dShift);
      for (let i = 0; i < t.size; i++) {
        const above = t.input();
        const below = t.input();
        above[i] += h;
        below[i] -= h;
        const slope = (t.objective(above) - t.objective(below)) / (2 * h);
        expect<f64>(abs(at(t.du, i) - slope)).toBeLessThan(1e-5, t.name());
      }
      t.release();
    }
  });

  test("equal numbers have x̂ = 0 exactly, whatever they are", () => {
    const values: f32[] = [0, 0.1, -3.3333333, 1e18, 1e30, -1e-30];
    for (let kind = <i32>Kind.Layer; kind <= <i32>Kind.Batch; kind++) {
      for (let c = 0; c < COLUMNS.length; c++) {
        const t = new Case(kind, 17, COLUMNS[c]);
        for (let k = 0; k < values.length; k++) {
          for (let i = 0; i < t.size; i++) put(t.u, i, values[k]);
          t.forward(t.gain, 0, t.normalised, t.inverse, t.v);
          for (let i = 0; i < t.size; i++) if (at(t.normalised, i) != 0 || at(t.v, i) != 0) expect<f64>(1).toBe(0);
          for (let g = 0; g < t.groups; g++)
            expect<f32>(<f32>at(t.inverse, g)).toBe(<f32>(1 / sqrt(<f64>EPSILON)), t.name());
        }
        t.release();
      }
    }
    const t = new Case(Kind.Rms, 3, 5);
    for (let i = 0; i < t.size; i++) put(t.u, i, 0);
    t.forward(t.gain, t.shift, t.normalised, t.inverse, t.v);
    for (let i = 0; i < t.size; i++) expect<f64>(at(t.v, i)).toBe(at(t.shift, i % 5));
    t.release();
  });

  test("huge and tiny numbers, and a mean far from 0, keep their digits", () => {
    const scales: f32[] = [1e18, 1e30, 1e-18, 3e37];
    for (let kind = 0; kind < 3; kind++) {
      const t = new Case(kind, 17, 9);
      for (let k = 0; k < scales.length; k++) {
        for (let i = 0; i < t.size; i++) put(t.u, i, scales[k] * sample(i, 1));
        t.forward(t.gain, t.shift, t.normalised, t.inverse, t.v);
        // 1/σ is subnormal in float32 only for the last of them.
        if (k < 3) expect<f64>(t.forwardError(t.gain, t.shift)).toBeLessThan(1, t.name());
        for (let i = 0; i < t.size; i++) expect<bool>(isFinite<f64>(at(t.v, i))).toBeTruthy();
      }
      // A spread of 1/256 round 4096: float32 would have 3 bits of the deviations' squares left.
      for (let i = 0; i < t.size; i++) put(t.u, i, 4096 + <f32>((i * 5) % 13) * 0.00390625);
      t.forward(t.gain, t.shift, t.normalised, t.inverse, t.v);
      expect<f64>(t.forwardError(t.gain, t.shift)).toBeLessThan(1, t.name());
      t.release();
    }
  });

  test("one NaN spoils its own row or column, and no other", () => {
    for (let kind = 0; kind < 3; kind++) {
      const t = new Case(kind, 5, 7);
      put(t.u, 2 * 7 + 6, f32.NaN);
      t.forward(t.gain, t.shift, t.normalised, t.inverse, t.v);
      for (let i = 0; i < t.size; i++) {
        const touched = kind == Kind.Batch ? i % 7 == 6 : i / 7 == 2;
        expect<bool>(isNaN<f64>(at(t.v, i))).toBe(touched, t.name());
      }
      t.release();
    }
  });
});

describe("batch statistics", () => {
  test("mean and biased variance, then the running ones, then inference by them", () => {
    for (let r = 0; r < ROWS.length; r++) {
      for (let c = 0; c < COLUMNS.length; c++) {
        const t = new Case(Kind.Batch, ROWS[r], COLUMNS[c]);
        const rows = <f64>t.rows;
        const runningMean = guarded(t.columns);
        const runningVariance = guarded(t.columns);
        t.forward(t.gain, t.shift, t.normalised, t.inverse, t.v);
        for (let j = 0; j < t.columns; j++) {
          put(runningMean, j, 0.5);
          put(runningVariance, j, 2);
        }
        moveStatistics(t.columns, t.rows, 0.25, t.mean, t.variance, runningMean, runningVariance);
        normColumnsInference(t.rows, t.columns, t.u, runningMean, runningVariance, EPSILON, t.gain, t.shift, t.du);
        for (let j = 0; j < t.columns; j++) {
          let mean: f64 = 0;
          let squares: f64 = 0;
          for (let i = j; i < t.size; i += t.columns) mean += at(t.u, i) / rows;
          for (let i = j; i < t.size; i += t.columns) squares += (at(t.u, i) - mean) ** 2;
          expect<f64>(abs(at(t.mean, j) - mean)).toBeLessThan(1.01 * UNIT * abs(mean) + 1e-13, t.name());
          expect<f64>(abs(at(t.variance, j) - squares / rows)).toBeLessThan(1.01 * UNIT * squares + 1e-13, t.name());
          const unbiased = t.rows > 1 ? squares / (rows - 1) : 0;
          expect<f64>(abs(at(runningMean, j) - (0.375 + 0.25 * mean))).toBeLessThan(2 * UNIT, t.name());
          expect<f64>(abs(at(runningVariance, j) - (1.5 + 0.25 * unbiased))).toBeLessThan(4 * UNIT, t.name());
          for (let i = j; i < t.size; i += t.columns) {
            const scaled = (at(t.u, i) - at(runningMean, j)) / sqrt(at(runningVariance, j) + <f64>EPSILON);
            const right = at(t.gain, j) * scaled + at(t.shift, j);
            const bound = 3 * UNIT * (abs(at(t.gain, j) * scaled) + abs(at(t.shift, j)));
            expect<f64>(abs(at(t.du, i) - right)).toBeLessThan(bound, t.name());
          }
        }
        normColumnsInference(t.rows, t.columns, t.u, runningMean, runningVariance, EPSILON, t.gain, t.shift, t.u);
        expect<i32>(memory.compare(t.u, t.du, (<usize>t.size) << 2)).toBe(0, t.name());
        normColumnsInference(t.rows, t.columns, t.v, t.mean, t.variance, EPSILON, 0, 0, t.v);
        expect<bool>(t.held() && bandsHold(runningMean, t.columns)).toBeTruthy(t.name());
        expect<bool>(bandsHold(runningVariance, t.columns)).toBeTruthy(t.name());
        release(runningMean);
        release(runningVariance);
        t.release();
      }
    }
  });
});
