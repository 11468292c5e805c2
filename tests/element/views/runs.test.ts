/** A lab's runs, one after the other, on a line to the worker that only writes down what is sent. */
import { describe, expect, it } from "vitest";
import type { Channel, Receive } from "../../../sdk/element/host/host.js";
import { Runs } from "../../../sdk/element/runs.js";

interface Opened {
  readonly sent: unknown[];
  receive: Receive;
  closed: boolean;
}
const lines: Opened[] = [];
function openChannel(receive: Receive): Channel {
  const line: Opened = { sent: [], receive, closed: false };
  lines.push(line);
  return {
    ...{ id: 7, place: "file" },
    send: (message) => void line.sent.push(message),
    close: () => (line.closed = true),
  };
}

type Sent = Parameters<Receive>[0];
const frame = (step: number, nets = ["net A", "net B"]) => ({ step, nets });
const READY = { plane: null, rows: 40, inputs: 2, outputs: 3, nets: [{}, { error: { code: "X", message: "y" } }] };
const ready = (run: number, step = 0) => ({ type: "ready", id: 7, run, ...READY, frame: frame(step) });

/** Runs on a line that is open, and all that was said and sent since the last look. */
function opened() {
  const said: unknown[] = [];
  const tell =
    (what: string) =>
    (...values: unknown[]) =>
      void said.push([what, ...values]);
  const runs = new Runs(
    {
      ready: (run) => said.push(["ready", run.last.step]),
      frame: (run) => said.push(["frame", run.first.step, run.last.step]),
      ...{ done: tell("done"), failed: tell("failed"), changed: tell("changed") },
    },
    openChannel,
  );
  runs.connect();
  runs.connect();
  const line = lines.at(-1)!;
  const answer = (message: object): void => line.receive(message as Sent);
  return { runs, line, answer, news: () => ({ sent: line.sent.splice(0), said: said.splice(0) }) };
}

const START = { nets: [], seed: 3 } as unknown as Parameters<InstanceType<typeof Runs>["begin"]>[1];

/** Runs of which the first stands at a step. */
function standing(step = 0) {
  const all = opened();
  all.runs.begin(all.runs.next(), START);
  all.answer(ready(1, step));
  all.news();
  return all;
}

