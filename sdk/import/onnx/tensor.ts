import { BinaryReader } from "@bufbuild/protobuf/wire";
import { fromBfloat, fromHalf } from "../../io/half.js";
import { show } from "../../core/check.js";
import { bad } from "../guard.js";
import { countOf, MOST_DIMENSIONS, stridesOf, type View } from "../view.js";

/** A tensor as the file has it. */
export interface RawTensor {
  name: string;
  type: number;
  readonly dims: readonly number[];
  readonly chunks: Uint8Array[];
  field: "raw" | "float" | "int32" | "int64" | "double" | null;
  external: string | null;
}

/** Types by their number: bytes, and how one number is read of raw data. */
const TYPES: Readonly<Record<number, { name: string; size: number; read: (view: DataView, at: number) => number }>> = {
  1: { name: "float32", size: 4, read: (view, at) => view.getFloat32(at, true) },
  6: { name: "int32", size: 4, read: (view, at) => view.getInt32(at, true) },
  7: { name: "int64", size: 8, read: (view, at) => Number(view.getBigInt64(at, true)) },
  9: { name: "bool", size: 1, read: (view, at) => view.getUint8(at) },
  10: { name: "float16", size: 2, read: (view, at) => fromHalf(view.getUint16(at, true)) },
  11: { name: "float64", size: 8, read: (view, at) => view.getFloat64(at, true) },
  16: { name: "bfloat16", size: 2, read: (view, at) => fromBfloat(view.getUint16(at, true)) },
};

/** The tensor as a view, after its size has been held against its bytes. @throws GradiometerError BAD_FILE */
export function tensorOf(raw: RawTensor): View {
  const { name, type, dims, chunks, field, external } = raw;
  const where = `tensor ${show(name)}`;
  if (external !== null)
    throw bad(
      "ONNX",
      `${where}: its numbers are in ${show(external)}; write the model as one file, without external data`,
    );
  const row = TYPES[type];
  if (!row)
    throw bad(
      "ONNX",
      `${where}: numbers of type ${type}; expected ${Object.values(TYPES)
        .map((one) => one.name)
        .join(", ")}`,
    );
  const honest = dims.length <= MOST_DIMENSIONS && dims.every((size) => Number.isSafeInteger(size) && size >= 0);
  const count = countOf({ dims });
  if (!honest || !Number.isSafeInteger(count)) throw bad("ONNX", `${where}: no shape of a tensor`);
  if (chunks.length > 1) throw bad("ONNX", `${where}: its numbers are not packed`);
  const bytes = chunks[0] ?? new Uint8Array(0);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const finish = (read: View["read"]): View => ({ dims, strides: stridesOf(dims), read });
  const wrong = (have: number): Error => bad("ONNX", `${where}: its shape has ${count} numbers, and its data ${have}`);
  const plain = field === "raw" ? row : field === "float" ? TYPES[1] : field === "double" ? TYPES[11] : undefined;
  if (plain) {
    if (bytes.length !== count * plain.size) throw wrong(bytes.length / plain.size);
    return finish((place) => plain.read(view, place * plain.size));
  }
  const values = integersOf(bytes, count, wrong);
  return finish(
    type === 10
      ? (place) => fromHalf(values[place]! & 0xffff)
      : type === 16
        ? (place) => fromBfloat(values[place]! & 0xffff)
        : (place) => values[place]!,
  );
}

/**
 * The varints of a packed field, each of a byte at least, so that no more memory is taken than four times the field. Halves are
 * exact in float32, and so is every shape that fits into a file.
 */
function integersOf(bytes: Uint8Array, count: number, wrong: (have: number) => Error): Float32Array {
  if (bytes.length < count) throw wrong(bytes.length);
  const values = new Float32Array(count);
  const reader = new BinaryReader(bytes);
  let have = 0;
  while (reader.pos < reader.len) {
    const value = Number(reader.int64());
    if (have === count) throw wrong(have + 1);
    values[have++] = value;
  }
  if (have !== count) throw wrong(have);
  return values;
}
