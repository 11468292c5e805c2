/** The main thread of a command that computes: it passes on what is written, hears signals, and cleans up. */
import { rmSync } from "node:fs";
import { Worker } from "node:worker_threads";
import { EXIT } from "./command.js";
import { harmless } from "./terminal/escape.js";

/** What the working thread is told when it begins: what the streams are, which it cannot see. */
export interface Streams {
  readonly out: { readonly isTTY: boolean; readonly columns: number };
  readonly error: { readonly isTTY: boolean; readonly columns: number };
}

/** What the working thread says. */
export type Report =
  | { readonly kind: "temporary"; readonly path: string; readonly there: boolean }
  /** What is to be said when the run is ended from outside. */
  | { readonly kind: "farewell"; readonly line: string }
  | { readonly kind: "done"; readonly exitCode: number };

/** What it hears: end at the next pause of the computation. */
export const STOP = "stop";

/** Milliseconds from Ctrl-C on in which a computation may end by itself. */
const GRACE = 1500;
const SHOW_CURSOR = "\r\u001b[K\u001b[?25h";

/** In a pipe a stream has neither, whatever its type says. */
const streamOf = ({ isTTY, columns }: { isTTY?: boolean; columns?: number }) => ({
  isTTY: isTTY === true,
  columns: columns || 80,
});

/** An error of a stream must not end a run: nobody listens to what it has to say, and the result goes elsewhere. */
export function bearClosedStreams(end: (code: number) => void): void {
  process.stderr.on("error", () => undefined);
  // `gradiometer list | head -1` closes the pipe early: that is no error.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    const closed = error.code === "EPIPE";
    const line = `gradiometer: cannot write to the standard output: ${error.message}\n`;
    if (!closed) process.stderr.write(harmless(line, false));
    end(closed ? 0 : EXIT.input);
  });
}

/** Runs the program in a thread of its own, to its end or until a signal. */
export function supervise(script: URL): void {
  const temporaries = new Set<string>();
  let farewell = "stopped; nothing was written";
  let ending = false;
  const workerData: Streams = { out: streamOf(process.stdout), error: streamOf(process.stderr) };
  const worker = new Worker(script, { argv: process.argv.slice(2), workerData });

  /** Ends the computation wherever it is, and leaves no file of it behind. */
  const end = (code: number, line?: string): void => {
    if (ending) return;
    ending = true;
    void worker.terminate().then(() => {
      for (const path of temporaries) rmSync(path, { force: true });
      if (process.stderr.isTTY) process.stderr.write(SHOW_CURSOR);
      if (line !== undefined) process.stderr.write(`gradiometer: ${harmless(line, false)}\n`);
      process.exit(code);
    });
  };

  bearClosedStreams(end);
  worker.on("message", (report: Report) => {
    if (report.kind === "farewell") farewell = report.line;
    else if (report.kind === "done") process.exitCode = report.exitCode;
    else if (report.there) temporaries.add(report.path);
    else temporaries.delete(report.path);
  });
  worker.on("error", (thrown: unknown) => {
    const text = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
    process.stderr.write(harmless(`gradiometer: this is a bug in gradiometer, please report it\n${text}\n`, false));
    end(EXIT.defect);
  });
  process.once("SIGINT", () => {
    worker.postMessage(STOP);
    const stop = () => end(EXIT.interrupted, farewell);
    setTimeout(stop, GRACE).unref();
    process.once("SIGINT", stop);
  });
  process.once("SIGTERM", () => end(EXIT.terminated));
  process.once("SIGHUP", () => end(EXIT.hungUp));
}
