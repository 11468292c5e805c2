/** The lines of a trace from a file: of the whole one, or of one that still grows. */
import { createReadStream } from "node:fs";
import { open, stat } from "node:fs/promises";
import { StringDecoder } from "node:string_decoder";
import { setTimeout as pause } from "node:timers/promises";
import { readTrace, TraceParser } from "../doctor/trace/read.js";
import type { TraceLine } from "../doctor/trace/types.js";
import { GradiometerError } from "../core/errors.js";
import { InputError } from "./command.js";

const PIECE = 1 << 18;
/** Milliseconds between two looks at a file that does not grow. */
const LOOK = 200;

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  EISDIR: "it is a folder",
  EACCES: "permission denied",
  EPERM: "permission denied",
};

/** What went wrong with the file, in one line with its name. */
export function named(path: string, thrown: unknown): unknown {
  if (thrown instanceof GradiometerError && thrown.code === "BAD_FILE")
    return new InputError(`${path}: ${thrown.message}`);
  const code = (thrown as NodeJS.ErrnoException | null)?.code;
  const reason = code === undefined ? undefined : REASONS[code];
  return reason === undefined ? thrown : new InputError(`cannot read ${path}: ${reason}`);
}

/** All lines of a file. @throws InputError with its name */
export async function* whole(path: string, signal: AbortSignal): AsyncGenerator<TraceLine> {
  try {
    yield* readTrace(createReadStream(path, { encoding: "utf8", highWaterMark: PIECE, signal }));
  } catch (thrown) {
    throw named(path, thrown);
  }
}

/** Waits, or less when the signal comes. */
export async function wait(signal: AbortSignal): Promise<void> {
  await pause(LOOK, undefined, { signal }).catch(() => undefined);
}

/** The lines of a file as they are written, until the signal comes; it need not be there yet. @throws InputError with its name */
export async function* followed(path: string, signal: AbortSignal): AsyncGenerator<TraceLine> {
  const stopped = (): boolean => signal.aborted;
  const [parser, decoder, buffer] = [new TraceParser(), new StringDecoder("utf8"), new Uint8Array(PIECE)];
  try {
    while (!stopped() && !(await stat(path).catch(() => undefined))) await wait(signal);
    if (stopped()) return;
    const file = await open(path);
    try {
      let at = 0;
      while (!stopped()) {
        const { bytesRead } = await file.read(buffer, 0, PIECE, at);
        at += bytesRead;
        if (bytesRead > 0) yield* parser.push(decoder.write(buffer.subarray(0, bytesRead)));
        else if ((await file.stat()).size < at)
          throw new InputError(`${path}: it became shorter while it was watched; another training writes to it`);
        else await wait(signal);
      }
    } finally {
      await file.close();
    }
  } catch (thrown) {
    throw named(path, thrown);
  }
}
