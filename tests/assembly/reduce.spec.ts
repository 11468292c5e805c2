import { Statistic } from "../../assembly/abi";
import {
  allFinite,
  columnSums,
  countBelow,
  gatherRows,
  histogram,
  statistics,
  sumOfSquares,
  zeroColumns,
} from "../../assembly/vector/reduce";

const x = heap.alloc(4 * 64);
const out = heap.alloc(8 * 64);

function fill(values: f32[]): i32 {
  for (let i = 0; i < values.length; i++) f32.store(x + 4 * i, values[i]);
  return values.length;
}

describe("allFinite", () => {
  test("finds NaN and both infinities at every place of every length", () => {
    for (let n = 0; n < 20; n++) {
      for (let i = 0; i < 64; i++) f32.store(x + 4 * i, i < n ? f32.MAX_VALUE : NaN);
      expect(allFinite(n, x)).toBe(1);
      for (let i = 0; i < n; i++) {
        for (let kind = 0; kind < 3; kind++) {
          f32.store(x + 4 * i, kind == 0 ? NaN : kind == 1 ? Infinity : -Infinity);
          expect(allFinite(n, x)).toBe(0);
        }
        f32.store(x + 4 * i, -f32.MAX_VALUE);
      }
    }
  });
});

describe("sums", () => {
  test("of squares are exact on integers of every length, and do not overflow", () => {
    let expected: f64 = 0;
    for (let n = 0; n < 20; n++) {
      f32.store(x + 4 * n, NaN);
      expect(sumOfSquares(n, x)).toBe(expected);
      f32.store(x + 4 * n, <f32>n);
      expected += <f64>(n * n);
    }
    fill([f32.MAX_VALUE, f32.MAX_VALUE]);
    expect(isFinite(sumOfSquares(2, x))).toBeTruthy();
  });

  test("of columns", () => {
    for (let columns = 1; columns < 10; columns++) {
      for (let rows = 0; rows < 7; rows++) {
        for (let i = 0; i < 64; i++) f32.store(x + 4 * i, i < rows * columns ? <f32>i : NaN);
        for (let j = 0; j <= columns; j++) f32.store(out + 4 * j, -1);
        columnSums(rows, columns, x, out);
        for (let j = 0; j < columns; j++) {
          expect(f32.load(out + 4 * j)).toBe(<f32>((columns * rows * (rows - 1)) / 2 + rows * j));
        }
        expect(f32.load(out + 4 * columns)).toBe(-1, "nothing behind is written");
      }
    }
  });
});

describe("statistics", () => {
  test("are of the finite entries, and count the others", () => {
    const n = fill([1, 2, 3, 4, 0, NaN, Infinity]);
    statistics(n, x, out);
    expect(f64.load(out, 8 * Statistic.Mean)).toBe(2);
    expect(f64.load(out, 8 * Statistic.Std)).toBe(sqrt(2.0));
    expect(f64.load(out, 8 * Statistic.Norm)).toBe(sqrt(30.0));
    expect(f64.load(out, 8 * Statistic.Min)).toBe(0);
    expect(f64.load(out, 8 * Statistic.Max)).toBe(4);
    expect(f64.load(out, 8 * Statistic.NonFinite)).toBe(2);
    expect(f64.load(out, 8 * Statistic.Zeros)).toBe(1);
  });

  test("of nothing are NaN", () => {
    statistics(fill([NaN]), x, out);
    expect(isNaN(f64.load(out, 8 * Statistic.Mean))).toBeTruthy();
    expect(isNaN(f64.load(out, 8 * Statistic.Norm))).toBeTruthy();
    expect(isNaN(f64.load(out, 8 * Statistic.Min))).toBeTruthy();
  });

  test("do not cancel far from zero", () => {
    const n = fill([16777200, 16777202, 16777204]);
    statistics(n, x, out);
    expect(f64.load(out, 8 * Statistic.Std)).toBe(sqrt(8.0 / 3));
  });
});

describe("histogram", () => {
  test("counts equal bins, the last one closed, and nothing outside", () => {
    const n = fill([-1, 0, 0.5, 1, 1.5, 2, 3, NaN]);
    histogram(n, x, 0, 2, 2, out);
    expect(f64.load(out)).toBe(2);
    expect(f64.load(out, 8)).toBe(3);
  });

  test("of equal values puts all into the first bin", () => {
    histogram(fill([7, 7, 7]), x, 7, 7, 4, out);
    expect(f64.load(out)).toBe(3);
    expect(f64.load(out, 24)).toBe(0);
  });
});

describe("counts", () => {
  test("below a limit, and of columns that are zero", () => {
    expect(countBelow(fill([0.5, -0.5, 2, -2]), x, 1)).toBe(2);
    fill([0, 1, 0, 0, 0, 0]);
    expect(zeroColumns(2, 3, x)).toBe(2);
    expect(zeroColumns(3, 2, x)).toBe(1);
  });
});

describe("gatherRows", () => {
  test("copies rows in the order of the index", () => {
    fill([1, 2, 3, 4, 5, 6]);
    i32.store(out, 2);
    i32.store(out, 0, 4);
    gatherRows(2, 2, x, out, out + 64);
    expect(f32.load(out, 64)).toBe(5);
    expect(f32.load(out, 68)).toBe(6);
    expect(f32.load(out, 72)).toBe(1);
  });
});