describe("a lab's runs", () => {
  it("open one line, and close it; nothing is left of the run", () => {
    const before = lines.length;
    const { runs, line } = standing(5);
    expect([lines.length - before, runs.place, runs.failed, runs.step, line.closed]).toEqual([
      1,
      "file",
      false,
      5,
      false,
    ]);
    runs.disconnect();
    expect([runs.place, runs.failed, runs.step, runs.run, runs.playing, line.closed]).toEqual([
      ...[null, true, 0, null, false, true],
    ]);
    runs.acknowledge(); // to nobody
    expect(line.sent).toEqual([]);
  });

  it("are numbered; of one that is no more nothing begins, nothing fails, and no answer counts", () => {
    const { runs, answer, news } = opened();
    expect([runs.next(), runs.next(), runs.failed]).toEqual([1, 2, false]);
    runs.begin(1, START);
    runs.fail(1, "CODE", "late");
    answer(ready(1));
    expect(news()).toEqual({ sent: [], said: [] });
    runs.begin(2, START);
    expect(news().sent).toEqual([{ type: "start", id: 7, run: 2, nets: [], seed: 3 }]);
    answer({ type: "frame", id: 7, run: 2, frame: frame(1) }); // before it is ready
    expect(news().said).toEqual([]);
    answer(ready(2));
    answer({ type: "frame", id: 7, run: 2, frame: frame(4) });
    expect(news().said).toEqual([
      ["ready", 0],
      ["frame", 0, 4],
    ]);
    expect(runs.run).toEqual({ ...READY, first: frame(0), last: frame(4) });
    expect(runs.next()).toBe(3);
    expect(runs.step).toBe(0); // what is still shown is the last one's
  });

  it("train from their first step where that is still to come, to the last, and no further", () => {
    const { runs, answer, news } = opened();
    const run = runs.next();
    runs.play(5, 100);
    expect([runs.playing, news()]).toEqual([true, { sent: [], said: [["changed"]] }]);
    runs.begin(run, START);
    expect(news().sent).toEqual([
      expect.objectContaining({ type: "start" }),
      { type: "play", id: 7, speed: 5, max: 100 },
    ]);
    answer(ready(run));
    answer({ type: "frame", id: 7, run, frame: frame(100) });
    answer({ type: "done", id: 7, run, step: 100, hashes: ["aa", "bb"] });
    expect([runs.playing, runs.hashes, news().said.at(-1)]).toEqual([false, ["aa", "bb"], ["done", 100, ["aa", "bb"]]]);
    runs.play(5, 100);
    expect([runs.playing, news()]).toEqual([false, { sent: [], said: [] }]);
    runs.play(2, 101);
    expect(news()).toEqual({ sent: [{ type: "play", id: 7, speed: 2, max: 101 }], said: [["changed"]] });
    answer({ type: "frame", id: 7, run, frame: frame(101) });
    expect(runs.hashes).toEqual([]); // of another step
    runs.next();
    expect([runs.playing, runs.hashes]).toEqual([false, []]);
  });

  it("pause, take one step, and say what is looked at", () => {
    const { runs, news } = standing();
    runs.pause();
    expect(news()).toEqual({ sent: [], said: [] });
    runs.play(1, 9);
    news();
    runs.pause();
    expect([runs.playing, news()]).toEqual([false, { sent: [{ type: "pause", id: 7 }], said: [["changed"]] }]);
    runs.stepOnce();
    runs.acknowledge();
    const look = { view: "flow" } as unknown as Parameters<typeof runs.look>[0];
    runs.look(look);
    expect(news().sent).toEqual([
      { type: "step", id: 7, count: 1 },
      { type: "ack", id: 7 },
      { type: "look", id: 7, look },
    ]);
    runs.next();
    runs.stepOnce(); // its rows are still awaited
    runs.play(1, 9);
    runs.pause();
    expect(news().sent).toEqual([]);
  });

  it("do not train without a line", () => {
    const { runs, news } = standing();
    runs.disconnect();
    runs.play(1, 9);
    expect([runs.playing, news().said]).toEqual([false, []]);
  });

  it("rest when the last step was taken, at once where none is under way, and with a run that ends", async () => {
    const { runs, answer, news } = standing();
    await runs.rest();
    runs.play(1, 9);
    let rested = 0;
    const resting = runs.rest().then(() => rested++);
    expect(news().sent.at(-1)).toEqual({ type: "pause", id: 7 });
    await Promise.resolve();
    expect(rested).toBe(0);
    answer({ type: "done", id: 7, run: 1, step: 3, hashes: [] });
    await resting;
    runs.play(1, 9);
    const other = runs.rest();
    runs.next();
    await other;
    runs.play(1, 9); // asked for before its rows are there: nothing is under way
    await runs.rest();
    expect(runs.playing).toBe(false);
  });

  it("give parameters and rows: when they are ready, and none of a run that cannot be", async () => {
    const { runs, answer, news } = opened();
    expect(await runs.take()).toEqual([]);
    runs.begin(runs.next(), START);
    const both = Promise.all([runs.take(), runs.take()]);
    expect(news().sent).toHaveLength(1);
    answer(ready(1));
    expect(news().sent).toEqual([{ type: "take", id: 7 }]);
    answer({ type: "taken", id: 7, run: 1, nets: ["taken"] });
    expect(await both).toEqual([["taken"], ["taken"]]);
    const late = runs.take();
    expect(news().sent).toEqual([{ type: "take", id: 7 }]);
    answer({ type: "error", id: 7, code: "CODE", message: "why" });
    expect([await late, news().said, runs.failed]).toEqual([[], [["failed", "CODE", "why"]], false]);
  });

  it("fail where their rows cannot be had or the worker cannot begin; behind the first step they stay as they are", () => {
    const { runs, answer, news } = opened();
    const run = runs.next();
    runs.play(1, 9);
    runs.fail(run, "CODE", "no rows");
    expect([runs.failed, runs.playing, news().said.at(-1)]).toEqual([true, false, ["failed", "CODE", "no rows"]]);
    runs.begin(runs.next(), START);
    answer({ type: "error", id: null, code: "OTHER", message: "no worker" });
    expect([runs.failed, news().said]).toEqual([true, [["failed", "OTHER", "no worker"]]]);
  });

  it("show a net that could be made, at its newest frame beside its first", () => {
    const { runs, answer } = standing();
    answer({ type: "frame", id: 7, run: 1, frame: frame(6, ["A later", "B later"]) });
    expect(runs.seen(0)).toEqual({ step: 6, ready: READY.nets[0], frame: "A later", first: "net A" });
    expect(runs.seen(1)).toBeNull(); // it has an error
    expect(opened().runs.seen(0)).toBeNull();
  });
});
