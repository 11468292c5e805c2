/** Messages of protocol buffers, read field by field; what they hold stays views of the file. */
import { BinaryReader, WireType } from "@bufbuild/protobuf/wire";
import { strFromU8 } from "fflate/browser";

/** Reads a field's value, which it must take as a whole. */
export type Take = (reader: BinaryReader, wire: WireType) => void;

/**
 * A message: every field that has a row is taken, every other skipped.
 *
 * @throws Error over bytes that are no message
 */
export function message(bytes: Uint8Array, fields: Readonly<Record<number, Take>>): void {
  const reader = new BinaryReader(bytes, strFromU8);
  while (reader.pos < reader.len) {
    const [field, wire] = reader.tag();
    const take = Object.hasOwn(fields, field) ? fields[field] : undefined;
    if (take) take(reader, wire);
    else reader.skip(wire, field);
  }
}

/** @throws Error for a value of another wire type */
export function need(wire: WireType, wanted: WireType): void {
  if (wire !== wanted) throw new Error(`expected wire type ${wanted}, but got ${wire}`);
}

export const bytesOf = (reader: BinaryReader, wire: WireType): Uint8Array => {
  need(wire, WireType.LengthDelimited);
  return reader.bytes();
};

export const textOf = (reader: BinaryReader, wire: WireType): string => strFromU8(bytesOf(reader, wire));

export const integer = (reader: BinaryReader, wire: WireType): number => {
  need(wire, WireType.Varint);
  return Number(reader.int64());
};

/** Kinds of numbers of repeated fields: the wire type of one, and how it is read. */
const NUMBERS = {
  int64: { wire: WireType.Varint, read: (reader: BinaryReader) => Number(reader.int64()) },
  float: { wire: WireType.Bit32, read: (reader: BinaryReader) => reader.float() },
  double: { wire: WireType.Bit64, read: (reader: BinaryReader) => reader.double() },
} as const;

/** A number of a field that is not repeated. */
export function number(kind: keyof typeof NUMBERS, reader: BinaryReader, wire: WireType): number {
  need(wire, NUMBERS[kind].wire);
  return NUMBERS[kind].read(reader);
}

/**
 * Adds the numbers of a repeated field, packed or not.
 *
 * @param most  entries of the list.
 * @throws Error when there are more
 */
export function numbers(
  list: number[],
  kind: keyof typeof NUMBERS,
  most: number,
  reader: BinaryReader,
  wire: WireType,
): void {
  if (wire === WireType.LengthDelimited) {
    const packed = new BinaryReader(reader.bytes());
    while (packed.pos < packed.len && list.length <= most) list.push(NUMBERS[kind].read(packed));
  } else list.push(number(kind, reader, wire));
  if (list.length > most) throw new Error(`a list of more than ${most} numbers`);
}
