import { strToU8 } from "fflate/browser";
import { asUint8Array } from "../core/brand.js";
import { badOption, show } from "../core/check.js";
import type { Bytes, Parameter } from "../types.js";
import { badFile } from "./badFile.js";
import { fromBfloat, fromHalf } from "./half.js";
import { JsonReader } from "./json.js";

/** Bytes of a header at most, as in the reference implementation. */
const MAX_HEADER = 100_000_000;
/** Where the header begins, behind its length as a u64, little-endian. */
export const HEADER_AT = 8;
/** The tensors begin at a multiple of this. */
const ALIGNMENT = 8;
export const METADATA = "__metadata__";

/** What a file holds: tensors in the order of their bytes. */
export interface Container {
  readonly metadata: Readonly<Record<string, string>>;
  readonly tensors: readonly Parameter[];
}

/** A tensor as the header describes it; begin and end count from the end of the header. */
interface Entry {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly count: number;
  readonly begin: number;
  readonly end: number;
}

/** How numbers of a type are read into float32, of the bytes from `at` on. */
interface Dtype {
  readonly size: number;
  read(view: DataView, at: number, values: Float32Array): void;
}

/** Types by their name. */
export type Dtypes = Readonly<Record<string, Dtype>>;

const DTYPES: Dtypes = {
  F32: {
    size: 4,
    read(view: DataView, at: number, values: Float32Array) {
      const bits = new Uint32Array(values.buffer); // as integers: the bits of a NaN stay too
      for (let i = 0; i < bits.length; i++) bits[i] = view.getUint32(at + 4 * i, true);
    },
  },
  F64: {
    size: 8,
    read(view: DataView, at: number, values: Float32Array) {
      for (let i = 0; i < values.length; i++) values[i] = view.getFloat64(at + 8 * i, true);
    },
  },
  I64: {
    size: 8,
    read(view: DataView, at: number, values: Float32Array) {
      for (let i = 0; i < values.length; i++) values[i] = Number(view.getBigInt64(at + 8 * i, true));
    },
  },
};

const halves = (number: (bits: number) => number): Dtype => ({
  size: 2,
  read(view, at, values) {
    for (let i = 0; i < values.length; i++) values[i] = number(view.getUint16(at + 2 * i, true));
  },
});

/** With the types of half the bytes, of which the numbers take twice as much memory as in the file. */
export const ALL_DTYPES: Dtypes = { ...DTYPES, F16: halves(fromHalf), BF16: halves(fromBfloat) };

/** A safetensors file: header padded with spaces to a multiple of 8 bytes, tensors as F32 in the order given, no gaps. */
export function encode({ metadata, tensors }: Container): Bytes {
  let offset = 0;
  const entries = tensors.map(({ name, shape, values }) => {
    const begin = offset;
    offset += values.byteLength;
    return `${JSON.stringify(name)}:{"dtype":"F32","shape":[${shape.join()}],"data_offsets":[${begin},${offset}]}`;
  });
  const text = strToU8(`{${[`"${METADATA}":${JSON.stringify(metadata)}`, ...entries].join()}}`);
  const length = Math.ceil(text.length / ALIGNMENT) * ALIGNMENT;
  if (length > MAX_HEADER) throw badOption("metadata", `a header of at most ${MAX_HEADER} bytes`, length);
  const bytes = new Uint8Array(HEADER_AT + length + offset).fill(0x20, 0, HEADER_AT + length);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(length), true);
  bytes.set(text, HEADER_AT);
  let at = HEADER_AT + length;
  for (const { values } of tensors) {
    const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
    for (const word of bits) {
      view.setUint32(at, word, true);
      at += 4;
    }
  }
  return bytes;
}

/** The bytes of a file, of whichever realm they are. @throws GradiometerError BAD_OPTION when it is no Uint8Array */
export function checkBytes(bytes: unknown): Uint8Array {
  const own = asUint8Array(bytes);
  if (own) return own;
  throw badOption("bytes", "a Uint8Array", bytes);
}

