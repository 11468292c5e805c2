/** The findings about rates at their bounds: what stands exactly on a threshold, and a hair beside it. */
import { describe, expect, it } from "vitest";
import { rateTooLarge, rateTooSmall, slow, stillFalling, strideShare } from "../../sdk/doctor/findings/rates.js";
import type { Observation } from "../../sdk/doctor/observation.js";
import { limit } from "../../sdk/doctor/thresholds.js";

const ADAM = { kind: "adam", learningRate: 0 };
const SGD = { kind: "sgd", learningRate: 0.5 };

interface Seen {
  optimizer?: object;
  clip?: object;
  start?: number;
  end?: number;
  losses?: number[];
  steps?: number;
  moved?: number;
  curvature?: number;
  weights?: number;
}

/** An observation of a net that learns nothing: its loss stays at 1, which is what a constant answer has. */
const seen = ({ optimizer = ADAM, clip, start = 1, end = 1, losses, steps = 1000, ...rest }: Seen): Observation =>
  ({
    subject: { training: { optimizer, ...(clip && { clip }) } },
    run: { start, end, losses: losses ?? [1, 1, 1, 1], steps, autopsy: null },
    data: { constant: 1 },
    moved: rest.moved ?? 1,
    weights: { before: rest.weights ?? 1 },
    curvature: { before: rest.curvature ?? NaN },
  }) as unknown as Observation;

/** Falls by turns, so that it rises in this share of the steps from one epoch to the next. */
const rising = (times: number, of: number): number[] => {
  const losses = [1];
  for (let epoch = 0; epoch < of; epoch++) losses.push(losses.at(-1)! + (epoch < times ? 1e-3 : -1e-3));
  return losses;
};

describe("rate-too-large", () => {
  it("a loss that rose by a tenth is within its bound, one by more is beyond it", () => {
    expect(rateTooLarge.find(seen({ end: limit("risen") }))).toBeNull();
    expect(rateTooLarge.find(seen({ end: limit("risen") + 1e-9 }))).toMatchObject({ weak: false });
    expect(rateTooLarge.find(seen({ end: NaN }))).toMatchObject({ weak: false });
    // Of the larger of start and reference.
    expect(rateTooLarge.find(seen({ start: 2, end: 2 }))).toBeNull();
  });

  it("a loss that rises in two fifths of the epochs bounces, where the weights moved by more than half their size", () => {
    expect(rateTooLarge.find(seen({ losses: rising(20, 50) }))).toMatchObject({
      weak: false,
      numbers: { rising: 0.4 },
    });
    expect(rateTooLarge.find(seen({ losses: rising(19, 50) }))).toBeNull();
    expect(rateTooLarge.find(seen({ losses: rising(20, 50), moved: limit("wandered") }))).toBeNull();
    expect(rateTooLarge.find(seen({ losses: rising(20, 50), moved: limit("wandered") + 1e-9 }))).not.toBeNull();
  });

  it("over many epochs a walk without aim must rise in more of them", () => {
    const epochs = 2500; // 0.5 − 1/√2501
    expect(rateTooLarge.find(seen({ losses: rising(1200, epochs) }))).toBeNull();
    expect(rateTooLarge.find(seen({ losses: rising(1201, epochs) }))).not.toBeNull();
  });

  it("a rate at the stability edge is a suspicion, one below it is none", () => {
    const at = (rate: number) => seen({ optimizer: { ...SGD, learningRate: rate }, curvature: 4 });
    expect(rateTooLarge.find(at(0.5))).toMatchObject({ weak: true, numbers: { rateToStable: 1 } });
    expect(rateTooLarge.find(at(0.499))).toBeNull();
    expect(rateTooLarge.find(at(0.5))!.evidence).toContain(
      "by the curvature at the start, 4, steps are stable up to 0.5",
    );
  });

  it("one epoch says nothing of rises, and a loss that stays is none", () => {
    expect(rateTooLarge.find(seen({ losses: [1] }))).toBeNull();
    expect(rateTooLarge.find(seen({ losses: [1, 1, 1, 1, 1, 1] }))).toBeNull();
    expect(rateTooLarge.find(seen({ losses: [1, NaN, NaN, NaN] }))).toMatchObject({ numbers: { rising: 1 } });
  });
});

describe("rate-too-small", () => {
  const least = limit("moved");
  it("weights that moved by just enough are no finding", () => {
    expect(rateTooSmall.find(seen({ moved: least }))?.weak).toBe(true); // for the rate of 0 alone
    expect(rateTooSmall.find(seen({ moved: least, optimizer: { ...ADAM, learningRate: 1e-2 } }))).toBeNull();
    expect(rateTooSmall.find(seen({ moved: least - 1e-9, optimizer: { ...ADAM, learningRate: 1e-2 } }))).toMatchObject({
      weak: false,
      numbers: { steps: 1000 },
    });
  });

  it("in few steps less is enough", () => {
    const few = { steps: 100, optimizer: { ...ADAM, learningRate: 1e-2 } };
    expect(rateTooSmall.find(seen({ ...few, moved: 100 * limit("stride") }))).toBeNull();
    expect(rateTooSmall.find(seen({ ...few, moved: 99 * limit("stride") }))).not.toBeNull();
  });

  it("a thousandth of the stability edge is a suspicion", () => {
    const at = (rate: number) => seen({ optimizer: { ...SGD, learningRate: rate }, curvature: 2 });
    expect(rateTooSmall.find(at(limit("farBelow")))).toMatchObject({ weak: true });
    expect(rateTooSmall.find(at(1.001 * limit("farBelow")))).toBeNull();
  });
});

describe("slow", () => {
  it("a loss that falls in its last quarter by its bound is still falling", () => {
    const falling = (by: number) => seen({ losses: [1, 1, 1, 1 - 0.25 + by, 0.75], end: 0.75 });
    expect(stillFalling(falling(0.01))).toBeCloseTo(0.01, 12);
    expect(slow.find(seen({ losses: [1, 1, 1, 1], end: 1 - limit("stillFalling") }))).toMatchObject({
      numbers: { falling: 1 - (1 - limit("stillFalling")) },
    });
    expect(slow.find(seen({ losses: [1, 1, 1, 1], end: 1 - limit("stillFalling") + 1e-9 }))).toBeNull();
    expect(slow.find(falling(0.01))!.evidence).toContain("still falling when the training ended (by 1 %");
  });
});

describe("the step over the largest that is sound", () => {
  it("by the optimizer", () => {
    const share = (optimizer: object, clip?: object) =>
      strideShare(seen({ optimizer, curvature: 4, weights: 2, ...(clip && { clip }) }));
    expect(share(SGD)).toBe(1);
    expect(share({ ...SGD, momentum: 0.5 })).toBeCloseTo(1 / 1.5, 12);
    expect(share({ ...SGD, momentum: 0.5, nesterov: true })).toBeCloseTo(2 / 1.5, 12);
    expect(share(SGD, { kind: "norm", limit: 1 })).toBeNaN();
    expect(share({ kind: "rprop" })).toBeNaN();
    expect(share({ ...ADAM, learningRate: 0.1 })).toBeCloseTo(0.5, 12);
  });
});
