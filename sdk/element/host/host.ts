/** One worker for all labs of a page, counted, and ended with the last. */
import { workerMain } from "../../../build/generated/worker.js";
import type { FromWorker, ToWorker } from "../worker/protocol.js";
import { Connection, type Place } from "./lines.js";

export type { Place } from "./lines.js";

/** Who takes a lab's answers. */
export type Receive = (message: FromWorker) => void;

/** A lab's line to the worker that all share. */
export interface Channel {
  readonly id: number;
  /** Where the nets train; known once something has answered. */
  readonly place: Place;
  send(message: ToWorker): void;
  close(): void;
}

let connection: Connection | null = null;
let last = 0;
const labs = new Map<number, Receive>();

function deliver(message: FromWorker): void {
  if (message.id !== null) labs.get(message.id)?.(message);
  else for (const receive of labs.values()) receive(message);
}

export function openChannel(receive: Receive): Channel {
  const shared = (connection ??= new Connection(workerMain, "worker.js", (message) => deliver(message as FromWorker)));
  const id = ++last;
  labs.set(id, receive);
  return {
    id,
    get place() {
      return shared.place;
    },
    send: (message) => shared.send(message),
    close: () => {
      shared.send({ type: "stop", id });
      labs.delete(id);
      if (labs.size > 0 || connection !== shared) return;
      shared.end();
      connection = null;
    },
  };
}