/**
 * Everything in a safetensors file, after every length, offset, shape and key of it has been checked: the tensors cover the
 * rest of the file exactly, without holes or overlaps, and only then is memory taken for them. Numbers are not looked at.
 *
 * @param dtypes  the types that may occur; default F32, F64 and I64.
 * @throws GradiometerError BAD_OPTION when `file` is no Uint8Array, BAD_FILE for what is in it.
 */
export function decode(file: Uint8Array, dtypes: Dtypes = DTYPES): Container {
  const bytes = checkBytes(file);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < HEADER_AT) throw badFile("length", `at least ${HEADER_AT} bytes`, bytes.length);
  const length = Number(view.getBigUint64(0, true));
  const most = Math.min(MAX_HEADER, bytes.length - HEADER_AT);
  if (length > most) throw badFile("header", `at most ${most} bytes`, length);
  const data = HEADER_AT + length;
  if (bytes[HEADER_AT] !== "{".charCodeAt(0)) throw badFile("header", "{ as its first byte", bytes[HEADER_AT]);

  let metadata: Record<string, string> = {};
  const entries: Entry[] = [];
  const reader = new JsonReader(bytes, HEADER_AT, data);
  reader.object((key) => {
    if (key === METADATA) metadata = readMetadata(reader);
    else entries.push(readEntry(reader, key, dtypes));
  });
  reader.finish();
  entries.sort((a, b) => a.begin - b.begin || a.end - b.end);
  checkCover(entries, bytes.length - data);
  const tensors = entries.map(({ name, dtype, shape, count, begin }) => {
    const values = new Float32Array(count);
    dtypes[dtype]!.read(view, data + begin, values);
    return { name, shape, values };
  });
  return { metadata, tensors };
}

function readMetadata(reader: JsonReader): Record<string, string> {
  const pairs: [string, string][] = [];
  reader.object((key) => pairs.push([key, reader.string()]));
  return Object.fromEntries(pairs); // which defines even a "__proto__" as its own
}

function readEntry(reader: JsonReader, name: string, dtypes: Dtypes): Entry {
  const part = `tensor ${show(name)}`;
  let dtype: string | undefined;
  let shape: number[] | undefined;
  let offsets: number[] | undefined;
  reader.object((key) => {
    if (key === "dtype") dtype = reader.string();
    else if (key === "shape") shape = reader.integers();
    else if (key === "data_offsets") offsets = reader.integers();
    else throw badFile(part, "dtype, shape and data_offsets alone", key);
  });
  if (dtype === undefined || !Object.hasOwn(dtypes, dtype)) {
    const [last, ...rest] = Object.keys(dtypes)
      .filter((one) => one !== "I64")
      .reverse();
    throw badFile(`${part}: dtype`, `${rest.reverse().join(", ")} or ${last!} (or I64): convert it first`, dtype);
  }
  if (!shape) throw badFile(part, "a shape", shape);
  if (offsets?.length !== 2) throw badFile(`${part}: data_offsets`, "[begin, end]", offsets);
  const [begin = 0, end = 0] = offsets;
  const { size } = dtypes[dtype]!;
  let count = 1;
  for (const n of shape) {
    count *= n;
    if (!Number.isSafeInteger(count * size)) throw badFile(`${part}: shape`, "fewer numbers", shapeText(shape));
  }
  if (end - begin !== count * size) {
    const wanted = `${count * size} bytes for ${dtype} of shape ${shapeText(shape)}`;
    throw badFile(`${part}: data_offsets`, wanted, `[${begin}, ${end}]`);
  }
  return { name, dtype, shape, count, begin, end };
}

/** A shape for a message, however long a file made it. */
export function shapeText(shape: readonly number[]): string {
  return `[${shape.slice(0, 8).join(", ")}${shape.length > 8 ? ", …" : ""}]`;
}

/** Entries in the order of their bytes must lie end to end, from 0 to `length`. */
function checkCover(entries: readonly Entry[], length: number): void {
  let at = 0;
  for (const { name, begin, end } of entries) {
    const part = `tensor ${show(name)}: data_offsets`;
    if (begin !== at) throw badFile(part, `a begin of ${at}, where the tensor before it ends`, begin);
    if (end > length) throw badFile(part, `an end within the ${length} bytes behind the header`, end);
    at = end;
  }
  if (at !== length) throw badFile("length", `${at} bytes behind the header, the tensors' own`, length);
}
