/** @module-tag long */
import { readFileSync } from "node:fs";
import { load } from "gradiometer";
import { examine, type FindingId, type Patient } from "gradiometer/doctor";
import { beforeAll, describe, expect, it } from "vitest";
import { type HeldOutData, heldOutData } from "./heldOut/data.js";

/** A net of the sets that were written without sight of the doctor's rules. */
interface BlindNet extends Omit<Patient, "data"> {
  readonly name: string;
  readonly data: HeldOutData;
  readonly expect: { verdict: string; findings: FindingId[]; also?: FindingId[] };
}

interface Outcome {
  readonly net: BlindNet;
  readonly right: boolean;
  readonly healthy: boolean;
  readonly verdict: string;
}

const read = (file: string): string => readFileSync(new URL(`../../${file}`, import.meta.url), "utf8");

async function outcomes(set: string): Promise<Outcome[]> {
  const lab = await load();
  const found: Outcome[] = [];
  for (const net of JSON.parse(read(`tests/golden/heldOut/${set}.json`)) as BlindNet[]) {
    const { x, y } = await heldOutData(lab, net.data);
    const { config, training, holdout, parameters } = net;
    const patient: Patient = {
      config,
      training,
      data: { x, y },
      ...(holdout !== undefined && { holdout }),
      ...(parameters && { parameters }),
    };
    const { healthy, verdict, findings } = await examine(lab, patient);
    const { findings: wanted, also = [], verdict: expected } = net.expect;
    const first = findings[0]?.id;
    const named = first !== undefined && [...wanted, ...also].includes(first);
    const right = wanted.length > 0 ? named : expected === "unexplained" ? verdict === "unexplained" : healthy;
    found.push({ net, right, healthy, verdict });
  }
  return found;
}

const well = ({ net }: Outcome): boolean => ["healthy", "floor"].includes(net.expect.verdict);

describe("nets written without sight of the rules", () => {
  let fourth: Outcome[];
  let floor: Outcome[];
  beforeAll(async () => {
    fourth = await outcomes("fourth");
    floor = await outcomes("floor");
  }, 600_000);

  it("no sick net is called healthy, no healthy one sick", () => {
    const names = (all: readonly Outcome[]) => all.map(({ net }) => net.name);
    expect(names(fourth.filter((one) => !well(one) && one.healthy))).toEqual([]);
    expect(names(fourth.filter((one) => well(one) && !one.healthy))).toEqual([]);
  });

  it("the first finding is right in 97 % and more", () => {
    const right = fourth.filter((one) => one.right).length;
    expect(right / fourth.length).toBeGreaterThanOrEqual(0.97);
    expect(read("docs/doctor.md").replace(/\s+/g, " ")).toContain(`| fourth | ${fourth.length} | ${right} |`);
  });

  it("no net at the floor of its noise is called sick", () => {
    expect(floor.filter(({ verdict }) => verdict === "sick").map(({ net }) => net.name)).toEqual([]);
    const right = floor.filter((one) => one.right).length;
    expect(read("docs/doctor.md").replace(/\s+/g, " ")).toContain(`| floor | ${floor.length} | ${right} |`);
  });
});
