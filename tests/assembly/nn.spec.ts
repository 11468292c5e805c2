import { LossKind, NonFinite } from "../../assembly/abi";
import { clipByValue } from "../../assembly/nn/clip";
import { firstBadTarget, loss } from "../../assembly/nn/loss";
import { sgd, signSgd } from "../../assembly/nn/optimizer";
import { addScaled, scale } from "../../assembly/vector/scale";

const p = heap.alloc(64);
const g = heap.alloc(64);
const m = heap.alloc(64);

function fill(at: usize, values: f32[]): void {
  for (let i = 0; i < values.length; i++) f32.store(at + 4 * i, values[i]);
}

describe("sgd", () => {
  test("takes one step against the gradient", () => {
    fill(p, [1, 2, 3, 4]);
    fill(g, [2, 0, -2, 4]);
    expect(sgd(4, p, g, 0, 0.5, 0, 0, 0)).toBe(NonFinite.None);
    expect(f32.load(p)).toBe(0);
    expect(f32.load(p, 4)).toBe(2);
    expect(f32.load(p, 8)).toBe(4);
    expect(f32.load(p, 12)).toBe(2);
  });

  test("keeps momentum and looks ahead with nesterov", () => {
    fill(p, [0, 0, 0, 0]);
    fill(g, [1, 1, 1, 1]);
    fill(m, [0, 0, 0, 0]);
    sgd(4, p, g, m, 1, 0.5, 0, 0);
    sgd(4, p, g, m, 1, 0.5, 0, 0);
    expect(f32.load(m)).toBe(1.5);
    expect(f32.load(p)).toBe(-2.5);
    sgd(4, p, g, m, 1, 0.5, 1, 0);
    // m = 1.75, g + .5 m = 1.875.
    expect(f32.load(p)).toBe(-4.375);
  });

  test("adds decay to the gradient", () => {
    fill(p, [8, 8, 8, 8]);
    fill(g, [0, 0, 0, 0]);
    sgd(4, p, g, 0, 0.5, 0, 0, 0.25);
    expect(f32.load(p)).toBe(7);
  });

  test("says what is not finite", () => {
    fill(p, [1, 1, 1, 1]);
    fill(g, [0, 0, NaN, 0]);
    expect(sgd(4, p, g, 0, 1, 0, 0, 0)).toBe(NonFinite.Gradient | NonFinite.Parameter);
    fill(p, [f32.MAX_VALUE, 1, 1, 1]);
    fill(g, [-f32.MAX_VALUE, 0, 0, 0]);
    expect(sgd(4, p, g, 0, 1, 0, 0, 0)).toBe(NonFinite.Parameter);
  });
});

describe("signSgd", () => {
  test("steps by the sign; zero stays and NaN is kept", () => {
    fill(p, [1, 1, 1, 1]);
    fill(g, [1e-30, -5, -0.0, Infinity]);
    expect(signSgd(4, p, g, 0, 0.25, 0)).toBe(NonFinite.Gradient);
    expect(f32.load(p)).toBe(0.75);
    expect(f32.load(p, 4)).toBe(1.25);
    expect(f32.load(p, 8)).toBe(1);
    expect(f32.load(p, 12)).toBe(0.75);
    fill(g, [NaN, 0, 0, 0]);
    expect(signSgd(4, p, g, 0, 0.25, 0)).toBe(NonFinite.Gradient | NonFinite.Parameter);
    expect(isNaN(f32.load(p))).toBeTruthy();
  });

  test("takes the sign of the average with momentum", () => {
    fill(p, [0, 0, 0, 0]);
    fill(m, [-8, 0, 0, 0]);
    fill(g, [4, 4, 4, 4]);
    signSgd(4, p, g, m, 1, 0.5);
    expect(f32.load(m)).toBe(-2);
    expect(f32.load(p)).toBe(1);
    expect(f32.load(p, 4)).toBe(-1);
  });
});

describe("clipping and scaling", () => {
  test("by value bounds infinities and keeps NaN", () => {
    fill(g, [Infinity, -Infinity, 0.5, NaN]);
    expect(clipByValue(4, g, 1)).toBe(1);
    expect(f32.load(g)).toBe(1);
    expect(f32.load(g, 4)).toBe(-1);
    expect(f32.load(g, 8)).toBe(0.5);
    expect(isNaN(f32.load(g, 12))).toBeTruthy();
    fill(g, [1, -1, 0, 0]);
    expect(clipByValue(4, g, 1)).toBe(0);
  });

  test("touch n elements and no more", () => {
    for (let n = 0; n < 9; n++) {
      for (let i = 0; i < 12; i++) {
        f32.store(g + 4 * i, <f32>i);
        f32.store(p + 4 * i, 1);
      }
      scale(n, 2, g, g);
      addScaled(n, 3, g, p);
      for (let i = 0; i < 12; i++) {
        const before = <f32>i;
        expect(f32.load(g + 4 * i)).toBe(i < n ? 2 * before : before);
        expect(f32.load(p + 4 * i)).toBe(i < n ? 1 + 6 * before : 1);
      }
    }
  });
});

describe("losses", () => {
  test("squared errors, exact on integers", () => {
    fill(p, [1, 2, 3, 4, 5, 6]);
    fill(g, [0, 2, 4, 4, 5, 8]);
    expect(loss(LossKind.SumSquaredError, 3, 2, p, g, m)).toBe(6);
    expect(f32.load(m)).toBe(2);
    expect(f32.load(m, 20)).toBe(-4);
    expect(loss(LossKind.MeanSquaredError, 3, 2, p, g, m)).toBe(1);
  });

  test("the cross-entropy of equal outputs is ln n, however large they are", () => {
    fill(p, [1e30, 1e30, 0, 0]);
    fill(g, [1, 0, 0, 1]);
    expect(abs(loss(LossKind.CrossEntropy, 2, 2, p, g, m) - 0.6931471805599453) < 1e-7).toBeTruthy();
    expect(f32.load(m)).toBe(-0.25);
    expect(f32.load(m, 4)).toBe(0.25);
  });

  test("the binary cross-entropy keeps small losses", () => {
    fill(p, [30]);
    fill(g, [1]);
    const value = loss(LossKind.BinaryCrossEntropy, 1, 1, p, g, m);
    expect(abs(value / 9.357622968840175e-14 - 1) < 1e-6).toBeTruthy();
  });

  test("say which row of targets they are not defined for", () => {
    fill(g, [1, 0, 0.5, 0.5, 0.5, 0.6]);
    expect(firstBadTarget(LossKind.CrossEntropy, 2, 2, g)).toBe(-1);
    expect(firstBadTarget(LossKind.CrossEntropy, 3, 2, g)).toBe(2);
    expect(firstBadTarget(LossKind.BinaryCrossEntropy, 3, 2, g)).toBe(-1);
    fill(g, [1, 0, 0.5, 0.5, -0.5, 1.5]);
    expect(firstBadTarget(LossKind.CrossEntropy, 3, 2, g)).toBe(2);
    expect(firstBadTarget(LossKind.SumSquaredError, 3, 2, g)).toBe(-1);
    fill(g, [1, NaN]);
    expect(firstBadTarget(LossKind.SumSquaredError, 1, 2, g)).toBe(0);
  });
});
