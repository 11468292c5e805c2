/**
 * One worker for all labs of a page, from a Blob: a classic one, which works in sandboxed iframes and on file:// too. Where
 * a page forbids it, `worker.js` beside this script; where that is forbidden as well, slices on the page itself.
 */
import { workerMain } from "../../../build/generated/worker.js";
import type { FromWorker, ToWorker } from "../worker/protocol.js";

/** Who takes a lab's answers. */
export type Receive = (message: FromWorker) => void;

/** Where the nets train. */
export type Place = "blob" | "file" | "page";

interface Line {
  readonly send: (message: ToWorker) => void;
  readonly end: () => void;
}

interface Events {
  readonly receive: Receive;
  /** Nothing can be sent on this line: the page forbids it. */
  readonly refused: () => void;
}

function workerLine(worker: Worker, { receive, refused }: Events): Line {
  worker.onmessage = ({ data }: MessageEvent<FromWorker>) => receive(data);
  // A page's CSP refuses a worker by an event without a message, after it was made.
  worker.onerror = refused;
  return {
    send: (message) => worker.postMessage(message),
    end: () => worker.terminate(),
  };
}

function blobLine(events: Events): Line {
  const source = `"use strict";(${workerMain.toString()})(self)`;
  const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  try {
    const line = workerLine(new Worker(url), events);
    return {
      send: line.send,
      end: () => {
        line.end();
        URL.revokeObjectURL(url);
      },
    };
  } catch (error) {
    URL.revokeObjectURL(url);
    throw error;
  }
}

const fileLine = (events: Events): Line => workerLine(new Worker(new URL("worker.js", import.meta.url)), events);

/** The same program on the page: it takes a turn of the event loop between two frames. */
function pageLine({ receive }: Events): Line {
  let ended = false;
  const scope: Parameters<typeof workerMain>[0] = {
    onmessage: null,
    postMessage: (message) => {
      queueMicrotask(() => {
        if (!ended) receive(message as FromWorker);
      });
    },
  };
  workerMain(scope);
  return {
    send: (message) => {
      queueMicrotask(() => {
        if (!ended) scope.onmessage?.({ data: message });
      });
    },
    end: () => (ended = true),
  };
}

const LINES: readonly (readonly [Place, (events: Events) => Line])[] = [
  ["blob", blobLine],
  ["file", fileLine],
  ["page", pageLine],
];

class Host {
  #line: Line | null = null;
  #tried = 0;
  /** Until something answers, all that was sent: the next line gets it again. */
  #sent: ToWorker[] | null = [];
  readonly #labs = new Map<number, Receive>();

  get place(): Place {
    return LINES[this.#tried - 1]?.[0] ?? "blob";
  }

  open(id: number, receive: Receive): void {
    this.#labs.set(id, receive);
    if (!this.#line) this.#connect();
  }

  /** @returns whether it was the last lab */
  close(id: number): boolean {
    this.send({ type: "stop", id });
    this.#labs.delete(id);
    if (this.#labs.size > 0) return false;
    this.#line?.end();
    this.#line = null;
    return true;
  }

  send(message: ToWorker): void {
    this.#sent?.push(message);
    this.#line?.send(message);
  }

  #connect(): void {
    const next = LINES[this.#tried++];
    if (!next) return;
    const [, open] = next;
    let current = true;
    const refused = (): void => {
      if (!current || !this.#sent) return;
      current = false;
      this.#line?.end();
      this.#connect();
    };
    try {
      this.#line = open({ receive: (message) => this.#receive(message), refused });
    } catch {
      this.#line = null;
      this.#connect();
      return;
    }
    for (const message of this.#sent ?? []) this.#line.send(message);
  }

  #receive(message: FromWorker): void {
    this.#sent = null;
    if (message.id !== null) this.#labs.get(message.id)?.(message);
    else for (const receive of this.#labs.values()) receive(message);
  }
}

let shared: Host | null = null;
let labs = 0;

/** A lab's line to the worker that all share. */
export interface Channel {
  readonly id: number;
  /** Where the nets train; known once something has answered. */
  readonly place: Place;
  send(message: ToWorker): void;
  close(): void;
}

export function openChannel(receive: Receive): Channel {
  const host = (shared ??= new Host());
  const id = ++labs;
  host.open(id, receive);
  return {
    id,
    get place() {
      return host.place;
    },
    send: (message) => host.send(message),
    close: () => {
      if (host.close(id) && shared === host) shared = null;
    },
  };
}
