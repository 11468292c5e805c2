/** Three sentences for every verdict, of reports that are written by hand. */
import { findings, type Report, type Treatment } from "gradiometer/doctor";
import { describe, expect, it } from "vitest";
import { headline, trialText } from "../../sdk/doctor/headline.js";
import { expected, nextStep, percent, say } from "../../sdk/doctor/words.js";

const treatment = (more: Partial<Treatment>): Treatment =>
  ({ id: "adam", changes: ["Train with Adam"], losses: [0.3, 0.1, 0.2], verdict: "cured", ...more }) as Treatment;

const report = (more: Partial<Report>): Report =>
  ({
    ...{ verdict: "sick", healthy: false, findings: [], remedies: [], reference: [], trial: { epochs: 10, of: 10 } },
    loss: { start: 2, end: 0.5 },
    untreated: { constant: 1, losses: [0.5], curve: { epochs: [], losses: [] } },
    ...more,
  }) as Report;

const found = (...ids: readonly (typeof findings)[number]["id"][]) =>
  ids.map((id) => ({ id, evidence: "", numbers: {} }));
const because = (id: string) => findings.find((row) => row.id === id)!.because;

describe("the verdict and the cause", () => {
  it("healthy: what was learnt, as a share of the loss of the best constant answer", () => {
    const { verdict, cause, cure } = headline(report({ verdict: "healthy", healthy: true }));
    expect(verdict).toBe("healthy");
    expect(cause).toBe("It learns: the loss fell from 2 to 0.5, 50 % of the loss of the best constant answer.");
    expect(cure).toBe("Nothing to cure.");
    const perfect = { verdict: "healthy", untreated: { constant: 0, losses: [], curve: { epochs: [], losses: [] } } };
    expect(headline(report(perfect as Partial<Report>)).cause).toBe(
      "It learns: the loss fell from 2 to 0.5, and the best constant answer has 0.",
    );
    expect(headline(report({ ...perfect, verdict: "floor" })).cause).toContain(
      "the loss is 0.5, and the best constant answer has 0, and no reference net",
    );
  });

  it("floor: with the nets that it was held against", () => {
    const reference = [
      { id: "linear", loss: 0.7 },
      { id: "wide", loss: 0.48 },
    ];
    const { verdict, cause } = headline(report({ verdict: "floor", reference }));
    expect(verdict).toBe("healthy, at the noise floor");
    expect(cause).toContain("the loss is 50 % of the loss of the best constant answer");
    expect(cause).toContain("(linear 0.7, wide 0.48)");
  });

  it("unexplained, slow and sick: what is missing, and every cause in its order", () => {
    expect(headline(report({ verdict: "unexplained" })).cause).toBe(
      "It does not learn (the loss went from 2 to 0.5; the best constant answer has 1), and no cause was found.",
    );
    const slow = headline(report({ verdict: "slow", findings: found("slow") }));
    expect(slow).toMatchObject({ verdict: "slow", cause: `It has not learnt yet: ${because("slow")}.` });
    const sick = headline(report({ findings: found("dying", "rate-too-large", "symmetric") }));
    expect(sick.verdict).toBe("sick: dying, rate-too-large, symmetric");
    expect(sick.cause).toBe(
      `It does not learn as well as it could because ${because("dying")}; also, ${because("rate-too-large")}, and ${because("symmetric")}.`,
    );
  });
});

