import { load } from "../../../sdk/entry/inline.js";
import type { LabState } from "../../../sdk/element/state/state.js";
import type { Frame, FromWorker, NetChoice, NetReady, OwnNet } from "../../../sdk/element/worker/protocol.js";
import { type Loop, Session } from "../../../sdk/element/worker/session.js";

/** The one core of these tests. */
export const lab = await load();

/** What a lab of this state would show, from the worker's own session. */
export interface Ran {
  readonly ready: readonly NetReady[];
  readonly first: Frame;
  readonly frame: Frame;
  /** Every frame that was sent, the first one in front. */
  readonly frames: readonly Frame[];
  readonly hashes: readonly string[];
}

/** Turns of an event loop, one behind the other, in no time. */
function turns(): Loop & { run(): void } {
  const tasks: (() => void)[] = [];
  return {
    now: () => 0,
    later: (task) => void tasks.push(task),
    run: () => {
      for (let task = tasks.shift(); task; task = tasks.shift()) task();
    },
  };
}

/**
 * Trains a lab's nets as its worker does.
 *
 * @param own  in place of A, with its rows, where the state's A is a net of the zoo.
 * @param every  steps per frame; all of them in one when it is left out.
 */
export function runLab(state: LabState, steps: number, own?: OwnNet, every = steps, table = false): Ran {
  const messages: FromWorker[] = [];
  const frames: Frame[] = [];
  const loop = turns();
  const nets: NetChoice[] = [own ? { own } : { net: state.a }, ...(state.b ? [{ net: state.b }] : [])];
  const { seed, data, view, options } = state;
  const session: Session = new Session(
    lab,
    {
      type: "start",
      id: 0,
      run: 0,
      nets,
      data,
      seed,
      look: { view, options, table },
      ...(own?.rows && { rows: own.rows }),
    },
    {
      post: (message) => {
        messages.push(message);
        if (message.type !== "frame") return;
        frames.push(message.frame);
        loop.later(() => session.acknowledge());
      },
    },
    loop,
  );
  if (steps > 0) session.play(every, steps);
  loop.run();
  session.close();
  const ready = messages.find((message) => message.type === "ready")!;
  const done = messages.find((message) => message.type === "done");
  return {
    ready: ready.nets,
    first: ready.frame,
    frame: frames.at(-1) ?? ready.frame,
    frames: [ready.frame, ...frames],
    hashes: done?.hashes ?? [],
  };
}
