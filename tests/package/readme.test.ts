/** @module-tag package */
import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { markdownPages } from "../support/pages.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const textOf = (page: string) => readFileSync(root + page, "utf8");
const pages = markdownPages().filter((page) => page === "README.md" || page.startsWith("docs/"));
/** Inside the package, so that `gradiometer` resolves to it. */
const folder = `${root}build/programs`;

const programsIn = (text: string) => [...text.matchAll(/^```js\n(.*?)^```$/gms)].map(([, code]) => code!);

/** Runs a program; what it prints is what the comments behind its `console.log(…);` say, if there are any. */
function runs(name: string, code: string): void {
  const file = `${folder}/${name}.mjs`;
  writeFileSync(file, code);
  const { status, stdout, stderr } = spawnSync(process.execPath, [file], { encoding: "utf8", cwd: folder });
  expect(stderr).toBe("");
  expect(status).toBe(0);
  const promised = [...code.matchAll(/^ *console\.log\(.*\); \/\/ (.*)$/gm)].map(([, text]) => text!);
  if (promised.length > 0) expect(stdout.trimEnd().split("\n")).toEqual(promised);
}

beforeAll(() => mkdirSync(folder, { recursive: true }));

/** [page, number, code] */
const programs = pages.flatMap((page) =>
  programsIn(textOf(page)).map((code, index) => [page, index + 1, code] as const),
);

describe("README.md and docs/", () => {
  it.each(["README.md", "docs/guide/index.md", "docs/guide/networks.md", "docs/guide/files.md"])(
    "%s has programs",
    (page) => expect(programs.map(([of]) => of)).toContain(page),
  );

  it.each(programs)("%s, program %i runs", (page, index, code) => runs(`${page.replaceAll("/", ".")}-${index}`, code));

  it("name only scripts that exist", () => {
    const { scripts } = JSON.parse(textOf("package.json")) as { scripts: Record<string, string> };
    const named = pages.flatMap((page) =>
      [...textOf(page).matchAll(/npm (?:run ([a-z:]+)|(start|test)\b)/g)].map(([, script, short]) => script ?? short!),
    );
    expect(named.length).toBeGreaterThan(0);
    for (const name of named) expect(Object.keys(scripts)).toContain(name);
  });
});

/** The first table between the markers of this name: its header, then its rows. */
function tableOf(page: string, name: string): { header: string[]; rows: string[][] } {
  const [, between] = new RegExp(`<!-- ${name} -->(.*?)<!-- /${name} -->`, "s").exec(textOf(page))!;
  const [, table] = /((?:^\|.*\n)+)/m.exec(between!)!;
  const cells = (row: string) =>
    row
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim());
  const [header, , ...rows] = table!.trimEnd().split("\n").map(cells);
  return { header: header!, rows };
}

describe("README.md", () => {
  it("ticks the runtimes of docs/runtimes.md", () => {
    const measured = tableOf("docs/runtimes.md", "runtimes");
    const bits = measured.header.indexOf("simd build");
    const engineOf = (row: string[]) => row[0]!.split(/[ ,]/)[0]!;
    const { header, rows } = tableOf("README.md", "ticks");
    expect(header).toEqual([...new Set(measured.rows.map(engineOf))]);
    const same = (name: string) =>
      measured.rows.filter((row) => engineOf(row) === name).every((row) => row[bits] === "same bits");
    expect(rows).toEqual([header.map((name) => (same(name) ? "✓" : "✗"))]);
  });

  it("has the speeds of docs/performance.md", () => {
    const measured = tableOf("docs/performance.md", "bench");
    const { header, rows } = tableOf("README.md", "speed");
    const short = measured.rows.map(([net, ...cells]) => [
      net!,
      ...header.slice(1).map((library) => {
        const cell = cells[measured.header.indexOf(`${library}, ms`) - 1];
        return cell!.split(" = ")[1]!;
      }),
    ]);
    expect(rows).toEqual(short);
  });

  it("is two screens long", () => expect(textOf("README.md").split("\n").length).toBeLessThanOrEqual(100));
});

describe("the docstrings", () => {
  const sources = readdirSync(`${root}sdk`, { recursive: true, encoding: "utf8" }).filter((file) =>
    file.endsWith(".ts"),
  );
  /** [where, code]: the blocks behind every @example of the SDK. */
  const examples = sources.flatMap((source) =>
    [...readFileSync(`${root}sdk/${source}`, "utf8").matchAll(/^( *)\* @example\n(.*?)^\1(?:\*\/|\* @)/gms)].map(
      ([, indent, block], index) => {
        const text = block!.replaceAll(new RegExp(`^${indent!}\\* ?`, "gm"), "");
        return [`${source.replaceAll(/[\\/]/g, ".")}-${index + 1}`, programsIn(text)] as const;
      },
    ),
  );

  it("have examples, each with one program", () => {
    expect(examples.length).toBeGreaterThanOrEqual(10);
    expect(examples.filter(([, programs]) => programs.length !== 1)).toEqual([]);
  });

  it.each(examples)("%s does what it says", (name, [code]) => runs(name, code!));
});
