/** A session of the lab's worker, turn by turn of its event loop. */
import { expect, it } from "vitest";
import { DEFAULT_STATE } from "../../sdk/element/state/state.js";
import { FIELDS, type FromWorker, type Start } from "../../sdk/element/worker/protocol.js";
import { Session } from "../../sdk/element/worker/session.js";
import { zooNet } from "../../sdk/element/worker/study.js";
import { lab } from "./support/runLab.js";

const { a, data, seed, view, options } = DEFAULT_STATE;

/** A session of one net whose clock moves by `tick` ms between two looks at it. */
function opened(tick = 0, other: Partial<Start> = {}) {
  const said: FromWorker[] = [];
  const turns: (() => void)[] = [];
  let time = 0;
  const loop = { now: () => (time += tick), later: (task: () => void) => void turns.push(task) };
  const look = { view, options, table: false };
  const start = { type: "start", id: 3, run: 8, nets: [{ net: a }], data, seed, look, ...other } as const;
  const session = new Session(lab, start, { post: (message) => void said.push(message) }, loop);
  const turn = (): void => turns.shift()?.();
  const steps = () => said.flatMap((one) => (one.type === "frame" ? [one.frame.step] : []));
  const ends = () => said.flatMap((one) => (one.type === "done" ? [one.step] : []));
  return { session, said, turns, turn, steps, ends };
}

it("a pause before the next turn ends at the step that was taken, and says so once", () => {
  const { session, turn, turns, steps, ends } = opened();
  session.play(2, 10);
  turn();
  expect(steps()).toEqual([2]);
  session.pause();
  while (turns.length > 0) turn();
  session.pause();
  expect([steps(), ends()]).toEqual([[2, 2], [2]]);
  session.close();
});

it("waits with two frames on the way, goes on when one is drawn, and ends frames at multiples of the speed", () => {
  const { session, turn, turns, steps, ends } = opened();
  session.advance(1);
  turn();
  session.acknowledge();
  session.play(3, 8);
  while (turns.length > 0) turn();
  expect(steps()).toEqual([1, 3, 6]);
  session.acknowledge();
  while (turns.length > 0) turn();
  expect([steps(), ends()]).toEqual([
    [1, 3, 6, 8],
    [1, 8],
  ]);
  session.close();
});

it("a step that takes longer than 20 ms is followed by another turn", () => {
  const [slow, fast] = [opened(21), opened(20)];
  for (const { session, turn } of [slow, fast]) {
    session.play(4, 4);
    turn();
  }
  expect([slow.steps(), fast.steps()]).toEqual([[], [4]]);
  while (slow.turns.length > 0) slow.turn();
  expect([slow.steps(), slow.ends()]).toEqual([[4], [4]]);
  for (const { session } of [slow, fast]) session.close();
});

it("a look at rest is answered by a frame, one while it trains is not, and nothing trains once it is closed", () => {
  const { session, turn, said, steps } = opened();
  const look = { view: "ratio", options, table: true } as const;
  session.look(look);
  expect(steps()).toEqual([0]);
  session.acknowledge();
  session.play(1, 3);
  session.look({ ...look, view: "units" });
  expect(steps()).toEqual([0]);
  turn();
  const frames = said.flatMap((one) => (one.type === "frame" ? [Object.keys(one.frame.nets[0]!.view)] : []));
  expect(frames).toEqual([["ratio"], ["units"]]);
  session.close();
  turn();
  expect(steps()).toEqual([0, 1]);
});

it("rows of three inputs have no plane and no map, and a net that cannot be made says why", () => {
  const rows = { x: Float32Array.from({ length: 12 }, (_, at) => at), y: Float32Array.of(1, 0, 0, 1, 1, 0, 0, 1) };
  const posted = { ...rows, inputs: 3, outputs: 2, task: "classes" } as const;
  const { said, session } = opened(0, { data: { kind: "rows", name: "own" }, rows: posted });
  expect(said).toMatchObject([
    { type: "ready", plane: null, rows: 4, inputs: 3, outputs: 2, frame: { nets: [{ map: null }] } },
  ]);
  session.close();
  const config = { sizes: [3, 0, 2] };
  const training = { loss: "cross-entropy", optimizer: { kind: "sgd", learningRate: 1 } } as const;
  const broken = opened(0, {
    data: { kind: "rows", name: "own" },
    rows: posted,
    nets: [{ own: { config, training } }],
  });
  expect(broken.said).toMatchObject([
    { nets: [{ parameters: 0, error: { code: "BAD_OPTION" } }], frame: { nets: [{ map: null }] } },
  ]);
  broken.session.close();
});

it("theory's line of a recurrent net goes back from what was measured at the last step of time", () => {
  const { net, rows } = zooNet(lab, "healthy-rnn-copy");
  const { said, session } = opened(0, { data: { kind: "rows", name: "copy" }, rows, nets: [{ own: net }] });
  const [ready] = said.flatMap((one) => (one.type === "ready" ? [one] : []));
  const [own] = ready!.nets;
  const { layers } = ready!.frame.nets[0]!;
  const time = layers.length / FIELDS.length;
  expect(own).toMatchObject({ axis: "time", theory: { length: time } });
  expect(time).toBe(rows.time);
  expect(own!.theory[time - 1]).toBe(layers[(time - 1) * FIELDS.length]);
  for (let t = 0; t < time - 1; t++) expect(own!.theory[t]).toBeCloseTo(own!.theory[t + 1]! * own!.factor, 15);
  expect(new Set(Array.from({ length: time }, (_, t) => layers[t * FIELDS.length])).size).toBe(time);
  session.close();
});

it("what was closed, or paused before its turn, takes no step more and says nothing", () => {
  const { session, said, turns, turn } = opened();
  session.play(2, 10);
  session.close();
  const before = said.length;
  while (turns.length > 0) turn();
  session.acknowledge();
  session.play(1, 20);
  expect([said.length, turns.length]).toEqual([before, 0]);
  const other = opened();
  other.session.play(2, 10);
  other.session.pause();
  const [steps, ends] = [other.steps(), other.ends()];
  while (other.turns.length > 0) other.turn();
  expect([other.steps(), other.ends()]).toEqual([steps, ends]);
  other.session.close();
});
