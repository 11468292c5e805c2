/** @module-tag long */
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { load } from "gradiometer";
import { examine, type FindingId, parseNet, type Report, type ReportVerdict } from "gradiometer/doctor";
import { describe, expect, it } from "vitest";

const lab = await load();
const folder = fileURLToPath(new URL("cases/", import.meta.url));

async function examined(name: string): Promise<Report> {
  const net = parseNet(readFileSync(`${folder}${name}/net.json`, "utf8"), basename(name));
  const text = gunzipSync(readFileSync(`${folder}${name}/data.csv.gz`))
    .toString()
    .trim();
  const [header, ...rows] = text.split("\n").map((line) => line.split(","));
  const outputs = "sizes" in net.config ? net.config.sizes.at(-1)! : 1;
  const columns = (letter: string): number[] => header!.flatMap((one, at) => (one.startsWith(letter) ? [at] : []));
  const numbers = (places: number[]): Float32Array =>
    Float32Array.from(rows.flatMap((row) => places.map((place) => Number(row[place]))));
  const label = header!.indexOf("label");
  const y =
    label < 0
      ? numbers(columns("y"))
      : Float32Array.from(
          rows.flatMap((row) => Array.from({ length: outputs }, (_, k) => (Number(row[label]) === k ? 1 : 0))),
        );
  const { config, training } = net;
  return examine(lab, { config, training, data: { x: numbers(columns("x")), y } }, { seeds: 1 });
}

/** What people brought, made again: verdict, findings, and a remedy that must have cured. */
const cases: Record<string, { verdict: ReportVerdict; findings: FindingId[]; cure?: string }> = {
  "02-x4": { verdict: "sick", findings: ["unscaled-targets"], cure: "standardise-targets" },
  "06-brainjs-2x": { verdict: "sick", findings: ["targets-out-of-reach"], cure: "targets-into-range" },
  "12-decay-1": { verdict: "sick", findings: ["weight-decay"], cure: "no-decay" },
  "13-sigmoid-4x": { verdict: "sick", findings: ["vanishing-backward"], cure: "scaled-skips" },
  "14-relu-out": { verdict: "sick", findings: ["flat-output", "targets-out-of-reach"] },
  "19-sigmoid-twice": { verdict: "sick", findings: ["wrong-head"], cure: "linear-output" },
  "26-noise-labels": { verdict: "unexplained", findings: [] },
  "30-xor-linear": { verdict: "sick", findings: ["capacity"], cure: "hidden-layer" },
  "33-fraud-learnt": { verdict: "healthy", findings: [] },
  "50-steps-40000": { verdict: "healthy", findings: [] },
  "57-noisy": { verdict: "floor", findings: [] },
  "60-offset-vanish": { verdict: "sick", findings: ["vanishing-backward"], cure: "scaled-skips" },
  "62-offset-rate": { verdict: "sick", findings: ["rate-too-large"] },
};

describe("nets that people asked about", () => {
  it.each(Object.entries(cases))("%s", { timeout: 60_000 }, async (name, expected) => {
    const report = await examined(name);
    expect({ verdict: report.verdict, findings: report.findings.map(({ id }) => id) }).toEqual({
      verdict: expected.verdict,
      findings: expected.findings,
    });
    expect(report.healthy).toBe(report.verdict === "healthy" || report.verdict === "floor");
    if (expected.cure !== undefined)
      expect(report.remedies.find(({ id }) => id === expected.cure)?.verdict).toBe("cured");
    if (report.verdict === "unexplained") expect(report.next).toContain("Nothing that was tried learns");
  });

  it("a net that stands between two diseases keeps what its trial refuted, with the reason", async () => {
    const { withdrawn } = await examined("60-offset-vanish");
    expect(withdrawn).toEqual([{ id: "unscaled-inputs", because: expect.stringContaining("scaled-skips") as string }]);
  });
});
