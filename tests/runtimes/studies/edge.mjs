/** What a request costs on the edge: load, five clipped steps on the standard net, batch 32, in processor time of workerd. */
import { readdirSync, readFileSync } from "node:fs";
import { startWorkerd } from "../hosts/workerd.mjs";

const COLD_STARTS = 7;
const WARM_REQUESTS = 50;
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
    await (await fetch(`${url}idle`)).text();
    const cost = async (task) => {
      const before = processorTime(pid);
      await task();
      return processorTime(pid) - before;
    };
    const cold = await cost(ask);
    const warm = await cost(async () => {
      for (let request = 0; request < WARM_REQUESTS; request++) await ask();
    });
    return { cold, warm: warm / WARM_REQUESTS, answer: await ask("hash") };
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
    const [cold, warm] = ["cold", "warm"].map((key) => median(sittings.map((one) => one[key])));
    // A time is reported and never fails the run: the machine is shared.
    const mark = (value, limit) => `${value.toFixed(2)} ms of ${limit}${value > limit ? " (MISSED)" : ""}`;
    return `cold ${mark(cold, LIMIT_COLD_MS)}, warm ${mark(warm, LIMIT_WARM_MS)}, loss ${answer.loss.toFixed(4)}, nothing compiled`;
  },
};
