import { bad } from "../guard.js";
import { type Opcodes, type PickleReader, Tuple } from "./pickle.js";

/** Little-endian two's complement of up to eight bytes. */
function long(bytes: Uint8Array): number {
  if (bytes.length > 8) throw bad("PyTorch", "its pickle has an integer of more than 64 bits");
  const value = bytes.reduceRight((sum, byte) => sum * 256 + byte, 0);
  return bytes.length > 0 && bytes.at(-1)! > 127 ? value - Number(1n << BigInt(8 * bytes.length)) : value;
}

const code = (letter: string): number => letter.charCodeAt(0);
const tupleOf = (reader: PickleReader, count: number): void => {
  const items = Array.from({ length: count }, () => reader.pop()).reverse();
  reader.push(new Tuple(items));
};

/** The opcodes that state dicts are made of (Python's pickletools); every other one is refused. */
export const OPCODES: Opcodes = {
  0x80: (reader) => void reader.byte(),
  0x95: (reader) => void reader.data(8),
  [code("(")]: (reader) => reader.mark(),
  [code("0")]: (reader) => void reader.pop(),
  [code("N")]: (reader) => reader.push(null),
  0x88: (reader) => reader.push(true),
  0x89: (reader) => reader.push(false),
  [code("J")]: (reader) => reader.push(reader.i32()),
  [code("K")]: (reader) => reader.push(reader.byte()),
  [code("M")]: (reader) => reader.push(reader.u16()),
  0x8a: (reader) => reader.push(long(reader.data(reader.byte()))),
  [code("G")]: (reader) => reader.push(reader.double()),
  [code("X")]: (reader) => reader.push(reader.text(reader.u32())),
  0x8c: (reader) => reader.push(reader.text(reader.byte())),
  [code("U")]: (reader) => reader.push(reader.text(reader.byte())),
  [code("B")]: (reader) => reader.push(reader.data(reader.u32())),
  [code("C")]: (reader) => reader.push(reader.data(reader.byte())),
  [code("}")]: (reader) => reader.push(new Map()),
  [code("]")]: (reader) => reader.push([]),
  [code(")")]: (reader) => reader.push(new Tuple([])),
  [code("t")]: (reader) => reader.push(new Tuple(reader.sinceMark())),
  0x85: (reader) => tupleOf(reader, 1),
  0x86: (reader) => tupleOf(reader, 2),
  0x87: (reader) => tupleOf(reader, 3),
  [code("a")]: (reader) => {
    const item = reader.pop();
    reader.append([item]);
  },
  [code("e")]: (reader) => {
    const items = reader.sinceMark();
    reader.append(items);
  },
  [code("s")]: (reader) => {
    const value = reader.pop();
    reader.setItems([reader.pop(), value]);
  },
  [code("u")]: (reader) => {
    const pairs = reader.sinceMark();
    reader.setItems(pairs);
  },
  [code("b")]: (reader) => reader.build(),
  [code("c")]: (reader) => {
    const module = reader.line();
    reader.global(module, reader.line());
  },
  0x93: (reader) => {
    const name = reader.pop();
    reader.global(reader.pop(), name);
  },
  [code("R")]: (reader) => reader.reduce(),
  [code("Q")]: (reader) => reader.persistent(),
  [code("q")]: (reader) => reader.remember(reader.byte()),
  [code("r")]: (reader) => reader.remember(reader.u32()),
  0x94: (reader) => reader.rememberNext(),
  [code("h")]: (reader) => reader.recall(reader.byte()),
  [code("j")]: (reader) => reader.recall(reader.u32()),
};
