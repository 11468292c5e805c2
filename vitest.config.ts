import { existsSync, readdirSync, readFileSync } from "node:fs";
import { relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { defineConfig, type Plugin } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

const root = fileURLToPath(new URL(".", import.meta.url));
const { name, exports } = JSON.parse(readFileSync(`${root}package.json`, "utf8")) as {
  name: string;
  exports: Record<string, string | { node?: string; default: string }>;
};
const { bringUpToDate } = (await import(pathToFileURL(`${root}scripts/setup.mjs`).href)) as {
  bringUpToDate: (goal: string) => Promise<void>;
};

/** Entry → the built file of Node, relative to the root. */
const entries = Object.entries(exports).map(([entry, target]) => {
  const file = typeof target === "string" ? target : (target.node ?? target.default);
  return { entry: `${name}${entry.slice(1)}`, file: file.slice("./".length) };
});

/** The module that a file of dist/ is made of: that of a runtime stands in entry/, a layer's in its folder. */
function sourceOf(file: string): string {
  if (!/^dist\/[\w-]+\.js$/.test(file)) return file;
  const module = file.slice("dist/".length, -".js".length);
  const sources = [
    `sdk/entry/${module}.ts`,
    `sdk/entry/${module.replace("-", "/")}.ts`,
    `sdk/${module}/index.ts`,
    `sdk/${module}/define.ts`,
  ];
  const source = sources.find((path) => existsSync(root + path));
  if (source === undefined) throw new Error(`${file}: expected its source in ${sources.join(", or ")}`);
  return source;
}

/** Tag → what it stands for, and the goal of scripts/stages.mjs. A file has it in its first comment: `@module-tag package`. */
const tags = [
  { name: "package", description: "holds the built package: its files, its programs, or a process that imports it" },
  { name: "elementary", description: "calls the elementary functions in the second binary" },
  {
    name: "first",
    description: "takes seconds: begins before the others, so that none of these is left alone at the end",
  },
  { name: "long", description: "trains or draws for many seconds: run by `npm run test:long`, and when it is named" },
];

/** Files with a tag. */
const tagged = (tag: string): string[] =>
  readdirSync(`${root}tests`, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".test.ts"))
    .filter((file) => firstComment(readFileSync(`${root}tests/${file}`, "utf8")).includes(`@module-tag ${tag}`))
    .map((file) => `tests/${file.replaceAll("\\", "/")}`);
const firstComment = (text: string): string => (text.startsWith("/**") ? text.slice(0, text.indexOf("*/")) : "");

const [long, first] = [tagged("long"), tagged("first")];

/** By their size, as vitest knows nothing else of them, but for those that take long. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const begins = ({ moduleId }: TestSpecification): boolean => first.includes(relative(root, moduleId));
    return [...sorted.filter(begins), ...sorted.filter((file) => !begins(file))];
  }
}

let building: Promise<void> = Promise.resolve();

/** One goal at a time: two files that wait for the same one find it built. */
function built(goal: string): Promise<void> {
  building = building.then(() => bringUpToDate(goal));
  return building;
}

/** Over the sources, Node's entry finds its binary in build/, and a file that is tagged has built what it needs before it runs. */
const overSources: Plugin = {
  name: "over-sources",
  enforce: "pre",
  async transform(code, id) {
    if (id === `${root}sdk/entry/node.ts`)
      return code.replaceAll("import.meta.url", JSON.stringify(pathToFileURL(`${root}build/node.js`).href));
    if (id.endsWith(".test.ts"))
      for (const [, tag] of code.matchAll(/\*\s*@module-tag (package|elementary)/g))
        if (tag !== undefined) await built(tag);
    return undefined;
  },
};

/**
 * The tests import the public entries. With `--mode package` those are the built files, so that the tests hold what users
 * get: that is the full run of `npm test`, without the long ones, which `--mode long` runs in the same way. Otherwise they are
 * the sources, and only what the tests need is built.
 */
export default defineConfig(async ({ mode }) => {
  const overPackage = mode === "package" || mode === "long";
  if (!overPackage) await built("sources");
  return {
    plugins: overPackage ? [] : [overSources],
    resolve: {
      alias: entries.map(({ entry, file }) => ({
        find: new RegExp(`^${entry}$`),
        replacement: root + (overPackage ? file : sourceOf(file)),
      })),
    },
    test: {
      include: mode === "long" ? long : ["tests/**/*.test.ts"],
      exclude: ["**/node_modules/**", ...(mode === "package" ? long : [])],
      tags,
      setupFiles: [`${root}tests/support/throws.ts`],
      pool: "forks",
      maxWorkers: 2,
      sequence: { sequencer: LongestFirst },
      isolate: false, // files share what they import, which saves a third of a second each; they share nothing else
      // Far beyond what any takes: a machine under load is slow, and no fault of the tests.
      testTimeout: 240_000,
      hookTimeout: 240_000,
    },
  };
});
