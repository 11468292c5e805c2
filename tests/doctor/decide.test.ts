/** What trials prove, refute and leave standing, by remedies whose outcome is given instead of trained. */
import { describe, expect, it } from "vitest";
import type { Allowed } from "../../sdk/doctor/allowed.js";
import { decide } from "../../sdk/doctor/decide.js";
import type { Observation } from "../../sdk/doctor/observation.js";
import { remedies, testsOf } from "../../sdk/doctor/remedies.js";
import type { Remedy } from "../../sdk/doctor/remedies/remedy.js";
import { limit } from "../../sdk/doctor/thresholds.js";
import type { Trial, Trials } from "../../sdk/doctor/trials.js";
import type { FindingId, Verdict } from "../../sdk/doctor/types.js";
import { seen } from "./support/seen.js";

/** Nothing is left of what was suspected but what "capacity" says of any net that does not learn. */
const CLEAN = seen({});

interface Outcome {
  verdict: Verdict;
  scores?: readonly number[];
  /** What the treated net shows; what the patient shows where it is left out. */
  seen?: Observation;
}

/** Decides on a patient; remedies that are not given do nothing and change nothing of what is seen. */
async function decided(patient: Observation, outcomes: Record<string, Outcome | null>, allowed: Partial<Allowed> = {}) {
  const asked: string[] = [];
  const run = (remedy: Remedy, on: Trial | null = null): Promise<Trial | null> => {
    const id = on ? `${on.id} + ${remedy.id}` : remedy.id;
    asked.push(id);
    const given: Outcome | null = Object.hasOwn(outcomes, id) ? (outcomes[id] ?? null) : { verdict: "same" };
    if (given === null) return Promise.resolve(null);
    const { verdict, scores = [1], seen: shown = patient } = given;
    const own = [...(on?.remedies ?? []), remedy];
    return Promise.resolve({ id, verdict, scores, seen: shown, remedies: own } as unknown as Trial);
  };
  const decision = await decide({ run } as unknown as Trials, patient, { learnable: true, ...allowed } as Allowed);
  return { asked, findings: decision.findings, withdrawn: decision.withdrawn };
}

const proofsOf = ({ findings }: Awaited<ReturnType<typeof decided>>) =>
  findings.map(({ id, proof }) => [id, proof?.remedy ?? null, proof?.verdict ?? null]);
const ids = (id: FindingId) => testsOf(id).map((one) => one.id);

const fading = seen({ before: { backward: [0.001, 1] } });
const faint = seen({ before: { backward: [0.04, 1] } });

