/**
 * A worker from a Blob: a classic one, which works in sandboxed iframes and on file:// too. Where a page forbids it, its file
 * beside this script; where that is forbidden as well, slices on the page itself.
 */

import { SCRIPT } from "../script.js";

/** The program of a worker: it sets `onmessage`, and answers by `postMessage`. */
export type Program = (scope: {
  onmessage: ((event: { data: unknown }) => void) | null;
  postMessage(message: unknown, transfer?: unknown[]): void;
}) => void;

/** Where a program runs. */
export type Place = "blob" | "file" | "page";

export interface Line {
  readonly send: (message: unknown) => void;
  readonly end: () => void;
}

export interface LineEvents {
  readonly receive: (message: unknown) => void;
  /** Nothing can be sent on this line: the page forbids it. */
  readonly refused: () => void;
}

function workerLine(worker: Worker, { receive, refused }: LineEvents, end: () => void = () => {}): Line {
  worker.onmessage = ({ data }: MessageEvent<unknown>) => receive(data);
  // A page's policy refuses a worker by an event without a message, after it was made.
  worker.onerror = refused;
  return {
    send: (message) => worker.postMessage(message),
    end: () => {
      worker.terminate();
      end();
    },
  };
}

function blobLine(program: Program, _file: string, events: LineEvents): Line {
  const source = `"use strict";(${program.toString()})(self)`;
  const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  const release = (): void => URL.revokeObjectURL(url);
  try {
    return workerLine(new Worker(url), events, release);
  } catch (error) {
    release();
    throw error;
  }
}

const fileLine = (_program: Program, file: string, events: LineEvents): Line =>
  workerLine(new Worker(new URL(file, SCRIPT)), events);

/** The same program on the page: it takes a turn of the event loop between two frames. */
function pageLine(program: Program, _file: string, { receive }: LineEvents): Line {
  let ended = false;
  const scope: Parameters<Program>[0] = {
    onmessage: null,
    postMessage: (message) => {
      queueMicrotask(() => {
        if (!ended) receive(message);
      });
    },
  };
  program(scope);
  return {
    send: (message) => {
      queueMicrotask(() => {
        if (!ended) scope.onmessage?.({ data: message });
      });
    },
    end: () => (ended = true),
  };
}

const LINES = [
  ["blob", blobLine],
  ["file", fileLine],
  ["page", pageLine],
] as const;

/** The first line that is not refused; until something answers, all that was sent is sent again on the next. */
export class Connection {
  #line: Line | null = null;
  #tried = 0;
  #sent: unknown[] | null = [];

  /**
   * @param program  the worker's function.
   * @param file     its file beside this script.
   */
  constructor(
    private readonly program: Program,
    private readonly file: string,
    private readonly receive: (message: unknown) => void,
  ) {
    this.#connect();
  }

  /** Known once something has answered. */
  get place(): Place {
    return LINES[this.#tried - 1]?.[0] ?? "page";
  }

  send(message: unknown): void {
    this.#sent?.push(message);
    this.#line?.send(message);
  }

  end(): void {
    this.#line?.end();
    this.#line = null;
    this.#sent = null;
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
    const receive = (message: unknown): void => {
      this.#sent = null;
      this.receive(message);
    };
    try {
      this.#line = open(this.program, this.file, { receive, refused });
    } catch {
      this.#line = null;
      this.#connect();
      return;
    }
    for (const message of this.#sent ?? []) this.#line.send(message);
  }
}
