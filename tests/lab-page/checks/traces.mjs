/** A trace, or an event file of TensorBoard, that is dropped on the lab: its diagnosis is shown, and hostile ones get a message. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { tools } from "../../harness/tools.mjs";
import { longestTask } from "../cost.mjs";

const TASK_LIMIT = 50; // ms of CPU
const folder = fileURLToPath(new URL("../../doctor/trace/", import.meta.url));
const unpacked = (path) => gunzipSync(readFileSync(folder + path));
const events = (run) => unpacked(`events/${run}/${readdirSync(`${folder}events/${run}`)[0]}`);
const TRACE = "recorded/nets/relu-normal-10.1.jsonl.gz";
const LANGUAGES = ["en", "fr", "ko"];

/** In the page: makes a file of pieces, each base64 or a text that is repeated. Its size in MB. */
function makeFile({ name, pieces }) {
  const bytesOf = (base64) => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const parts = pieces.flatMap(({ base64, text = "", times = 1 }) => {
    if (base64 !== undefined) return [bytesOf(base64)];
    // A Blob that stands in another a thousand times is kept once.
    const block = new Blob([text]);
    return Array.from({ length: times }, () => block);
  });
  globalThis.file = new File(parts, name);
  return globalThis.file.size / 2 ** 20;
}

/** In the page: drops it onto the lab. What was said of it, and what the lab was before and is after. */
async function drop() {
  const { inLab, file } = globalThis;
  const lab = document.querySelector("gradient-lab");
  const status = () => inLab.find(".file [role=status]")?.textContent ?? "";
  const now = () => ({ state: lab.state, steps: lab.steps });
  const before = now();
  const old = status();
  inLab.drop(file);
  const waits = /^(One moment|Un instant|잠시|The file stays|Le fichier reste|파일은)/;
  const end = performance.now() + 120_000;
  while ((status() === "" || status() === old || waits.test(status())) && performance.now() < end) await inLab.wait(20);
  const text = (selector) => inLab.all(selector).map((element) => element.textContent);
  return {
    said: status(),
    course: text(".gl-trace > [role=status]").join(),
    title: text(".gl-trace header strong").join(),
    findings: text(".gl-trace li > strong"),
    figures: inLab.all(".gl-trace figure svg").length,
    before,
    after: now(),
    hacked: globalThis.hacked,
  };
}

const make = (tab, name, ...pieces) => tab.evaluate(makeFile, { name, pieces });
const base64 = (bytes) => ({ base64: Buffer.from(bytes).toString("base64") });

/** Drops a file onto a lab that has trained, and holds that the lab stays as it was. */
async function dropped(stage, name, pieces, language = "en") {
  const tab = await stage.lab({ attributes: `state="max=20" lang="${language}"` });
  await tab.evaluate(() => globalThis.inLab.train());
  const megabytes = await make(tab, name, ...pieces);
  let found;
  const longest = await longestTask(tab, async () => (found = await tab.evaluate(drop)));
  assert.deepEqual(found.after, found.before);
  assert.equal(found.hacked, undefined);
  assert.ok(longest <= TASK_LIMIT, `the longest task ${longest.toFixed(1)} ms`);
  return { ...found, tab, megabytes, longest };
}

const [HEAD, ...RECORDS] = unpacked(TRACE).toString("utf8").trimEnd().split("\n");

/** Files that are no traces: what they are made of, and what is said of them. */
const HOSTILE = [
  {
    name: "binary.jsonl",
    pieces: [{ text: "\u0089PNG\u0000\u0001".repeat(1000), times: 100 }],
    said: /line 1: expected one JSON/,
  },
  { name: "ragged.jsonl", pieces: [{ text: `${HEAD}\n${RECORDS[0]}\n{"step":` }], said: /line 3: expected one JSON/ },
  { name: "others.jsonl", pieces: [{ text: '{"format":"another"}\n' }], said: /line 1: format: expected/ },
  { name: "header.jsonl", pieces: [{ text: `${HEAD}\n` }], said: /no record in it/ },
  { name: "empty.jsonl", pieces: [{ text: "" }], said: /an empty file/ },
  {
    name: "endless.jsonl",
    pieces: [{ text: " ".repeat(1 << 20), times: 1024 }],
    said: /line 1: expected a line of at most/,
  },
  {
    name: "markup.jsonl",
    pieces: [{ text: `{"format":"<img src=x onerror=globalThis.hacked=1>","source":5}\n` }],
    said: /line 1: format/,
  },
  {
    name: "events.out.tfevents.1",
    pieces: [base64(events("torch-sigmoid").map((byte, at) => (at === 9000 ? byte ^ 1 : byte)))],
    said: /byte \d+: the checksum/,
  },
  { name: "events.out.tfevents.2", pieces: [{ text: "no events, but long enough" }], said: /byte 0: .*no event file/ },
];