describe("one finding", () => {
  it("is proven by what cures, and nothing is run after it", async () => {
    const [first, second] = ids("vanishing-backward");
    const found = await decided(fading, { [second!]: { verdict: "cured" } });
    expect(proofsOf(found)).toEqual([["vanishing-backward", second, "cured"]]);
    expect(found.asked).toEqual([first, second]);
    expect(found.withdrawn).toEqual([]);
  });

  it("is tested with so many remedies, those that cannot be run not counted", async () => {
    const all = ids("vanishing-backward");
    expect(all.length).toBeGreaterThan(4);
    const found = await decided(fading, { [all[0]!]: null }, { learnable: false });
    const own = found.asked.slice(0, Math.min(all.length, limit("tests") + 1));
    expect(own).toEqual(all.slice(0, own.length));
  });

  it("keeps the better of two that helped: the lower middle of its scores", async () => {
    const [first, second] = ids("vanishing-backward");
    const outcomes = (one: readonly number[], other: readonly number[]) => ({
      [first!]: { verdict: "better", scores: one } as const,
      [second!]: { verdict: "better", scores: other } as const,
    });
    const proof = async (one: readonly number[], other: readonly number[]) =>
      proofsOf(await decided(fading, outcomes(one, other), { learnable: false }))[0];
    expect(await proof([0.9, 0.1, 0.5], [0.4, 0.45, 1])).toEqual(["vanishing-backward", second, "better"]);
    expect(await proof([0.9, 0.1, 0.5], [0.5, 0.9, 0.1])).toEqual(["vanishing-backward", first, "better"]);
    expect(await proof([0.3, 0.8], [0.35, 0.2])).toEqual(["vanishing-backward", second, "better"]);
  });

  it("stands where nothing took its symptom away, and is withdrawn where that did no good", async () => {
    const standing = await decided(fading, {}, { learnable: false });
    expect(proofsOf(standing)).toEqual([["vanishing-backward", null, null]]);
    const [first] = ids("vanishing-backward");
    const gone = await decided(fading, { [first!]: { verdict: "same", seen: CLEAN } }, { learnable: false });
    expect(gone.findings).toEqual([]);
    expect(gone.withdrawn).toEqual([
      { id: "vanishing-backward", because: `with ${first} it is gone, and the network learns no better` },
    ]);
    // Faint, it no longer shows as clearly as before; a suspicion does.
    const less = await decided(fading, { [first!]: { verdict: "worse", seen: faint } }, { learnable: false });
    expect(less.findings).toEqual([]);
  });

  it("a suspicion stands by proof alone, and is not named as withdrawn", async () => {
    const found = await decided(faint, {}, { learnable: false });
    expect(found).toMatchObject({ findings: [], withdrawn: [] });
    const [first] = ids("vanishing-backward");
    const cured = await decided(faint, { [first!]: { verdict: "cured" } });
    expect(proofsOf(cured)).toEqual([["vanishing-backward", first, "cured"]]);
    const better = await decided(faint, { [first!]: { verdict: "better" } }, { learnable: false });
    expect(proofsOf(better)).toEqual([["vanishing-backward", first, "better"]]);
  });

  it("more time is a cause by proof alone", async () => {
    const slow = seen({ run: { end: 0.9 } });
    const found = await decided(slow, {}, { learnable: false });
    expect(found.findings).toEqual([]);
    expect(found.withdrawn).toEqual([{ id: "slow", because: "the network learns no better without it" }]);
    expect(proofsOf(await decided(slow, { longer: { verdict: "cured" } }))).toEqual([["slow", "longer", "cured"]]);
  });

  it("a net that is no better than a smaller one is not too small", async () => {
    const wider = { wider: { verdict: "cured" } } as const;
    expect(proofsOf(await decided(CLEAN, wider))).toEqual([["capacity", "wider", "cured"]]);
    expect((await decided(CLEAN, wider, { smallerDoes: true })).findings).toEqual([]);
  });
});

describe("several findings", () => {
  /** A saturated layer explains the fading; the inputs are a cause beside. */
  const several = seen({ before: { backward: [0.001, 1], saturated: [0.75] } });

  it("what one that helped explains is not tested, and not named", async () => {
    const [first] = ids("saturation");
    const found = await decided(several, { [first!]: { verdict: "better", scores: [0.7] } }, { learnable: false });
    expect(proofsOf(found)).toEqual([["saturation", first, "better"]]);
    expect(found.withdrawn).toEqual([]);
    const own = ids("vanishing-backward").filter((id) => !ids("saturation").includes(id));
    expect(found.asked.filter((id) => own.includes(id))).toEqual([]);
  });

  it("a consequence does not stand where its cause was refuted", async () => {
    const [first] = ids("saturation");
    const found = await decided(several, { [first!]: { verdict: "same", seen: CLEAN } }, { learnable: false });
    expect(found.findings).toEqual([]);
    expect(found.withdrawn.map(({ id }) => id)).toEqual(["saturation"]);
  });

  it("what is certain stands beside a cure of something else, unless that explains it", async () => {
    const wrong = {
      config: { activation: ["tanh", "tanh", "tanh", "sigmoid"] },
      training: { loss: "binary-cross-entropy" },
    };
    const both = seen({ ...wrong, rest: { symmetric: 1 } });
    const [first] = ids("symmetric");
    const found = await decided(both, { [first!]: { verdict: "cured" } });
    expect(proofsOf(found)).toEqual([
      ["wrong-head", null, null],
      ["symmetric", first, "cured"],
    ]);
    const flat = seen({ ...wrong, head: [{ saturated: 1 }, null] });
    const withdrawn = await decided(flat, { "linear-output": { verdict: "cured" } });
    expect(proofsOf(withdrawn)).toEqual([["wrong-head", "linear-output", "cured"]]);
    expect(withdrawn.withdrawn).toEqual([]);
  });

  it("what was suspected beside a cause that is none of its own is withdrawn with the cure's name", async () => {
    const both = seen({ rest: { symmetric: 1 }, data: { inputs: [{ mean: 0, std: 20, min: 0, max: 1 }] } });
    const last = ids("unscaled-inputs")[0]!;
    const found = await decided(both, { [last]: { verdict: "cured" } });
    expect(proofsOf(found)).toEqual([["unscaled-inputs", last, "cured"]]);
    expect(found.withdrawn).toEqual([{ id: "symmetric", because: `${last} cures, whatever else the network shows` }]);
  });
});

