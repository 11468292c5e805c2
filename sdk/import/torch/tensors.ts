import { show } from "../../core/check.js";
import { fromBfloat, fromHalf } from "../../io/half.js";
import { bad } from "../guard.js";
import { countOf, MOST_DIMENSIONS, type View } from "../view.js";
import { type Allowed, Global, type Pickled, Tuple } from "./pickle.js";

/** Types of storages: bytes, and how one number is read. */
const STORAGES: Readonly<Record<string, { size: number; read: (view: DataView, at: number) => number }>> = {
  FloatStorage: { size: 4, read: (view, at) => view.getFloat32(at, true) },
  DoubleStorage: { size: 8, read: (view, at) => view.getFloat64(at, true) },
  HalfStorage: { size: 2, read: (view, at) => fromHalf(view.getUint16(at, true)) },
  BFloat16Storage: { size: 2, read: (view, at) => fromBfloat(view.getUint16(at, true)) },
  LongStorage: { size: 8, read: (view, at) => Number(view.getBigInt64(at, true)) },
  IntStorage: { size: 4, read: (view, at) => view.getInt32(at, true) },
  ByteStorage: { size: 1, read: (view, at) => view.getUint8(at) },
  BoolStorage: { size: 1, read: (view, at) => view.getUint8(at) },
};

/** Numbers in a file of the archive. */
class Storage {
  constructor(
    readonly count: number,
    readonly read: (place: number) => number,
  ) {}
}

/** A tensor of the file. */
export class Tensor {
  constructor(readonly view: View) {}
}

const ORDERED_DICT = "collections.OrderedDict";
const TENSOR = ["torch._utils._rebuild_tensor_v2", "torch._utils._rebuild_tensor"];
const PARAMETER = "torch._utils._rebuild_parameter";
const SIZE = "torch.Size";

const FORMAT = "PyTorch";
const isSize = (value: Pickled | undefined): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
const sizesOf = (value: Pickled | undefined): number[] => {
  if (value instanceof Tuple && value.items.length <= MOST_DIMENSIONS && value.items.every(isSize))
    return [...value.items];
  throw bad(FORMAT, "a tensor has no shape");
};

/** The tensor, if all of it lies in its storage, and it has no more numbers than that. */
function tensor([storage, offset, size, stride]: readonly Pickled[]): Tensor {
  const [dims, strides] = [sizesOf(size), sizesOf(stride)];
  if (!(storage instanceof Storage) || !isSize(offset) || dims.length !== strides.length)
    throw bad(FORMAT, "a tensor is not described as one");
  const count = countOf({ dims });
  const last = dims.reduce((sum, length, axis) => sum + (length - 1) * strides[axis]!, offset);
  if (count > storage.count || (count > 0 && last >= storage.count))
    throw bad(FORMAT, "a tensor is larger than its storage");
  const { read } = storage;
  return new Tensor({ dims, strides, read: offset === 0 ? read : (place) => read(offset + place) });
}

/** What a state dict may ask for: dicts, tensors, parameters, and storages by their place in the archive. */
export function allowedOf(content: (key: string) => Uint8Array): Allowed {
  return {
    global: ({ path, module, name }) =>
      path === ORDERED_DICT ||
      path === PARAMETER ||
      path === SIZE ||
      TENSOR.includes(path) ||
      (module === "torch" && Object.hasOwn(STORAGES, name)),
    reduce({ path }, args) {
      if (path === ORDERED_DICT && args.length === 0) return new Map();
      if (TENSOR.includes(path)) return tensor(args);
      if (path === PARAMETER && args[0] instanceof Tensor) return args[0];
      if (path === SIZE && args[0] instanceof Tuple) return args[0];
      throw bad(FORMAT, `it calls ${show(path)} with what it does not take`);
    },
    persistent(id) {
      const [kind, type, key, , count] = id instanceof Tuple ? id.items : [];
      if (kind !== "storage" || !(type instanceof Global) || typeof key !== "string" || !isSize(count))
        throw bad(FORMAT, "a storage is not described as one");
      const row = Object.hasOwn(STORAGES, type.name) ? STORAGES[type.name]! : undefined;
      if (!row) throw bad(FORMAT, `numbers of ${show(type.path)}`);
      const bytes = content(key);
      if (bytes.length < count * row.size)
        throw bad(FORMAT, `storage ${show(key)} has ${bytes.length} bytes for ${count} numbers`);
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      return new Storage(count, (place) => row.read(view, place * row.size));
    },
  };
}
