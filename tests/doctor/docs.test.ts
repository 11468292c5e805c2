/** @module-tag package */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { findings, parseNets, remedies, thresholds } from "gradiometer/doctor";
import { describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));
const plain = (text: string) => text.replace(/\s+/g, " ");
const docs = readFileSync(`${root}docs/doctor.md`, "utf8");
const blocks = [...docs.matchAll(/^```text\n(.*?)\n```$/gms)].map(([, block]) => block!);
const held = (set: string) => `tests/golden/heldOut/${set}.json`;
/** A row of any table by its first cell: findings, thresholds and remedies share a name at times. */
const rows = (first: string) =>
  docs
    .split("\n")
    .filter((line) => line.startsWith(`| ${first} `))
    .map(plain)
    .join("\n");

describe("docs/doctor.md", () => {
  it("has every finding, threshold and remedy as the registries have it", () => {
    for (const { id, looksAt } of findings) expect(rows(id)).toContain(`| ${looksAt} |`);
    for (const [name, { value, reason }] of Object.entries(thresholds))
      expect(rows(name)).toContain(`| ${name} | ${value} | ${reason.replaceAll("|", "\\|")} |`);
    for (const { id, helps } of remedies) {
      for (const [finding, likelihood] of Object.entries(helps)) expect(rows(id)).toContain(`${finding} ${likelihood}`);
    }
  });

  // What `gradiometer zoo` prints is in cli.test.ts.
  it.each([
    ["first", 1, 67],
    ["second", 2, 42],
    ["third", 3, 38],
  ] as const)(
    "nets that the doctor had not seen, the %s set: the matrix is what the command prints",
    (set, at, least) => {
      const nets = parseNets(readFileSync(root + held(set), "utf8"));
      const file = `${root}build/${set}.zoo.json`;
      const { stdout, status } = spawnSync(process.execPath, ["dist/cli.js", "zoo", held(set), "--json", file], {
        encoding: "utf8",
        cwd: root,
      });
      expect(stdout.replace(/ +$/gm, "")).toContain(`\n${blocks[at]!}\n`);
      const { nets: seen } = JSON.parse(readFileSync(file, "utf8")) as {
        nets: { asExpected: boolean; expected: string[]; found: string[] }[];
      };
      const right = seen.filter(({ asExpected }) => asExpected).length;
      expect(right).toBeGreaterThanOrEqual(least);
      expect(right / nets.length).toBeGreaterThanOrEqual(0.95);
      expect(status).toBe(right === nets.length ? 0 : 1);
      const accused = seen.filter(({ expected, found }) => expected.length === 0 && found.some((id) => id !== "slow"));
      expect(accused).toEqual([]);
    },
  );

  it("the three sets cover every finding, and are no nets of each other", () => {
    const nets = ["first", "second", "third"].flatMap((set) => parseNets(readFileSync(root + held(set), "utf8")));
    expect(new Set(nets.map(({ config }) => JSON.stringify(config))).size).toBe(nets.length);
    for (const { id } of findings)
      expect(nets.filter((net) => net.expect.findings.includes(id)).length).toBeGreaterThanOrEqual(5);
    expect(nets.filter((net) => net.expect.findings.length === 0).length).toBeGreaterThanOrEqual(30);
  });
});
