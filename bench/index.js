/**
 * Speed, size and memory compared with the libraries that do the same, as ratios measured in one run.
 *
 *     npm run bench                       everything: some minutes
 *     npm run bench -- own                our own shares alone, nothing to install: half a minute
 *     npm run bench -- --help
 *
 * PyTorch takes part where `python3`, or the interpreter named by PYTHON, has it.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { buildCeiling, installPeers } from "./install.js";
import { NETS } from "./nets.js";
import { OURS, PEERS, titleOf } from "./peers/index.js";
import { race } from "./race.js";
import { openMarkers } from "../scripts/readme.mjs";
import { report, speedOf, summaryOf } from "./report.js";
import { SECTIONS } from "./sections/index.js";

const results = new URL("results/", import.meta.url);
const OWN = ["products", "training"];
const WARM_MS = 300;
const ROUND_MS = 50;

const options = {
  nets: { type: "string", help: "some of them", choices: NETS.map(({ name }) => name) },
  peers: { type: "string", help: "some of them", choices: PEERS.map(({ id }) => id).slice(1) },
  only: { type: "string", help: "some of what is measured", choices: SECTIONS.map(({ id }) => id) },
  sittings: { type: "string", default: "2", help: "how often all processes start anew" },
  rounds: { type: "string", default: "5", help: "turns of every process in a sitting" },
  from: { type: "string", help: "shows an earlier run, a file of bench/results/" },
  readme: { type: "boolean", default: false, help: "writes the tables of README.md and docs/performance.md" },
  help: { type: "boolean", default: false, help: "this" },
};

const log = (text) => console.error(text);

/** Bad usage ends here with one line. */
function refuse(message) {
  log(message);
  process.exit(2);
}

function usage() {
  const lines = Object.entries(options).map(([name, { type, help, choices }]) => {
    const what = choices ? `${help}: ${choices.join(", ")}` : help;
    return `  --${name}${type === "string" ? " …" : ""}`.padEnd(16) + what;
  });
  return ["npm run bench -- [own] [options]", ...lines].join("\n");
}

function read() {
  try {
    const { values, positionals } = parseArgs({ options, allowPositionals: true });
    if (positionals.some((word) => word !== "own")) refuse(`own is the only mode, not ${positionals.join(" ")}`);
    return { ...values, own: positionals.length > 0 };
  } catch (error) {
    return refuse(error.message);
  }
}

/** The chosen ones of a list given as a,b,c; all when nothing was chosen. */
function chosen(name, text) {
  const { choices } = options[name];
  const words = text?.split(",").map((word) => word.trim()) ?? choices;
  const unknown = words.find((word) => !choices.includes(word));
  if (unknown !== undefined) refuse(`--${name}: expected some of ${choices.join(", ")}, but got ${unknown}`);
  return words;
}

function positive(name, text) {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) refuse(`--${name}: expected an integer above 0, but got ${text}`);
  return value;
}

function machine() {
  const [{ model = "?" } = {}] = cpus();
  const { arch, platform, versions } = process;
  return { cpu: model, cores: cpus().length, arch, system: platform, node: versions.node };
}

/** Measures the chosen sections; one that fails is noted, and the others go on. */
async function measure({ own, ...given }) {
  const names = chosen("nets", given.nets);
  const ids = own ? [] : chosen("peers", given.peers);
  const sections = given.only || !own ? chosen("only", given.only) : OWN;
  const pace = {
    sittings: own ? 1 : positive("sittings", given.sittings),
    rounds: own ? 9 : positive("rounds", given.rounds),
    warmMs: WARM_MS,
    roundMs: ROUND_MS,
  };
  if (!own) installPeers(log);
  buildCeiling();

  const run = {
    date: new Date().toISOString(),
    own,
    machine: machine(),
    pace,
    versions: {},
    failures: [],
    sections: {},
  };
  const fail = (where, error) => {
    if (run.failures.some((failure) => failure.where === where && failure.error === error)) return;
    log(`    ${where}: ${error}`);
    run.failures.push({ where, error });
  };
  for (const section of SECTIONS.filter(({ id }) => sections.includes(id))) {
    const context = {
      peers: PEERS.filter(({ id }) => id === OURS || ids.includes(id)),
      nets: NETS.filter(({ name }) => names.includes(name)),
      pace,
      log: (what) => log(`  ${what}`),
      fail: (peer, error) => fail(`${titleOf(peer)}, ${section.id}`, error),
      /** The times of those peers that can do the task and did. */
      race: async (task, input, peers, tempo, what) => {
        log(`  ${what}`);
        const able = peers.filter(({ tasks }) => tasks.includes(task));
        const { times, versions, failures } = await race(task, input, able, tempo);
        Object.assign(run.versions, versions);
        for (const [peer, error] of Object.entries(failures)) context.fail(peer, error);
        return times;
      },
    };
    log(section.id);
    try {
      run.sections[section.id] = await section.measure(context);
    } catch (error) {
      fail(section.id, error.message);
    }
  }
  return run;
}

/** An earlier run, or a new one, which is kept. */
async function obtain(given) {
  if (given.from) return JSON.parse(readFileSync(given.from, "utf8"));
  const run = await measure(given);
  mkdirSync(results, { recursive: true });
  writeFileSync(new URL(`${run.date.replaceAll(":", "-")}.json`, results), JSON.stringify(run));
  writeFileSync(new URL("latest.md", results), report(run));
  return run;
}

const given = read();
if (given.help) {
  console.log(usage());
} else {
  try {
    const write = given.readme && {
      summary: openMarkers("docs/performance.md", "bench"),
      speed: openMarkers("README.md", "speed"),
    };
    const run = await obtain(given);
    console.log(report(run));
    if (write) {
      write.summary(summaryOf(run));
      write.speed(speedOf(run));
    }
  } catch (error) {
    refuse(error.message);
  }
}
