/** What comes from outside: links and files that mean harm, or that nobody meant. A message, nothing executed, nothing lost. */
import assert from "node:assert/strict";
import { longestTask } from "../cost.mjs";
import { isReady } from "../inPage.mjs";

const TASK_LIMIT = 50; // ms of CPU
const SCRIPTS = [
  "<script>globalThis.hacked=1</script>",
  "<img src=x onerror=globalThis.hacked=1>",
  '"><svg onload=globalThis.hacked=1>',
  "javascript:globalThis.hacked=1",
  "${globalThis.hacked=1}",
];
const KEYS = ["v", "p", "d", "s", "A", "B", "view", "o", "max", "speed", "n", "h", "lang", "mode"];

/** Hashes of a page's address. */
const LINKS = [
  ...KEYS.flatMap((key, index) => [0, 1].map((other) => `${key}=${SCRIPTS[(index + other) % SCRIPTS.length]}`)),
  ...SCRIPTS.map((script) => `${script}=1`),
  "A=sigmoid.standard.1000000000x32.sgd:0.5",
  "A=sigmoid.standard.10x1000000000.sgd:0.5",
  "A=sigmoid.standard.10x32.sgd:1e999",
  "A=sigmoid.standard.10x32.sgd:NaN",
  "A=sigmoid.standard.-1x32.sgd:0.5",
  "A=zoo",
  "d=zoo.no-such-net&A=zoo",
  "d=rows",
  "p=no-such-preset",
  "p=__proto__",
  "p=constructor",
  "__proto__=1",
  "constructor=1&prototype=2",
  "s=1&s=2",
  "s=4294967296",
  "n=60&h=zzzzzzzz.zzzzzzzz",
  `A=${"x".repeat(3000)}`,
  "%",
  "%00%ff",
  "A=%E0%A4%A",
  "&&&===",
  "\u202e=\u0000",
];

/** Files: how they are made in the page, and what is said of them. */
const FILES = [
  {
    name: "50 MB, ragged in its last line",
    parts: ["a,b,c\n", "1.5,2.5,0\n", 5_000_000, "1,2\n"],
    said: /line 5000002/,
  },
  { name: "50 MB of one line", parts: ["", "1.5,2.5,0,", 5_000_000, "1\n"], said: /longer than/ },
  { name: "70 MB", parts: ["a,b,c\n", "1.5,2.5,0\n", 7_000_000, ""], said: /70|67 MB/ },
  {
    name: "binary",
    parts: ["\u0089PNG\r\n\u001a\n\u0000\u0000\u0000", "\u0000\u0001", 1000, ""],
    said: /not a table of text/,
  },
  { name: "empty", parts: ["", "", 0, ""], said: /is empty/ },
  { name: "a header alone", parts: ["a,b,c\n", "", 0, ""], said: /no rows/ },
  {
    name: "markup for names",
    parts: ["<img src=x onerror=globalThis.hacked=1>,b\n", "1,x\n", 9, "1,2,3\n"],
    said: /expected 2 cells/,
  },
  {
    name: "words where numbers were",
    parts: ["a,b,c\n", "1,2,0\n2,3,1\n", 20, "<b>x</b>,1,0\n"],
    said: /expected a number/,
  },
];

/** In the page: makes a file of [head, row, times, tail]. Its size in MB. */
function makeFile([head, row, times, tail]) {
  const many = 10_000;
  const block = row.repeat(Math.min(times, many));
  const blocks = Array.from({ length: Math.floor(times / many) }, () => block);
  const rest = row.repeat(times % many);
  globalThis.file = new File([head, ...blocks, rest, tail], "data.csv", { type: "text/csv" });
  return globalThis.file.size / 2 ** 20;
}

/** In the page: drops it onto the lab. What is said once it was read. */
async function drop() {
  const { inLab, file } = globalThis;
  const lab = document.querySelector("gradient-lab");
  // What reads a file comes with the first one.
  const status = () => inLab.find(".file [role=status]")?.textContent ?? "";
  const before = { state: lab.state, steps: lab.steps };
  inLab.drop(file);
  await inLab.until(() => status() !== "" && !/^(One moment|The file stays)/.test(status()));
  return {
    said: status(),
    shown: inLab.all(".file [role=status]").length > 0,
    before,
    after: { state: lab.state, steps: lab.steps },
  };
}

