/**
 * Random mutants of sdk/: one slip each, drawn by a seed from all that there are (points.mjs). Only the tests that run the changed
 * place are asked, since no other can see it; a mutant that none of them sees lives.
 */
import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { SourceMap } from "node:module";
import { basename, dirname, join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { countedProject } from "../plain/counted.mjs";
import { modulesOf, sourceOf } from "../plain/package.mjs";
import { countsByTest, countsIn } from "../plain/run.mjs";
import { EQUIVALENT } from "./equivalent.mjs";
import { inLanes } from "./lanes.mjs";
import { pointsOf } from "./points.mjs";

/** Share of the mutants that the tests must see, in percent. */
const LEAST = 95;

/** Milliseconds of tests that one mutant may take, as they took when all ran. */
const BUDGET = 40_000;

/** Milliseconds that a long test may take. */
const LONGEST = 60_000;

/** One line of code for people. */
const short = (text) => {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > 70 ? `${line.slice(0, 67)}…` : line;
};

/** Every mutant of a module, with its place in the TypeScript. */
async function mutantsOf(copy, module) {
  const path = join(copy, module);
  const code = await readFile(path, "utf8");
  const map = new SourceMap(JSON.parse(await readFile(`${path}.map`, "utf8")));
  const source = sourceOf(copy, path);
  const original = (await readFile(join(copy, source), "utf8")).split("\n");
  return pointsOf(code).map(({ start, end, replacement }) => {
    const before = code.slice(0, start).split("\n");
    const { originalLine, originalColumn } = map.findEntry(before.length - 1, before.at(-1).length);
    const change = replacement === "" || replacement === ";" ? "left out" : `→ ${short(replacement)}`;
    return {
      module,
      source,
      ...{ start, end, replacement, right: code },
      line: originalLine + 1,
      column: originalColumn + 1,
      text: original[originalLine].trim(),
      change: `${short(code.slice(start, end))} ${change}`,
    };
  });
}

const isEquivalent = ({ source, text, change }) =>
  EQUIVALENT.some((one) => one.file === source && one.line === text && one.change === change);

/** Whether a mutant stands in a line (sdk/nn/mlp.ts:12), a file or a folder (sdk/nn/). */
const isAt = ({ source, line }, place) =>
  place.includes(":") ? `${source}:${line}` === place : source.startsWith(place);

/** So many of them, the same for the same seed: whether one is drawn depends on it alone, not on how many there are beside it. */
function drawn(mutants, seed, count) {
  const rank = ({ source, text, change, start }) =>
    createHash("sha256").update([seed, source, text, change, start].join("\n")).digest("hex");
  return mutants
    .map((mutant) => ({ mutant, key: rank(mutant) }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .slice(0, count)
    .map(({ mutant }) => mutant);
}

/** Times that the innermost piece of code round a place ran, by the counts of one process. */
function timesRun(functions, at) {
  let innermost;
  for (const { ranges } of functions)
    for (const range of ranges) {
      if (range.startOffset > at || range.endOffset <= at) continue;
      if (innermost && range.endOffset - range.startOffset > innermost.endOffset - innermost.startOffset) continue;
      innermost = range;
    }
  return innermost?.count ?? 0;
}

/** Mutant → the test files that run its place, by the counts of all processes. */
async function testsOf(mutants, copy, counts) {
  const byModule = Map.groupBy
    ? Map.groupBy(mutants, ({ module }) => module)
    : mutants.reduce((groups, one) => groups.set(one.module, [...(groups.get(one.module) ?? []), one]), new Map());
  const found = new Map(mutants.map((mutant) => [mutant, new Set()]));
  for (const { test, path } of await countsByTest(counts)) {
    const scripts = new Map((await countsIn(path)).map(({ url, functions }) => [url, functions]));
    for (const [module, own] of byModule) {
      const functions = scripts.get(pathToFileURL(join(copy, module)).href);
      if (functions === undefined) continue;
      for (const mutant of own) if (timesRun(functions, mutant.start) > 0) found.get(mutant).add(relative(copy, test));
    }
  }
  return found;
}

/** Whether a test holds what a whole layer says by a file of tests/golden/. */
const isGolden = (test) => basename(test) === "golden.test.ts";

/** Whether a test stands for the folder of a file, or is in the folder that mirrors it, or holds all below by its golden file. */
function mirrors(test, source) {
  const folder = dirname(source).replace(/^sdk/, "tests");
  if (test === `${folder}.test.ts` || dirname(test) === folder) return true;
  return isGolden(test) && folder.startsWith(`${dirname(test)}/`);
}

/**
 * First the tests that mirror the file, then the fast ones, as many as there is time for, golden files always: what is not seen
 * by then counts as not seen, though a slow test that has little to do with the file might see it.
 */
function ordered(tests, source, times) {
  const far = (test) =>
    (mirrors(test, source) ? 0 : 2) + (basename(test, ".test.ts") === basename(source, ".ts") ? 0 : 1);
  const all = [...tests].sort((a, b) => far(a) - far(b) || times.get(a).total - times.get(b).total);
  let spent = 0;
  return all.filter((test, index) => {
    const { total } = times.get(test);
    if (index > 0 && spent + total > BUDGET) return isGolden(test) && mirrors(test, source);
    spent += total;
    return true;
  });
}

/** The long tests, which are no part of the run that counts: those that mirror a file see what the others left over. */
async function longTests(copy) {
  const listed = await readdir(join(copy, "tests"), { recursive: true });
  const files = listed.filter((file) => file.endsWith(".test.ts")).map((file) => `tests/${file.replaceAll("\\", "/")}`);
  const texts = await Promise.all(files.map((file) => readFile(join(copy, file), "utf8")));
  const firstComment = (text) => (text.startsWith("/**") ? text.slice(0, text.indexOf("*/")) : "");
  return files.filter((_, index) => firstComment(texts[index]).includes("@module-tag long"));
}

/**
 * What becomes of a mutant: "killed" by what a test expects, "lives", or "late" when time ran out, which a busy machine can do as
 * well as an endless loop.
 */
async function fateOf(lane, mutant, { tests, times, everyLong }) {
  const { module, source, start, end, replacement, right } = mutant;
  const own = ordered(tests.get(mutant), source, times);
  const long = everyLong.filter((test) => mirrors(test, source));
  const slip = { module, text: right.slice(0, start) + replacement + right.slice(end), right };
  const longest = Math.max(0, ...own.map((test) => times.get(test).longest));
  let found = { failure: null, late: false };
  if (own.length > 0) found = await lane.firstFailure({ ...slip, tests: own, longest });
  if (found.failure === null && long.length > 0)
    found = await lane.firstFailure({ ...slip, tests: long, longest: LONGEST });
  if (found.failure !== null) return { fate: found.late ? "late" : "killed", why: `by: ${found.failure}` };
  const asked = own.length + long.length;
  return { fate: "lives", why: asked === 0 ? "no test runs it" : `${asked} files of tests see nothing` };
}

/** Tries mutants, as many as there are lanes at a time, those whose time ran out once more alone. @returns fate → how many */
async function fatesOf(chosen, copy, known) {
  const counts = { killed: 0, lives: 0, late: 0 };
  const again = [];
  const say = ({ source, line, column, change }, { fate, why }) =>
    console.log(`${fate.padEnd(6)} ${source}:${line}:${column}  ${change}\n         ${why}`);
  await inLanes(copy, chosen, async (lane, mutant) => {
    const found = await fateOf(lane, mutant, known);
    say(mutant, found);
    if (found.fate === "late") again.push(mutant);
    else counts[found.fate]++;
  });
  const alone = async (lane, mutant) => {
    const found = await fateOf(lane, mutant, known);
    say(mutant, { ...found, why: `${found.why}, alone` });
    counts[found.fate]++;
  };
  await inLanes(copy, again, alone, 1);
  return counts;
}

/** Tries `count` mutants for each seed; whether enough of each draw were seen. `keep`: see countedProject. */
export async function tryRandom({ seeds, count, keep, only }) {
  console.log("The tests once, to see what runs what");
  const { copy, counts, times, failures, end } = await countedProject("mutants", { keep, quiet: true });
  try {
    if (failures.length > 0) throw new Error(`Without a mutant these fail: ${failures.join("; ")}`);
    const all = [];
    for (const module of await modulesOf(copy)) all.push(...(await mutantsOf(copy, module)));
    const there = only === undefined ? all : all.filter((mutant) => only.some((place) => isAt(mutant, place)));
    const possible = there.filter((mutant) => !isEquivalent(mutant));
    const everyLong = await longTests(copy);
    let enough = true;
    for (const seed of seeds) {
      const chosen = drawn(possible, seed, count);
      const equivalent = drawn(there, seed, count).filter(isEquivalent).length;
      console.log(
        `Seed ${seed}: ${chosen.length} mutants of ${possible.length}, ${equivalent} drawn that nothing can tell`,
      );
      const tests = await testsOf(chosen, copy, counts);
      const { killed, lives, late } = await fatesOf(chosen, copy, { tests, times, everyLong });
      const share = (100 * killed) / chosen.length;
      console.log(
        `Seed ${seed}: ${killed} killed, ${lives} live, ${late} ran out of time: ${share.toFixed(1)} % killed`,
      );
      if (share < LEAST) console.log(`expected at least ${LEAST} %`);
      enough &&= share >= LEAST;
    }
    return enough;
  } finally {
    await end();
  }
}
