/**
 * @module-tag package
 * @module-tag first
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { load } from "gradiometer";
import { twoMoons } from "gradiometer/data";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const cli = fileURLToPath(new URL("../../dist/cli.js", import.meta.url));
const lab = await load();
let folder: string;

const training = { loss: "cross-entropy", optimizer: { kind: "sgd", learningRate: 0.5 }, epochs: 100 };
const net = (config: object) => JSON.stringify({ name: "mine", config, training });

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "gradiometer-doctor-"));
  const { x, y, labels } = twoMoons(lab, { samples: 100 });
  const rows = (of: (row: number) => string) =>
    Array.from(labels, (_, row) => `${x[2 * row]!},${x[2 * row + 1]!},${of(row)}`);
  const file = (name: string, lines: string[]) => writeFileSync(join(folder, name), `${lines.join("\n")}\n`);
  file("label.csv", ["x1,x2,label", ...rows((row) => (labels[row] ? "upper" : "lower"))]);
  file("moons.csv", ["x1,x2,y1,y2", ...rows((row) => `${y[2 * row]!},${y[2 * row + 1]!}`)]);
  writeFileSync(join(folder, "healthy.json"), net({ sizes: [2, 16, 16, 2] }));
  writeFileSync(join(folder, "zeros.json"), net({ sizes: [2, 16, 16, 2], init: "zeros" }));
  writeFileSync(join(folder, "rnn.json"), net({ inputs: 1, hidden: 8, outputs: 2, recurrentInit: "zeros" }));
  for (const [name, text] of Object.entries({
    "empty.csv": "",
    "head.csv": "x1,x2,y1,y2\n",
    "names.csv": "a,b\n1,2\n",
    "gap.csv": "x1,x3,y1,y2\n1,2,0,1\n",
    "narrow.csv": "x1,y1,y2\n1,0,1\n",
    "short.csv": "x1,x2,y1,y2\n1,2,0,1\n1,2,0\n",
    "word.csv": "x1,x2,y1,y2\n1,two,0,1\n",
    "many.csv": "x1,x2,label\n1,2,a\n1,2,b\n1,2,c\n",
    "none.json": "[]",
    "unlabelled.csv": "x1,x2,label\n1,2,a\n1,2, \n",
    "targets.csv": "x1,x2,y1,y2\n1,2,3,4\n",
    "bad.json": "{",
    "odd.json": net({ sizes: [2] }),
    "rate.json": JSON.stringify({
      name: "mine",
      config: { sizes: [2, 2] },
      training: { ...training, optimizer: { kind: "sgd", learningRate: -1 } },
    }),
  }))
    writeFileSync(join(folder, name), text);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const run = (...args: string[]) => spawnSync(process.execPath, [cli, ...args], { encoding: "utf8", cwd: folder });

/** Refused before anything is trained: one line, and the folder is as it was. */
function expectKept(args: readonly string[], message: string): void {
  const files = () => readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), "utf8")]);
  const before = files();
  const { status, stdout, stderr } = run(...args);
  expect(stderr).toContain(`gradiometer: ${message}`);
  expect(stderr).toMatch(/^[^\n]+\n$/);
  expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
  expect(files()).toEqual(before);
}

