/** What a request costs on the edge: load, five clipped steps on the standard net, batch 32, in processor time of workerd. */
import { readdirSync, readFileSync } from "node:fs";
import { startWorkerd } from "../hosts/workerd.mjs";
import { work } from "../prepare.mjs";

const COLD_STARTS = 7;
/** Before what counts as warm: by then the engine has compiled what it will. */
const WARM_UP = 100;
const WARM_REQUESTS = 200;
const LIMIT_COLD_MS = 10;
const LIMIT_WARM_MS = 2;

/** Milliseconds on a processor so far, all threads: workerd's own clock stands still inside a request. */
const processorTime = (pid) =>
  readdirSync(`/proc/${pid}/task`)
    .map((thread) => Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, "utf8").split(" ")[0]) / 1e6)
    .reduce((sum, time) => sum + time, 0);

const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];

async function sitting() {
  const { pid, url, close } = await startWorkerd();
  try {
    const ask = async (input) =>
      (await fetch(url, { method: "POST", body: JSON.stringify({ program: "edge", input }) })).json();
    const nothing = async () => (await fetch(`${url}idle`)).text();
    const cost = async (task) => {
      const before = processorTime(pid);
      await task();
      return processorTime(pid) - before;
    };
    const repeated = async (times, task) => {
      for (let time = 0; time < times; time++) await task();
    };
    const first = await cost(nothing);
    const cold = await cost(ask);
    await repeated(WARM_UP, ask);
    const warm = (await cost(() => repeated(WARM_REQUESTS, ask))) / WARM_REQUESTS;
    const empty = (await cost(() => repeated(WARM_REQUESTS, nothing))) / WARM_REQUESTS;
    return { first, cold, warm, empty, answer: await ask("hash") };
  } finally {
    close();
  }
}

export const edge = {
  title: "a request on the edge",
  places: ["workerd"],
  async study() {
    const sittings = [];
    for (let start = 0; start < COLD_STARTS; start++) sittings.push(await sitting());
    const { answer, error, compiled } = sittings[0].answer;
    if (error !== undefined) throw new Error(error);
    if (compiled !== 0) throw new Error(`expected no call that compiles bytes, but there were ${compiled}`);
    if (new Set(sittings.map((one) => one.answer.answer.hash)).size !== 1) throw new Error("the answers differ");
    const [first, cold, warm, empty] = ["first", "cold", "warm", "empty"].map((key) =>
      median(sittings.map((one) => one[key])),
    );
    const { main } = await import(`${work}main.js`);
    const step = await main({ program: "stepTime" });
    // A time is reported and never fails the run: machines differ by two, and are shared.
    const mark = (value, limit) => `${value.toFixed(2)} ms, ${limit} wanted${value > limit ? " (MISSED)" : ""}`;
    return [
      `cold ${mark(cold, LIMIT_COLD_MS)}, after a first request for nothing, ${first.toFixed(2)} ms`,
      `warm ${mark(warm, LIMIT_WARM_MS)}, one for nothing ${empty.toFixed(2)} ms`,
      `a step of that net in Node ${step.toFixed(3)} ms here`,
      `loss ${answer.loss.toFixed(4)}, nothing compiled`,
    ].join("; ");
  },
};
