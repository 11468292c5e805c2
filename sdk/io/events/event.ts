/** What an event says: numbers and histograms of a step (tensorflow/core/util/event.proto, core/framework/summary.proto). */
import { bytesOf, integer, message, number, numbers, textOf } from "../protobuf.js";
import { type HistogramStats, statsOfBuckets, statsOfMoments } from "./histogram.js";
import { badEvents, type EventRecord } from "./records.js";

/** A value under a tag: a number, or the statistics of a tensor by its histogram. */
export interface EventValue {
  readonly tag: string;
  readonly value: number | HistogramStats;
}

/** What is read of one event. */
export interface RunEvent {
  readonly step: number;
  /** A training was taken up again at this step: what earlier events say of it and of later steps holds no more. */
  readonly restart: boolean;
  readonly values: readonly EventValue[];
}

/** Numbers of a list at most; a histogram has some thousand. */
const MOST_NUMBERS = 100_000;
/** SessionLog.SessionStatus START */
const START = 1;

function histogramOf(bytes: Uint8Array): HistogramStats | null {
  const found = { min: 0, max: 0, count: 0, sum: 0, squares: 0 };
  const buckets: number[] = [];
  message(bytes, {
    1: (reader, wire) => (found.min = number("double", reader, wire)),
    2: (reader, wire) => (found.max = number("double", reader, wire)),
    3: (reader, wire) => (found.count = number("double", reader, wire)),
    4: (reader, wire) => (found.sum = number("double", reader, wire)),
    5: (reader, wire) => (found.squares = number("double", reader, wire)),
    7: (reader, wire) => numbers(buckets, "double", MOST_NUMBERS, reader, wire),
  });
  return statsOfMoments({ ...found, held: buckets.reduce((sum, held) => sum + held, 0) });
}

/** Bytes of a number, and how it is read. */
interface NumberType {
  readonly size: number;
  readonly read: (view: DataView, at: number) => number;
}

/** Types of a tensor by their number (core/framework/types.proto); others are no numbers. */
const TYPES: Readonly<Record<number, NumberType>> = {
  1: { size: 4, read: (view, at) => view.getFloat32(at, true) },
  2: { size: 8, read: (view, at) => view.getFloat64(at, true) },
  3: { size: 4, read: (view, at) => view.getInt32(at, true) },
  9: { size: 8, read: (view, at) => Number(view.getBigInt64(at, true)) },
};

/** The numbers of a tensor, as one list or as raw bytes. */
function listOf(type: NumberType, list: readonly number[], content: Uint8Array): readonly number[] {
  const { size, read } = type;
  if (list.length > 0 || content.length === 0) return list;
  if (content.length > size * MOST_NUMBERS) throw new Error(`a tensor of ${content.length} bytes`);
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength);
  return Array.from({ length: Math.floor(content.length / size) }, (_, index) => read(view, index * size));
}

/** A TensorProto that is one number, or rows of buckets; null for any other, such as pictures and texts. */
function tensorOf(bytes: Uint8Array): number | HistogramStats | null {
  let dtype = 0;
  let content: Uint8Array = new Uint8Array(0);
  const [sizes, list]: [number[], number[]] = [[], []];
  message(bytes, {
    1: (reader, wire) => (dtype = integer(reader, wire)),
    2: (reader, wire) =>
      message(bytesOf(reader, wire), {
        2: (inner, kind) => {
          let size = 0;
          message(bytesOf(inner, kind), { 1: (r, w) => (size = integer(r, w)) });
          sizes.push(size);
        },
      }),
    4: (reader, wire) => (content = bytesOf(reader, wire)),
    5: (reader, wire) => numbers(list, "float", MOST_NUMBERS, reader, wire),
    6: (reader, wire) => numbers(list, "double", MOST_NUMBERS, reader, wire),
    7: (reader, wire) => numbers(list, "int64", MOST_NUMBERS, reader, wire),
    10: (reader, wire) => numbers(list, "int64", MOST_NUMBERS, reader, wire),
  });
  const type = Object.hasOwn(TYPES, dtype) ? TYPES[dtype] : undefined;
  if (!type) return null;
  if (sizes.length === 0) return listOf(type, list, content).at(0) ?? 0;
  const [rows = 0, columns] = sizes;
  if (sizes.length !== 2 || columns !== 3 || rows > MOST_NUMBERS / 3) return null;
  const values = listOf(type, list, content);
  // Of numbers that are all the same at the end of a tensor the last one is written alone.
  const whole = Array.from({ length: 3 * rows }, (_, index) => values.at(Math.min(index, values.length - 1)) ?? 0);
  return statsOfBuckets(whole);
}

function valueOf(bytes: Uint8Array): EventValue | null {
  const found: { tag: string; value: EventValue["value"] | null } = { tag: "", value: null };
  message(bytes, {
    1: (reader, wire) => (found.tag = textOf(reader, wire)),
    2: (reader, wire) => (found.value = number("float", reader, wire)),
    5: (reader, wire) => (found.value = histogramOf(bytesOf(reader, wire))),
    8: (reader, wire) => (found.value = tensorOf(bytesOf(reader, wire))),
  });
  const { tag, value } = found;
  return value === null ? null : { tag, value };
}

function eventOf(bytes: Uint8Array): RunEvent {
  let [step, restart] = [0, false];
  const values: EventValue[] = [];
  message(bytes, {
    2: (reader, wire) => (step = integer(reader, wire)),
    5: (reader, wire) =>
      message(bytesOf(reader, wire), {
        1: (inner, kind) => {
          const value = valueOf(bytesOf(inner, kind));
          if (value) values.push(value);
        },
      }),
    7: (reader, wire) =>
      message(bytesOf(reader, wire), { 1: (inner, kind) => (restart = integer(inner, kind) === START) }),
  });
  return { step, restart, values };
}

/** The event of a record. @throws GradiometerError BAD_FILE with the byte at which the record begins */
export function readEvent({ offset, bytes }: EventRecord): RunEvent {
  try {
    return eventOf(bytes);
  } catch (cause) {
    throw badEvents(offset, `no event: ${(cause as Error).message}`, cause);
  }
}
