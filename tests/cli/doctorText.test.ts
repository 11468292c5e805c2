/** What a terminal shows of a report, of reports that are written by hand. */
import { describe, expect, it } from "vitest";
import type { Preflight, Report } from "gradiometer/doctor";
import { reportText } from "../../sdk/cli/doctorText.js";
import { screenOf } from "../../sdk/cli/terminal/screen.js";

const screen = { ...screenOf({ isTTY: false, write: () => true }), columns: 100 };
const preflight = { layers: [], depthScale: Infinity, underflowDepth: Infinity, findings: [] } as Preflight;
const signals = (backward: number[]) => ({ forward: [1, 1, 1], backward, underflow: 0 });

const sick = {
  verdict: "sick",
  healthy: false,
  findings: [{ id: "dying", evidence: "Half of the units are dead.", numbers: {} }],
  withdrawn: [],
  remedies: [],
  reference: [],
  trial: { epochs: 10, of: 10 },
  loss: { start: 2, end: 0.9 },
  untreated: { constant: 1, losses: [0.9, 0.8], curve: { epochs: [], losses: [] } },
  signals: { before: signals([0.01, 0.1, 1]), after: signals([0.02, 0.2, 1]), expected: null, treated: null },
  autopsy: null,
  next: "Train longer.",
  examined: { config: { sizes: [2, 3, 3, 3, 2] }, training: {}, samples: 10, seeds: [0, 1], hash: "", variant: "simd", version: "" }, // prettier-ignore
} as unknown as Report;

const shown = (more: object = {}, notes: string[] = []): string => reportText("net", preflight, { ...sick, ...more }, notes, screen); // prettier-ignore
const treated = (id: string, verdict: string, ...losses: number[]) => ({ id, verdict, losses, changes: [`Do ${id}`, "train"] }); // prettier-ignore

describe("the report of a sick net", () => {
  it("begins with its verdict, and has the loss, the evidence and what to do next", () => {
    const text = shown({}, ["left out 3 rows"]);
    expect(text).toMatch(/^net · sick: dying\n/);
    expect(text).toContain("\nData: left out 3 rows.\n");
    expect(text).toContain("\nLoss 2 → 0.900; the best constant answer has 1.\n");
    expect(text).toContain("\ndying\n  Half of the units are dead.\n");
    expect(text).toMatch(/\nNext: Train longer\.\n$/);
    expect(shown({ loss: { start: 2, end: 0.9, heldOut: 0.95 } })).toContain(
      "0.900; on the rows kept out 0.950; the best",
    );
    expect(shown({ trial: { epochs: 3, of: 10 } })).toContain("Examined 3 of 10 epochs");
    expect(shown({ next: "" })).not.toContain("Next:");
  });

  it("draws the gradient before the training, after it, and with the first remedy", () => {
    const axis = "hidden layer";
    expect(shown()).toContain(axis);
    expect(shown()).toContain("before the training");
    expect(shown()).toContain("after it");
    const { before } = sick.signals;
    expect(shown({ signals: { ...sick.signals, after: null } })).not.toContain("after it");
    const cured = { remedies: [treated("he-init", "cured", 0.1, 0.1)], signals: { ...sick.signals, treated: before } };
    expect(shown(cured)).toContain("after a training with he-init");
    const recurrent = { examined: { ...sick.examined, config: { inputs: 1, hidden: 4 } } };
    expect(shown(recurrent)).toContain("step of the sequence");
  });

  it("draws none of a healthy net, of one hidden layer, or of what is no number anywhere", () => {
    const none = (more: object) => expect(shown(more)).not.toContain("Size of the gradient");
    none({ verdict: "healthy", healthy: true, findings: [] });
    none({ signals: { ...sick.signals, before: signals([0.1]) } });
    none({ signals: { before: signals([NaN, Infinity]), after: null, expected: null, treated: null } });
    expect(shown({ signals: { before: signals([NaN, 1]), after: null, expected: null, treated: null } })).toContain("Size of the gradient"); // prettier-ignore
  });

  it("has a table of the remedies, and of those that helped what they change", () => {
    const remedies = [treated("he-init", "cured", 0.1, 0.2), treated("adam", "better", 0.5), treated("clip", "worse", 2, 3)]; // prettier-ignore
    const text = shown({ remedies });
    expect(text).toContain("Remedies that were run, the best first");
    expect(text).toMatch(/untreated +– +0\.900 +0\.800/);
    expect(text).toMatch(/cured +he-init +0\.100 +0\.200/);
    expect(text).toMatch(/better +adam +0\.500\s*\n/);
    expect(text).toContain("  cured he-init\n    Do he-init; then train\n");
    expect(text).toContain("  better adam\n");
    expect(text).not.toContain("  worse clip\n");
    expect(shown()).not.toContain("Remedies that were run");
  });

  it("names the nets that it was held against, and what was suspected and withdrawn", () => {
    const text = shown({
      reference: [{ id: "linear", loss: 0.7 }],
      withdrawn: [{ id: "capacity", because: "a larger net does no better" }],
    });
    expect(text).toContain("Reference nets on the same data, loss on rows that they had not seen: linear 0.700.");
    expect(text).toContain("Suspected, and withdrawn\n  capacity: a larger net does no better.");
    expect(shown()).not.toContain("withdrawn");
    expect(shown()).not.toContain("Reference nets");
  });

  it("says once what ended the training", () => {
    const autopsy = { sentence: "At step 3 a weight was infinite." };
    expect(shown({ autopsy })).toContain("\nAt step 3 a weight was infinite.\n");
    const findings = [{ id: "dying", evidence: `It broke. ${autopsy.sentence}`, numbers: {} }];
    expect(shown({ autopsy, findings }).match(/a weight was infinite/g)).toHaveLength(1);
  });
});
