/** @module-tag long */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { load } from "gradiometer";
import { findings, parseNets, remedies, thresholds, visit } from "gradiometer/doctor";
import { describe, expect, it } from "vitest";

const lab = await load();
const root = fileURLToPath(new URL("../..", import.meta.url));
const plain = (text: string) => text.replace(/\s+/g, " ");
/** Without the anchors, at which the lab looks. */
const docs = readFileSync(`${root}docs/doctor.md`, "utf8").replaceAll(/<a id="[a-z-]+"><\/a>/g, "");
const setOf = (set: string) => parseNets(readFileSync(`${root}tests/golden/heldOut/${set}.json`, "utf8"));
/** A row of any table by its first cell: findings, thresholds and remedies share a name at times. */
const rows = (first: string) =>
  docs
    .split("\n")
    .filter((line) => line.startsWith(`| ${first} `))
    .map(plain)
    .join("\n");

/** Nets of the older sets whose label the doctor does not share; docs/doctor.md says why. */
const MISSES: Readonly<Record<string, readonly string[]>> = {
  first: ["inputs-500", "slow-tanh-regression", "rnn-tanh-variance-5", "relu-width-2-momentum"],
  second: ["rare-eightieth"],
  third: ["inputs-at-500", "slow-sgd-spirals"],
};
/** Every so many nets of a set are examined here; `gradiometer zoo <set>` examines all. */
const EVERY = 6;

describe("docs/doctor.md", () => {
  it("has every finding, threshold and remedy as the registries have it", () => {
    for (const { id, looksAt, because } of findings) {
      expect(rows(id)).toContain(`| ${looksAt} |`);
      expect(rows(id)).toContain(`| ${because} |`);
    }
    for (const [name, { value, reason }] of Object.entries(thresholds))
      expect(rows(name)).toContain(`| ${name} | ${value} | ${reason.replaceAll("|", "\\|")} |`);
    for (const { id, helps } of remedies) {
      for (const [finding, likelihood] of Object.entries(helps)) expect(rows(id)).toContain(`${finding} ${likelihood}`);
    }
  });

  it.each(Object.keys(MISSES))("the %s set: what it says of it is so", { timeout: 120_000 }, async (set) => {
    const nets = setOf(set);
    const missed = MISSES[set]!;
    expect(rows(set)).toContain(`| ${set} | ${nets.length} | ${nets.length - missed.length} |`);
    for (const name of missed) expect(docs).toContain(`\`${name}\``);
    for (const net of nets.filter((_, index) => index % EVERY === 0)) {
      const { asExpected, verdict } = await visit(lab, net);
      expect([net.name, asExpected]).toEqual([net.name, !missed.includes(net.name)]);
      if (net.expect.findings.length === 0) expect([net.name, verdict]).not.toEqual([net.name, "sick"]);
    }
  });

  it("the three sets are no nets of each other, and most findings are in them", () => {
    const nets = Object.keys(MISSES).flatMap(setOf);
    expect(new Set(nets.map(({ config }) => JSON.stringify(config))).size).toBe(nets.length);
    expect(new Set(nets.flatMap((net) => net.expect.findings)).size).toBe(13);
    expect(nets.filter((net) => net.expect.findings.length === 0).length).toBeGreaterThanOrEqual(30);
  });
});