describe("the cure", () => {
  const cureOf = (remedies: Treatment[], more: Partial<Report> = {}) => headline(report({ remedies, ...more })).cure;
  const other = treatment({ id: "clip", changes: ["Clip", "Train longer"], losses: [0.4], verdict: "cured" });

  it("the first that cured, with its median loss and its seeds", () => {
    expect(cureOf([treatment({}), other])).toBe(
      "Cure: Train with Adam [adam]: the loss ends at 0.2 instead of 0.5 (from all 3 seeds).",
    );
    expect(cureOf([other])).toBe(
      "Cure: Clip; then Train longer [clip]: the loss ends at 0.4 instead of 0.5 (from one seed).",
    );
  });

  it("rather the one that proved a finding, when it cured", () => {
    const proved = [{ ...found("dying")[0]!, proof: { remedy: "clip", verdict: "cured" } }];
    expect(cureOf([treatment({}), other], { findings: proved })).toContain("[clip]");
    expect(cureOf([treatment({}), { ...other, verdict: "better" }], { findings: proved })).toContain("[adam]");
  });

  it("what does better helps; what does not is no cure", () => {
    expect(cureOf([treatment({ verdict: "better" })])).toBe(
      "Helps: Train with Adam [adam]: the loss ends at 0.2 instead of 0.5 (better, not cured).",
    );
    expect(cureOf([treatment({ verdict: "same" }), treatment({ verdict: "worse" })])).toBe(
      "None of the 2 remedies that were run is a cure.",
    );
    expect(cureOf([])).toBe("No remedy was run.");
  });
});

it("says how much of a training was examined, when it was not all", () => {
  expect(trialText(report({}))).toBe("");
  expect(trialText(report({ trial: { epochs: 9, of: 10 } }))).toMatch(
    /^Examined 9 of 10 epochs; --steps sets the limit/,
  );
});

describe("words", () => {
  it.each([
    [0, "0"],
    [-0, "0"],
    [NaN, "NaN"],
    [Infinity, "∞"],
    [-Infinity, "−∞"],
    [1234.5, "1230"],
    [-0.12345, "−0.123"],
    [0.001, "0.001"],
    [0.00099, "9.9e-4"],
    [-1e-7, "−1.0e-7"],
    [99999, "100000"],
    [1e5, "1.0e5"],
  ])("%d is said %s", (value, text) => expect(say(value)).toBe(text));

  it.each([
    [0.5, "50 %"],
    [0.01234, "1.23 %"],
    [1, "100 %"],
  ])("%d is %s", (value, text) => expect(percent(value)).toBe(text));

  it("theory before the first step", () => {
    const of = (depthScale: number, underflowDepth: number, ...ids: ReturnType<typeof found>[number]["id"][]) =>
      expected({ layers: [], depthScale, underflowDepth, findings: ids }, false);
    expect(of(0, 1)).toContain("theory says: no gradient gets through; no problem is expected.");
    expect(of(Infinity, Infinity)).toContain("the gradient keeps its size at any depth; no problem is expected.");
    expect(of(0.5 / Math.LN2, Infinity, "dying", "symmetric")).toBe(
      "Before training, theory says: the gradient grows 2-fold per layer; expect dying, symmetric.",
    );
    expect(of(0.5 / Math.log(14), 57)).toContain(
      "the gradient shrinks 14-fold per layer, and a gradient of size 1 is 0 in float32 after 57 layers",
    );
    const step = expected({ layers: [], depthScale: 0.5 / Math.LN2, underflowDepth: Infinity, findings: [] }, true);
    expect(step).toContain("2-fold per step");
  });

  it("where to look next", () => {
    const next = (more: Partial<Report>, learnable: boolean | null = null) => nextStep(report(more), learnable);
    expect(next({ verdict: "healthy" })).toBe("");
    expect(next({ remedies: [treatment({})] })).toBe("");
    expect(next({ verdict: "floor" })).toMatch(/^The rest of the loss is noise/);
    expect(next({ verdict: "slow" })).toMatch(/^Train longer/);
    const better = { remedies: [treatment({ verdict: "same" }), treatment({ id: "wider", verdict: "better" })] };
    expect(next(better)).toMatch(/^wider does better, but is not a cure/);
    expect(next(better, false)).toMatch(/^Nothing that was tried learns anything/);
    expect(next({}, true)).toMatch(/^Nothing that was tried helped/);
    // Better than the net itself, and than a constant answer.
    const reference = (...losses: number[]) => losses.map((loss, index) => ({ id: `net-${index}`, loss }));
    expect(next({ reference: reference(0.5, 0.49, 0.3) })).toContain("(net-2: 0.3)");
    expect(next({ reference: reference(0.5) })).toMatch(/^Nothing that was tried helped/);
    expect(next({ reference: reference(1.2), loss: { start: 2, end: 1.5 } })).toMatch(/^Nothing that was tried helped/);
  });
});