export const hostile = {
  title: "hostile",
  checks: [
    {
      name: `${LINKS.length} links: the default or a message, nothing thrown, nothing executed`,
      async run(stage) {
        const tab = await stage.tab();
        const wrong = [];
        for (const link of LINKS) {
          await tab.goto("about:blank");
          await tab.goto(`${stage.address("/lab/index.html")}#${link}`);
          await tab.waitForFunction(
            () => globalThis.inLab.figure() !== "" || globalThis.inLab.all(".notice.error").length > 0,
          );
          const { hacked, errors, figure, notice } = await tab.evaluate(() => ({
            hacked: globalThis.hacked,
            errors: globalThis.seen.errors,
            figure: globalThis.inLab.figure(),
            notice: globalThis.inLab.all(".notice.error")[0]?.textContent ?? "",
          }));
          if (hacked) wrong.push(`${link}: was executed`);
          for (const error of errors) wrong.push(`${link}: threw ${error}`);
          if (figure === "" && notice === "") wrong.push(`${link}: neither a figure nor a message`);
          if (notice === "" && !/^(&|$|%)/.test(link)) wrong.push(`${link}: no message`);
        }
        assert.equal(wrong.length, 0, wrong.join("\n"));
      },
    },
    {
      name: "a link that comes to an open lab: what was there stays",
      async run(stage) {
        const tab = await stage.tab();
        await tab.goto(`${stage.address("/lab/index.html")}#s=5&max=20`);
        await tab.waitForFunction(isReady);
        await tab.evaluate(() => globalThis.inLab.train());
        const { steps, state, notice } = await tab.evaluate(async () => {
          globalThis.location.hash = "A=<script>globalThis.hacked=1</script>";
          await globalThis.inLab.until(() => globalThis.inLab.all(".notice.error").length > 0);
          const lab = document.querySelector("gradient-lab");
          return { steps: lab.steps, state: lab.state, notice: globalThis.inLab.all(".notice.error")[0].textContent };
        });
        assert.equal(steps, 20);
        assert.match(state, /s=5/);
        assert.match(notice, /A/);
      },
    },
    ...FILES.map(({ name, parts, said: expected }) => ({
      name: `a file, ${name}: a message, the state as before, no task of more than ${TASK_LIMIT} ms of CPU`,
      async run(stage) {
        const tab = await stage.lab({ attributes: 'state="max=20"' });
        await tab.evaluate(() => globalThis.inLab.train());
        let found;
        const megabytes = await tab.evaluate(makeFile, parts);
        const longest = await longestTask(tab, async () => (found = await tab.evaluate(drop)));
        assert.match(found.said, expected);
        assert.ok(found.shown, `it is not shown: ${found.said}`);
        assert.deepEqual(found.after, found.before);
        assert.equal(await tab.evaluate(() => globalThis.hacked), undefined);
        assert.ok(longest <= TASK_LIMIT, `${longest.toFixed(1)} ms`);
        return `“${found.said}”, ${megabytes.toFixed(0)} MB, the longest task ${longest.toFixed(1)} ms`;
      },
    })),
    {
      name: "a file of 50 MB that is a table: a part of it is used, no task of more than 50 ms of CPU",
      async run(stage) {
        const tab = await stage.lab({ attributes: 'state="max=20"' });
        let found;
        await tab.evaluate(makeFile, ["a,b,c\n", "1.5,2.5,0\n0.5,-1.25,1\n", 2_400_000, ""]);
        const longest = await longestTask(tab, async () => {
          found = await tab.evaluate(drop);
          await tab.waitForFunction(() => document.querySelector("gradient-lab").state.includes("d=rows"));
        });
        assert.match(found.said, /2000 of 4800000|2.000 of 4.800.000/);
        const { step } = await tab.evaluate(() => globalThis.inLab.train());
        assert.equal(step, 20);
        assert.ok(longest <= TASK_LIMIT, `${longest.toFixed(1)} ms`);
        return `the longest task ${longest.toFixed(1)} ms`;
      },
    },
  ],
};
