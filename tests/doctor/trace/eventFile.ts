/** Event files as the tests need them: the recorded ones, and small ones written field by field for what no honest writer makes. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";

const folder = fileURLToPath(new URL("./events/", import.meta.url));

/** Statistics as the program that wrote the files computed them of the tensors themselves. */
export interface Truth {
  tag: string;
  step: number;
  count: number;
  mean: number;
  std: number;
  norm: number;
  min: number;
  max: number;
}

/** The first event file of a recorded run. */
export function recordedEvents(run: string): Uint8Array {
  const file = readdirSync(folder + run).find((name) => name.includes("tfevents"))!;
  return Uint8Array.from(gunzipSync(readFileSync(`${folder}${run}/${file}`)));
}

/** What the tensors of the recorded runs really were, by run. */
export const truths = (kind: "torch" | "keras") =>
  JSON.parse(readFileSync(`${folder}${kind}.json`, "utf8")) as Record<string, Truth[]>;

/** CRC-32C bit by bit, apart from the one of the sources. */
function crc32c(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
  }
  return ~crc >>> 0;
}

function masked(bytes: Uint8Array): Uint8Array {
  const crc = crc32c(bytes);
  const word = new Uint8Array(4);
  new DataView(word.buffer).setUint32(0, (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0, true);
  return word;
}

/** A record around these bytes. */
export function recordOf(bytes: Uint8Array): Uint8Array {
  const length = new Uint8Array(8);
  new DataView(length.buffer).setUint32(0, bytes.length, true);
  return new Uint8Array(Buffer.concat([length, masked(length), bytes, masked(bytes)]));
}

const field = (number: number, bytes: Uint8Array): Uint8Array =>
  new BinaryWriter().tag(number, WireType.LengthDelimited).bytes(bytes).finish();

/** A value of a summary: a number, or the fields of a HistogramProto. */
type Value = number | { min: number; max: number; num: number; sum: number; squares: number; bucket?: number[] };

function valueOf(tag: string, value: Value): Uint8Array {
  const writer = new BinaryWriter().tag(1, WireType.LengthDelimited).string(tag);
  if (typeof value === "number") return writer.tag(2, WireType.Bit32).float(value).finish();
  const histogram = new BinaryWriter();
  const { min, max, num, sum, squares, bucket = [] } = value;
  [min, max, num, sum, squares].forEach((one, index) => histogram.tag(index + 1, WireType.Bit64).double(one));
  for (const one of bucket) histogram.tag(7, WireType.Bit64).double(one);
  return writer.tag(5, WireType.LengthDelimited).bytes(histogram.finish()).finish();
}

/** An event of a step, in its record. */
export function eventOf(step: number, values: Record<string, Value> = {}, restart = false): Uint8Array {
  const summary = Buffer.concat(Object.entries(values).map(([tag, value]) => field(1, valueOf(tag, value))));
  const head = new BinaryWriter().tag(1, WireType.Bit64).double(1.7e9).tag(2, WireType.Varint).int64(step).finish();
  const start = restart ? field(7, new BinaryWriter().tag(1, WireType.Varint).int32(1).finish()) : new Uint8Array(0);
  return recordOf(new Uint8Array(Buffer.concat([head, field(5, new Uint8Array(summary)), start])));
}

/** A file of these records. */
export const fileOf = (...records: Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(records));

/** A histogram of numbers whose root mean square is this, around 0. */
export const histogramOf = (rms: number, num = 144) => ({
  min: -2 * rms,
  max: 2 * rms,
  num,
  sum: 0,
  squares: num * rms * rms,
});
