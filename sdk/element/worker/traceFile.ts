/** A trace or an event file that was dropped on the page → what it shows. Read piece by piece, in memory that its length does not change. */
import { GradiometerError } from "../../core/errors.js";
import { TraceCourse } from "../../doctor/trace/course.js";
import { diagnosisOf } from "../../doctor/trace/diagnose.js";
import { EventFileReader } from "../../doctor/trace/events/read.js";
import { EventRun } from "../../doctor/trace/events/run.js";
import { traceFigures } from "../../doctor/trace/figures.js";
import { TraceParser } from "../../doctor/trace/read.js";
import { TraceReading } from "../../doctor/trace/seen.js";
import { visibleHeader } from "../../doctor/trace/visibleHeader.js";
import type { TraceLine } from "../../doctor/trace/types.js";
import { isEventFile } from "../../io/events/records.js";
import type { FileLike } from "../data/readTable.js";
import type { Diagnosed } from "./studyProtocol.js";

/** Bytes between two turns of the event loop. */
const PIECE = 1 << 18;

export interface ReadOptions {
  readonly signal?: AbortSignal;
  /** After every piece: bytes that were read, of all. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** Reads a file in pieces. @throws GradiometerError ABORTED after `signal` */
async function* piecesOf(file: FileLike, { signal, onProgress }: ReadOptions): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < file.size; at += PIECE) {
    const piece = new Uint8Array(await file.slice(at, at + PIECE).arrayBuffer());
    if (signal?.aborted) throw new GradiometerError("ABORTED", "the file was left");
    yield piece;
    onProgress?.(Math.min(at + PIECE, file.size), file.size);
  }
}

async function* linesOf(file: FileLike, options: ReadOptions): AsyncGenerator<TraceLine> {
  const [parser, decoder] = [new TraceParser(), new TextDecoder()];
  for await (const piece of piecesOf(file, options)) yield* parser.push(decoder.decode(piece, { stream: true }));
  yield* parser.end();
}

async function* eventsOf(file: FileLike, options: ReadOptions): AsyncGenerator<TraceLine> {
  const run = new EventRun();
  const reader = new EventFileReader(run);
  for await (const piece of piecesOf(file, options)) reader.push(piece);
  yield* run.lines();
}

/** What a trace shows, with its figures. @throws GradiometerError BAD_FILE, ABORTED */
export async function diagnoseFile(file: FileLike, options: ReadOptions = {}): Promise<Diagnosed> {
  const head = new Uint8Array(await file.slice(0, 64).arrayBuffer());
  const events = isEventFile(head) || file.name.includes("tfevents");
  const [reading, course] = [new TraceReading(), new TraceCourse()];
  for await (const given of events ? eventsOf(file, options) : linesOf(file, options)) {
    const line = "format" in given ? visibleHeader(given) : given;
    reading.add(line);
    course.add(line);
  }
  const [diagnosis, seen] = [diagnosisOf(reading), reading.seen()];
  if (diagnosis === null || seen === null)
    throw new GradiometerError("BAD_FILE", "trace: no record in it; it needs the header and at least one step");
  const { header, records, first, last, start, end, nonFinite } = seen;
  return {
    diagnosis,
    figures: traceFigures(course),
    source: header.source,
    unread: header.unread ?? [],
    layers: header.layers.length,
    records,
    steps: [first.step, last.step],
    loss: [start, end],
    broken: nonFinite && { ...nonFinite, name: header.layers[nonFinite.layer]?.name ?? "" },
  };
}
