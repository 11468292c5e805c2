/**
 * What the build makes, stage by stage, and of what. A stage is up to date while its stamp holds the digest of all that it
 * reads, so that a change to one kernel leaves the SDK alone, and the other way round. Node's own modules only.
 */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";

const compiler = ["package-lock.json", "scripts/build.mjs"];
const kernels = ["assembly", "asconfig.json", "scripts/stampVersion.mjs", ...compiler];

/** `reads`: files and folders, `version` being that of package.json. `makes`: what must be there. `after`: the stages that it needs. */
export const stages = {
  generated: {
    reads: [
      "version",
      "sdk/data/digits.csv.gz",
      "sdk/doctor/zoo",
      "sdk/sweep/studies",
      "sdk/hashes/published.json",
      "scripts/build.mjs",
    ],
    makes: [
      "version.ts",
      "zoo.ts",
      "studies.ts",
      "published.ts",
      "digits.ts",
      "binary.d.ts",
      "worker.d.ts",
      "study.d.ts",
    ].map((file) => `build/generated/${file}`),
    after: [],
  },
  simd: {
    reads: ["version", ...kernels],
    makes: ["build/gradiometer.wasm", "build/generated/binary.js"],
    after: [],
  },
  relaxed: { reads: ["version", ...kernels], makes: ["build/gradiometer-relaxed.wasm"], after: [] },
  elementary: { reads: ["version", ...kernels], makes: ["build/elementary.wasm"], after: [] },
  modules: {
    reads: ["sdk", "assembly/abi.ts", "tsconfig.json", "tsconfig.build.json", ...compiler],
    makes: ["build/tsc/sdk"],
    after: ["generated"],
  },
  bundle: {
    reads: [
      "package.json",
      "rollup.config.mjs",
      "scripts/lazyLibraries.mjs",
      "scripts/labWorkers.mjs",
      "LICENSE",
      "examples/lab",
      ...compiler,
    ],
    makes: [
      "dist/node.js",
      "dist/cli.js",
      "dist/lab/index.html",
      "dist/gradiometer.wasm",
      "dist/gradiometer-relaxed.wasm",
    ],
    after: ["modules", "simd", "relaxed"],
  },
};

/** Goal → the stages that it takes: the tests over the sources need no more than the first, `npm run build` makes the last. */
export const goals = {
  sources: ["generated", "simd"],
  relaxed: ["relaxed"],
  elementary: ["elementary"],
  package: Object.keys(stages),
};

/** The files under a path, in one order on every system. */
function files(path) {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .sort()
    .flatMap((name) => files(`${path}/${name}`));
}

function contents(path) {
  if (path !== "version") return files(path).map((file) => [file, readFileSync(file)]);
  return [[path, JSON.parse(readFileSync("package.json", "utf8")).version]];
}

/** The hash of all files under some paths, to which more may be added. */
function hashOf(paths) {
  const hash = createHash("sha256");
  for (const [name, content] of paths.flatMap(contents)) hash.update(`${name} ${content.length}\n`).update(content);
  return hash;
}

/** Of some paths, as `reads` has them. */
export const digestOf = (paths) => hashOf(paths).digest("hex");

/** Of all that a stage reads, and of the stages before it. */
export function digest(stage) {
  const { reads, after } = stages[stage];
  const hash = hashOf(reads);
  for (const before of after) hash.update(digest(before));
  return hash.digest("hex");
}

const stampOf = (stage) => `build/stamps/${stage}`;

/** The stages of a goal that have to be made, in an order in which they can be. */
export function outdatedStages(goal) {
  const current = (stage) =>
    existsSync(stampOf(stage)) &&
    stages[stage].makes.every((made) => existsSync(made)) &&
    readFileSync(stampOf(stage), "utf8") === digest(stage);
  const outdated = new Set();
  for (const stage of goals[goal])
    if (stages[stage].after.some((before) => outdated.has(before)) || !current(stage)) outdated.add(stage);
  return [...outdated];
}

/** Before a stage is made: should it fail, it is not up to date. */
export function removeStamp(stage) {
  rmSync(stampOf(stage), { force: true });
}

/** After it was made of sources with this digest, which must have been taken before it began. */
export function writeStamp(stage, value) {
  mkdirSync("build/stamps", { recursive: true });
  writeFileSync(stampOf(stage), value);
}