export const traces = {
  title: "traces",
  checks: [
    ...LANGUAGES.map((language) => ({
      name: `a trace of PyTorch, in ${language}: findings, figures, what it could not see; axe finds nothing`,
      async run(stage) {
        const pieces = [base64(unpacked(TRACE))];
        const { tab, figures, findings, title, longest } = await dropped(stage, "run.jsonl", pieces, language);
        assert.ok(figures >= 7, `${figures} figures`);
        assert.ok(findings.length > 3);
        assert.match(title, /run\.jsonl/);
        await tab.evaluate(readFileSync(`${tools}/axe-core/axe.min.js`, "utf8"));
        const wrong = await tab.evaluate(async () => {
          const { violations } = await globalThis.axe.run(document.querySelector("gradient-lab"), {
            resultTypes: ["violations"],
          });
          return violations.map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 120)}`);
        });
        assert.deepEqual(wrong, []);
        const closed = await tab.evaluate(() => {
          globalThis.inLab.find(".gl-trace header button").click();
          return globalThis.inLab.all(".gl-trace").length;
        });
        assert.equal(closed, 0);
        return `${figures} figures, the longest task ${longest.toFixed(1)} ms`;
      },
    })),
    {
      name: "an event file of TensorBoard",
      async run(stage) {
        const { findings, course } = await dropped(stage, "events.out.tfevents.0", [base64(events("torch-sigmoid"))]);
        assert.equal(findings[0], "Vanishing gradient");
        assert.match(course, /16 records of 7 layers \(TensorBoard, loss: Loss\/train\)/);
      },
    },
    ...HOSTILE.map(({ name, pieces, said }) => ({
      name: `${name}: a message, the lab as before, no task of more than ${TASK_LIMIT} ms of CPU`,
      async run(stage) {
        const found = await dropped(stage, name, pieces);
        assert.match(found.said, said);
        assert.equal(found.figures, 0);
        return `“${found.said.slice(0, 100)}”, ${found.megabytes.toFixed(0)} MB, the longest task ${found.longest.toFixed(1)} ms`;
      },
    })),
    {
      name: "a bad file after a good one: what was shown stays",
      async run(stage) {
        const { tab, course } = await dropped(stage, "run.jsonl", [base64(unpacked(TRACE))]);
        await make(tab, "bad.jsonl", { text: "nonsense" });
        const again = await tab.evaluate(drop);
        assert.match(again.said, /bad\.jsonl .*line 1/);
        assert.equal(again.course, course);
        assert.ok(again.figures >= 7);
      },
    },
    {
      name: "a trace of 150 MB is read beside the page",
      async run(stage) {
        const tab = await stage.lab({ attributes: 'state="max=20"' });
        const times = Math.ceil((190 * 2 ** 20) / (RECORDS.length * RECORDS[0].length));
        const megabytes = await tab.evaluate(
          ({ head, records, rounds }) => {
            const parts = [new Blob([head, "\n"])];
            // Each line with its own step, so that the steps go on.
            for (let round = 0, step = 0; round < rounds; round++)
              parts.push(new Blob(records.map((line) => `${line.replace(/"step": ?\d+/, `"step":${step++}`)}\n`)));
            globalThis.file = new File(parts, "long.jsonl");
            return globalThis.file.size / 2 ** 20;
          },
          { head: HEAD, records: RECORDS, rounds: times },
        );
        const from = performance.now();
        let found;
        const longest = await longestTask(tab, async () => (found = await tab.evaluate(drop)));
        assert.ok(found.figures >= 7, found.said);
        assert.ok(longest <= TASK_LIMIT, `the longest task ${longest.toFixed(1)} ms`);
        return `${megabytes.toFixed(0)} MB in ${((performance.now() - from) / 1000).toFixed(1)} s, the longest task ${longest.toFixed(1)} ms`;
      },
    },
  ],
};
