/** Files of torch.save written by hand: pickles, opcode by opcode (Python's pickletools), in an archive. */
import { zipSync } from "fflate";

const ascii = (text: string): number[] => [...Buffer.from(text)];
const u32 = (value: number): number[] => [...new Uint8Array(new Uint32Array([value]).buffer)];

/** A text. */
export const str = (value: string): number[] => [0x58, ...u32(Buffer.byteLength(value)), ...ascii(value)];
/** An integer of 32 bits. */
export const int = (value: number): number[] => [0x4a, ...u32(value >>> 0)];
/** A float of 64 bits, the highest byte first. */
export const double = (value: number): number[] => [
  0x47,
  ...new Uint8Array(new Float64Array([value]).buffer).reverse(),
];
export const NONE = ascii("N");
export const TRUE = [0x88];
export const FALSE = [0x89];
export const tuple = (...items: readonly number[][]): number[] => [...ascii("("), ...items.flat(), ...ascii("t")];
export const list = (...items: readonly number[][]): number[] => [...ascii("]("), ...items.flat(), ...ascii("e")];
export const dict = (...entries: readonly (readonly [key: number[], value: number[]])[]): number[] => [
  ...ascii("}("),
  ...entries.flat(2),
  ...ascii("u"),
];
/** A name: "torch.FloatStorage". */
export const global = (path: string): number[] => {
  const dot = path.lastIndexOf(".");
  return ascii(`c${path.slice(0, dot)}\n${path.slice(dot + 1)}\n`);
};
/** What calling a name gives. */
export const call = (path: string, ...args: readonly number[][]): number[] => [
  ...global(path),
  ...tuple(...args),
  ...ascii("R"),
];
/** What lies in a file of the archive. */
export const storage = (type: string, key: string, count: number): number[] => [
  ...tuple(str("storage"), global(`torch.${type}`), str(key), str("cpu"), int(count)),
  ...ascii("Q"),
];
/** A tensor over numbers of a storage. */
export const tensor = (
  from: number[],
  dims: readonly number[],
  strides = dims.map((_, axis) => dims.slice(axis + 1).reduce((product, size) => product * size, 1)),
  offset = 0,
): number[] =>
  call(
    "torch._utils._rebuild_tensor_v2",
    from,
    int(offset),
    tuple(...dims.map(int)),
    tuple(...strides.map(int)),
    FALSE,
    call("collections.OrderedDict"),
  );

/** A file with this value, by opcodes or as a string of those that are letters, and the storages in it. */
export function torchFile(value: readonly number[], data: Readonly<Record<string, Uint8Array>> = {}): Uint8Array {
  const storages = Object.entries(data).map(([key, bytes]): [string, Uint8Array] => [`a/data/${key}`, bytes]);
  return archive({
    "a/data.pkl": Uint8Array.from([0x80, 2, ...value, ...ascii(".")]),
    ...Object.fromEntries(storages),
  });
}

/** An archive of these files, without compression. */
export const archive = (files: Readonly<Record<string, Uint8Array>>): Uint8Array => zipSync({ ...files }, { level: 0 });

/** A state dict: tensors of float32 by their names, each 0, 1, 2 … */
export function stateDict(shapes: Readonly<Record<string, readonly number[]>>): {
  value: number[];
  data: Record<string, Uint8Array>;
} {
  const data: Record<string, Uint8Array> = {};
  const entries = Object.entries(shapes).map(([name, dims], index): [number[], number[]] => {
    const count = dims.reduce((product, size) => product * size, 1);
    data[String(index)] = new Uint8Array(Float32Array.from({ length: count }, (_, at) => at).buffer);
    return [str(name), tensor(storage("FloatStorage", String(index), count), dims)];
  });
  return { value: dict(...entries), data };
}
