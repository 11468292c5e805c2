/** @module-tag long */
import { readFileSync } from "node:fs";
import { load } from "gradiometer";
import { describe, expect, it } from "vitest";
import { heldOutData } from "./heldOut/data.js";
import { type HeldOutNet, prove, shortcomings } from "./heldOut/proof.js";

const lab = await load();
const read = (set: string): HeldOutNet[] =>
  JSON.parse(readFileSync(new URL(`../golden/heldOut/${set}.json`, import.meta.url), "utf8")) as HeldOutNet[];
const [fourth, floor] = [read("fourth"), read("floor")];
const nets = [...fourth, ...floor];

/** SPEC.md's findings. */
const FINDINGS = [
  ...["vanishing-backward", "forward-collapse", "exploding-forward", "exploding-backward", "saturation", "dying"],
  ...["rate-too-small", "rate-too-large", "symmetric", "unscaled-inputs", "degenerate-target", "recurrent-lag", "slow"],
  ...["targets-out-of-reach", "unscaled-targets", "flat-output", "wrong-head", "weight-decay", "capacity"],
  "overfitting",
];

describe("the held-out nets that were written without sight of the thresholds", () => {
  it("are many, each under its own name", () => {
    expect(fourth.length).toBeGreaterThanOrEqual(150);
    expect(floor.length).toBeGreaterThanOrEqual(40);
    expect(new Set(nets.map(({ name }) => name)).size).toBe(nets.length);
  });

  it("have every finding five times or more, and two in five are healthy or at their floor", () => {
    const count = (finding: string) => nets.filter(({ expect: { findings } }) => findings[0] === finding).length;
    expect(FINDINGS.filter((finding) => count(finding) < 5)).toEqual([]);
    const named = nets.flatMap(({ expect: { findings, also = [] } }) => [...findings, ...also]);
    expect(named.filter((finding) => !FINDINGS.includes(finding))).toEqual([]);
    const well = nets.filter(({ expect: { verdict } }) => verdict === "healthy" || verdict === "floor");
    expect(well.length / nets.length).toBeGreaterThanOrEqual(0.4);
  });

  it("are proved: the numbers in the files show what each expects", () => {
    expect(nets.map((net) => [net.name, ...shortcomings(net)]).filter(({ length }) => length > 1)).toEqual([]);
  });

  it("have data that are finite and have as many rows as they say", async () => {
    for (const { name, data } of nets) {
      const { x, y, outputs, columns } = await heldOutData(lab, data);
      const rows = y.length / outputs;
      const values = x instanceof Float32Array ? x : x.values;
      const time = x instanceof Float32Array ? 1 : x.time;
      expect([name, rows, values.length]).toEqual([name, data.rows, rows * columns * time]);
      expect([name, [...values, ...y].every(Number.isFinite)]).toEqual([name, true]);
    }
  });

  // All of them: node tests/doctor/heldOutProof.mjs
  it.each(nets.filter((_, at) => at % 47 === 5))("$name is proved again with the same numbers", async (net) => {
    expect(await prove(lab, net)).toEqual(net.proof);
  });
});
