/** What the worker answers to the messages of pages, without a worker. */
import { describe, expect, it } from "vitest";
import { GradiometerError } from "../../sdk/core/errors.js";
import { DEFAULT_STATE } from "../../sdk/element/state/state.js";
import type { FromWorker, Start, ToWorker } from "../../sdk/element/worker/protocol.js";
import { serve } from "../../sdk/element/worker/serve.js";
import type { Gradiometer } from "../../sdk/types.js";
import { lab } from "./support/runLab.js";

const { a, data, seed, view, options } = DEFAULT_STATE;
const start = (id: number, run = 1): Start => ({ type: "start", id, run, nets: [{ net: a }], data, seed, look: { view, options, table: false } }); // prettier-ignore

/** A worker; what it says, and what it would do in its next turns. */
function served(load: () => Promise<Gradiometer> = () => Promise.resolve(lab)) {
  const said: FromWorker[] = [];
  const turns: (() => void)[] = [];
  const loop = { now: () => 0, later: (task: () => void) => void turns.push(task) };
  let loads = 0;
  const counted = () => {
    loads++;
    return load();
  };
  const take = serve({ post: (message) => void said.push(message) }, loop, counted);
  return {
    said,
    loads: () => loads,
    /** Sends messages, and waits until the worker has nothing more to do. */
    async send(...messages: ToWorker[]): Promise<void> {
      for (const message of messages) take(message);
      for (let turn = 0; turn < 50; turn++) {
        await new Promise((resolve) => setImmediate(resolve));
        turns.shift()?.();
      }
    },
    words: () => said.map((one) => (one.type === "frame" ? `frame ${one.id} ${one.frame.step}` : one.type === "done" ? `done ${one.id} ${one.step}` : `${one.type} ${String(one.id)}`)), // prettier-ignore
  };
}

describe("the worker's sessions", () => {
  it("answer by the number of their lab, of one binary; what comes before the binary is there waits for it", async () => {
    const { send, words, loads } = served();
    await send(start(1), start(2), { type: "step", id: 2, count: 3 }, { type: "step", id: 1, count: 2 });
    expect(words()).toEqual(["ready 1", "ready 2", "frame 2 3", "done 2 3", "frame 1 2", "done 1 2"]);
    expect(loads()).toBe(1);
  });

  it("a second start of a lab takes the place of the first", async () => {
    const { send, said, words } = served();
    await send(start(1), { type: "play", id: 1, speed: 1, max: 5 }, start(1, 2));
    await send({ type: "step", id: 1, count: 1 });
    expect(words().slice(-2)).toEqual(["frame 1 1", "done 1 1"]);
    expect(said.filter((one) => one.type === "ready").map((one) => one.run)).toEqual([1, 2]);
  });

  it("look, take, pause and acknowledge reach the session; after its end nothing does", async () => {
    const { send, words } = served();
    await send(start(1), { type: "look", id: 1, look: { view, options, table: true } }, { type: "take", id: 1 });
    expect(words()).toEqual(["ready 1", "frame 1 0", "taken 1"]);
    await send({ type: "play", id: 1, speed: 1, max: 9 });
    await send({ type: "ack", id: 1 }, { type: "pause", id: 1 });
    const before = words();
    await send({ type: "stop", id: 1 }, { type: "step", id: 1, count: 1 }, { type: "take", id: 7 });
    expect(words()).toEqual(before);
  });

  it.each<[string, Error, object]>([
    ["an error of ours has its code", new GradiometerError("UNSUPPORTED", "no binary"), { code: "UNSUPPORTED", message: "no binary" }], // prettier-ignore
    ["another error has none", new Error("no network"), { code: "ERROR", message: "no network" }],
  ])("%s", async (_, thrown, expected) => {
    const { send, said } = served(() => Promise.reject(thrown));
    await send(start(4));
    expect(said).toEqual([{ type: "error", id: 4, ...expected }]);
  });
});
