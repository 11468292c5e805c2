import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));
const readme = readFileSync(`${root}README.md`, "utf8");
const blocks = [...readme.matchAll(/^```js\n(.*?)^```$/gms)].map(([, code]) => code!);
/** Inside the package, so that `gradiometer` resolves to it. */
const folder = `${root}build/readme`;

describe("README.md", () => {
  beforeAll(() => mkdirSync(folder, { recursive: true }));

  it("has programs", () => expect(blocks.length).toBeGreaterThan(0));

  it.each(blocks.map((code, index) => [index + 1, code] as const))("program %i runs", (index, code) => {
    const file = `${folder}/${index}.mjs`;
    writeFileSync(file, code);
    const { status, stderr } = spawnSync(process.execPath, [file], { encoding: "utf8", cwd: folder });
    expect(stderr).toBe("");
    expect(status).toBe(0);
  });

  it("names only scripts that exist", () => {
    const { scripts } = JSON.parse(readFileSync(`${root}package.json`, "utf8")) as { scripts: Record<string, string> };
    const named = [...readme.matchAll(/npm (?:run )?(start|test|build|bench|lint)\b/g)].map(([, name]) => name!);
    expect(named.length).toBeGreaterThan(0);
    for (const name of named) expect(Object.keys(scripts)).toContain(name);
  });
});