describe("two changes", () => {
  const [first] = ids("vanishing-backward");
  const companions = remedies.filter(({ companion }) => companion).map(({ id }) => id);
  /** With the first change the fading is gone, and it shows that its steps are too small. */
  const next = seen({ rest: { moved: 0.001 } });
  const [rate] = ids("rate-too-small");

  it("a second finding that shows behind the first is proven on top of it", async () => {
    const outcomes = { [first!]: { verdict: "same", seen: next }, [`${first} + ${rate}`]: { verdict: "cured" } } as const; // prettier-ignore
    const found = await decided(fading, outcomes);
    expect(proofsOf(found)).toEqual([
      ["vanishing-backward", first, "same"],
      ["rate-too-small", `${first} + ${rate}`, "cured"],
    ]);
    expect(found.asked.at(-1)).toBe(rate); // whether it does so alone
    expect(await decided(fading, outcomes, { learnable: false })).toMatchObject({ findings: [] });
  });

  it("one that cures alone is the only one", async () => {
    const found = await decided(fading, {
      [first!]: { verdict: "better", seen: next },
      [`${first} + ${rate}`]: { verdict: "cured" },
      [rate!]: { verdict: "cured" },
    });
    expect(proofsOf(found)).toEqual([["rate-too-small", rate, "cured"]]);
  });

  it("a change that suits any net shows that the first was needed, where it does not help alone", async () => {
    const [helper] = companions;
    const outcomes = (alone: Verdict) => ({
      [first!]: { verdict: "same", seen: CLEAN } as const,
      [`${first} + ${helper}`]: { verdict: "better" } as const,
      [helper!]: { verdict: alone },
    });
    const found = await decided(fading, outcomes("same"));
    expect(proofsOf(found)).toEqual([["vanishing-backward", `${first} + ${helper}`, "better"]]);
    expect((await decided(fading, outcomes("better"))).findings).toEqual([]);
    const cannot = await decided(fading, { ...outcomes("same"), [helper!]: null });
    expect(proofsOf(cannot)).toEqual([["vanishing-backward", `${first} + ${helper}`, "better"]]);
  });

  it("the one that did better is the first to be built on, then in the order of the causes", async () => {
    const both = seen({ rest: { symmetric: 1 }, data: { inputs: [{ mean: 0, std: 20, min: 0, max: 1 }] } });
    const [one, other] = [ids("symmetric").at(-1)!, ids("unscaled-inputs")[0]!];
    const order = async (outcomes: Record<string, Outcome>) => {
      const { asked } = await decided(both, outcomes);
      return [...new Set(asked.filter((id) => id.includes(" + ")).map((id) => id.split(" + ")[0]))];
    };
    const gone = { verdict: "same", seen: CLEAN } as const;
    expect(await order({ [one]: gone, [other]: gone })).toEqual([one, other]);
    expect(await order({ [one]: gone, [other]: { verdict: "better", scores: [0.5], seen: CLEAN } })).toEqual([other, one]); // prettier-ignore
    const better = (score: number) => ({ verdict: "better", scores: [score], seen: CLEAN }) as const;
    expect(await order({ [one]: better(0.6), [other]: better(0.5) })).toEqual([other, one]);
    expect(await order({ [one]: better(0.5), [other]: better(0.6) })).toEqual([one, other]);
  });
});
