/** A lab without a page: a session on a port and a loop that stand still until they are asked. */
import type { Gradiometer } from "../../../sdk/types.js";
import type { Snapshot, SharedNet } from "../../../sdk/element/share/snapshot.js";
import type { LabState } from "../../../sdk/element/state/state.js";
import { tableOf } from "../../../sdk/element/table.js";
import type { FromWorker, NetChoice, PostedRows, Start } from "../../../sdk/element/worker/protocol.js";
import { Session } from "../../../sdk/element/worker/session.js";

type Message<Type extends FromWorker["type"]> = FromWorker & { type: Type };

/** Trains the nets of a state up to a step and takes all that exports need. */
export function runTo(
  lab: Gradiometer,
  state: LabState,
  step: number,
  options: { rows?: PostedRows; nets?: readonly NetChoice[] } = {},
): Snapshot {
  const messages: FromWorker[] = [];
  const tasks: (() => void)[] = [];
  const last = <Type extends FromWorker["type"]>(type: Type): Message<Type> => {
    const found = messages.filter((message): message is Message<Type> => message.type === type).at(-1);
    if (!found) throw new Error(`the session said nothing of type ${type}`);
    return found;
  };
  const nets = options.nets ?? [state.a, ...(state.b ? [state.b] : [])].map((net) => ({ net }));
  const start: Start = {
    type: "start",
    id: 1,
    run: 1,
    nets,
    data: state.data,
    seed: state.seed,
    look: { view: state.view, options: state.options, table: true },
    ...(options.rows && { rows: options.rows }),
  };
  const session: Session = new Session(
    lab,
    start,
    {
      post(message) {
        messages.push(message);
        if (message.type === "frame") tasks.push(() => session.acknowledge());
      },
    },
    { now: () => 0, later: (task) => void tasks.push(task) },
  );
  session.play(state.speed, step);
  for (let task = tasks.shift(); task; task = tasks.shift()) task();
  session.take();
  const ready = last("ready").nets;
  const { frame } = messages.some(({ type }) => type === "frame") ? last("frame") : last("ready");
  const hashes = step === 0 ? null : last("done").hashes;
  const taken = last("taken").nets;
  session.close();
  const names = ["A", "B"] as const;
  const made = ready.flatMap((one, index) => (one.error ? [] : [{ one, index }]));
  return {
    state,
    step: frame.step,
    language: "en",
    figures: [],
    tables: made.map(({ one, index }) =>
      tableOf(names[index]!, { step: frame.step, ready: one, frame: frame.nets[index]! }),
    ),
    nets: made.map(({ one, index }, place): SharedNet => {
      const choice = nets[index]!;
      return {
        name: names[index]!,
        config: one.config,
        training: one.training,
        hash: hashes && hashes[index]!,
        taken: taken[place]!,
        ownRows: "own" in choice && choice.own.rows !== undefined,
      };
    }),
  };
}