describe("gradiometer doctor", () => {
  it("a healthy net: exit code 0, with labels as with targets the same report", () => {
    const [one, two] = ["moons.csv", "label.csv"].map((data) => run("doctor", "healthy.json", data));
    expect(one).toMatchObject({ status: 0, stderr: "" });
    expect(one!.stdout).toMatch(/^mine · healthy\n/);
    expect(two!.stdout.split("\n")[0]).toBe("mine · healthy");
  });

  it("a sick net: exit code 1, evidence, remedies, and the report as JSON", () => {
    const { status, stdout } = run("doctor", "zeros.json", "moons.csv", "--seeds", "2", "--json", "r.json");
    expect(status).toBe(1);
    expect(stdout).toContain("mine · sick: symmetric");
    expect(stdout).toContain("cured glorot-init");
    const report = JSON.parse(readFileSync(join(folder, "r.json"), "utf8")) as Record<string, unknown[]>;
    expect(report).toMatchObject({ name: "mine", healthy: false, findings: [{ id: "symmetric" }] });
    expect(report["remedies"]!.length).toBeGreaterThan(0);
    expect(stdout).toMatch(
      /^mine · sick: symmetric\nIt does not learn as well as it could because all units .*\nCure: draw the weights .*\n/,
    );
    run("doctor", "zeros.json", "moons.csv", "--seeds", "2", "--json", "again.json");
    expect(readFileSync(join(folder, "again.json"), "utf8")).toBe(readFileSync(join(folder, "r.json"), "utf8"));
  });

  it("writes the report as one page of at most 300 kB that needs nothing else", () => {
    const { status, stdout } = run("doctor", "zeros.json", "moons.csv", "--seeds", "2", "--html", "r.html");
    expect(status).toBe(1);
    expect(stdout).toContain("Wrote r.html");
    const html = readFileSync(join(folder, "r.html"), "utf8");
    expect(Buffer.byteLength(html)).toBeLessThanOrEqual(300_000);
    expect(html.replaceAll("http://www.w3.org/2000/svg", "")).not.toMatch(/https?:|<script|<link|<img|url\((?!#)/);
    for (const text of ["Sick: symmetric", "All units of layer 1", "glorot-init", "✓ cured", "loss, seed 1", "<svg"])
      expect(html).toContain(text);
    expect(html).toContain("doctor zeros.json moons.csv --seeds 2 --remedies likely");
    expect(html.match(/<figure>/g)!.length).toBeGreaterThanOrEqual(5);
    expect(run("doctor", "zeros.json", "moons.csv", "--html", "r.html", "--json", "./r.html").stderr).toContain(
      "both name",
    );
  });

  it("reads a row as a sequence for a recurrent net", () => {
    expect(run("doctor", "rnn.json", "moons.csv", "--remedies", "none").status).toBeLessThan(2);
  });

  it.each([
    [["healthy.json", "missing.csv"], "there is no such file"],
    [["healthy.json", "."], "it is a folder"],
    [["bad.json", "moons.csv"], "not valid JSON"],
    [["odd.json", "moons.csv"], "odd.json: sizes: expected"],
    [["rate.json", "moons.csv"], "rate.json: optimizer.learningRate: expected"],
    [["healthy.json", "empty.csv"], "expected a header"],
    [["healthy.json", "head.csv"], "expected rows"],
    [["healthy.json", "names.csv"], "--target b"],
    [["healthy.json", "gap.csv"], "no x2"],
    [["healthy.json", "narrow.csv"], "2 inputs"],
    [["healthy.json", "short.csv"], "line 3"],
    [["healthy.json", "word.csv"], 'line 2, x2: expected a number, but got "two"'],
    [["healthy.json", "many.csv"], "3 classes"],
    [["healthy.json", "unlabelled.csv"], "line 3, label: expected a class"],
    [["healthy.json", "targets.csv"], "healthy.json with targets.csv: y: cross-entropy expected rows of probabilities"],
    [["healthy.json", "moons.csv", "--seeds", "0"], "Give an integer"],
    [["healthy.json", "moons.csv", "--remedies", "some"], "likely, all, none"],
    [["healthy.json"], "data.csv"],
  ])("%j is one line and exit code 2", (args, message) => {
    const { status, stdout, stderr } = run("doctor", ...args);
    expect(stderr).toContain(message);
    expect(stderr).toMatch(/^gradiometer: [^\n]+\n$/);
    expect(stdout).toBe("");
    expect(status).toBe(2);
  });
});

describe("an output that is an input", () => {
  beforeAll(() => symlinkSync("moons.csv", join(folder, "link.csv")));

  it.each([
    [["--json", "healthy.json"], "--json: healthy.json is an input; choose another file"],
    [["--html", "./healthy.json"], "--html: ./healthy.json, which is healthy.json, is an input"],
    [["--json", "moons.csv"], "--json: moons.csv is an input"],
    [["--json", "r.json", "--html", "link.csv"], "--html: link.csv, which is moons.csv, is an input"],
  ])("doctor %j is refused, and the file is kept", (options, message) => {
    expectKept(["doctor", "healthy.json", "moons.csv", ...options], message);
  });

  it("is refused where the input is named by its link, and by zoo", () => {
    expectKept(
      ["doctor", "healthy.json", "link.csv", "--json", "moons.csv"],
      "--json: moons.csv, which is link.csv, is an input",
    );
    const known = { data: { generator: "two-moons" }, expect: { findings: [] } };
    writeFileSync(
      join(folder, "nets.json"),
      JSON.stringify({ ...(JSON.parse(net({ sizes: [2, 2] })) as object), ...known }),
    );
    expectKept(["zoo", "nets.json", "--json", "./nets.json"], "--json: ./nets.json, which is nets.json, is an input");
  });
});

describe("gradiometer zoo", () => {
  const known = (name: string, findings: string[], more: object = {}) => ({
    ...(JSON.parse(net({ sizes: [2, 8, 2], init: "zeros" })) as object),
    name,
    data: { generator: "two-moons", options: { samples: 40 } },
    expect: { findings },
    ...more,
  });
  const write = (file: string, nets: object) => writeFileSync(join(folder, file), JSON.stringify(nets));

  it("examines nets of a file: wrong expectations end with 1", () => {
    write("own.json", [known("one", ["symmetric"]), known("two", [])]);
    const { status, stdout } = run("zoo", "own.json");
    expect(stdout).toContain("own.json: 2 nets");
    expect(stdout).toContain("1 of 2 nets came out as expected. ALARM: two (found symmetric)");
    expect(status).toBe(1);
  });

  beforeAll(() => {
    const good = known("one", ["symmetric"]);
    write("sizes.json", [good, known("two", [], { config: { sizes: [2] } })]);
    write("generator.json", [good, known("two", [], { data: { generator: "three-moons" } })]);
    write("cure.json", [known("two", ["symmetric"], { expect: { findings: ["symmetric"], cure: "sleep" } })]);
    write("names.json", [good, { ...good, name: "" }]);
    write("bare.json", known("two", [], { config: { sizes: [2] } }));
  });

  it.each([
    ["missing.json", "there is no such file"],
    ["bad.json", "bad.json: net file: not valid JSON"],
    ["healthy.json", 'expected "data" and "expect"'],
    ["none.json", "expected at least one net"],
    ["names.json", 'names.json: net file: net 2 of 2: expected a "name"'],
    ["sizes.json", "sizes.json: net 2 of 2, two: sizes: expected"],
    ["generator.json", "generator.json: net 2 of 2, two: data.generator: expected"],
    ["cure.json", "cure.json: net 1 of 1, two: expect.cure: expected"],
    ["bare.json", "bare.json: net 1 of 1, two: sizes: expected"],
  ])("%s is one line and exit code 2", (file, message) => {
    const { status, stderr } = run("zoo", file, "--cures");
    expect(stderr).toContain(message);
    expect(stderr).toMatch(/^gradiometer: [^\n]+\n$/);
    expect(status).toBe(2);
  });
});
