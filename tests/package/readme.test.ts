/** @module-tag package */
import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));
const readme = readFileSync(`${root}README.md`, "utf8");
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

describe("README.md", () => {
  const blocks = programsIn(readme);

  it("has programs", () => expect(blocks.length).toBeGreaterThan(0));

  it.each(blocks.map((code, index) => [index + 1, code] as const))("program %i runs", (index, code) =>
    runs(`readme-${index}`, code),
  );

  it("names only scripts that exist", () => {
    const { scripts } = JSON.parse(readFileSync(`${root}package.json`, "utf8")) as { scripts: Record<string, string> };
    const named = [...readme.matchAll(/npm (?:run )?(start|test|build|bench|lint)\b/g)].map(([, name]) => name!);
    expect(named.length).toBeGreaterThan(0);
    for (const name of named) expect(Object.keys(scripts)).toContain(name);
  });
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
