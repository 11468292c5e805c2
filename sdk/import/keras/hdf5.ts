import { show } from "../../core/check.js";
import { bad } from "../guard.js";
import { countOf, stridesOf, type View } from "../view.js";

/** What a reader of HDF5 must have, as the package jsfive has it. */
export interface Hdf5Reader {
  /** The class of its files. */
  readonly File: {
    /** A file from its bytes. */
    new (bytes: ArrayBuffer, name: string): unknown;
  };
}

/** A group or dataset of an open file. */
interface Node {
  readonly keys?: unknown;
  readonly attrs?: unknown;
  readonly shape?: unknown;
  readonly dtype?: unknown;
  readonly value?: unknown;
  get?(name: string): unknown;
}

/** An open file, of which nothing is trusted. */
export class Hdf5File {
  private readonly root: Node;

  constructor(
    reader: Hdf5Reader,
    private readonly bytes: Uint8Array,
  ) {
    this.root = new reader.File(bytes.slice().buffer, "file") as Node;
  }

  /** A group or dataset by its path; undefined where there is none. */
  at(path: string): Node | undefined {
    let node: Node | undefined = this.root;
    for (const part of path.split("/")) {
      if (!node || !Array.isArray(node.keys) || !node.keys.includes(part)) return undefined;
      node = node.get?.(part) as Node | undefined;
    }
    return node;
  }

  /** An attribute of a group. */
  attribute(path: string, name: string): unknown {
    const node = path === "" ? this.root : this.at(path);
    const attributes = node?.attrs;
    return typeof attributes === "object" && attributes !== null
      ? (attributes as Record<string, unknown>)[name]
      : undefined;
  }

  /** A dataset of float32 or float64 as a view; undefined where there is none. */
  tensor(path: string): View | undefined {
    const node = this.at(path);
    const { shape, dtype } = node ?? {};
    if (!node || !Array.isArray(shape)) return undefined;
    const dims = shape as number[];
    const count = countOf({ dims });
    // Before its value is asked for, which takes memory for as many numbers as the shape says.
    if (!dims.every((size) => Number.isSafeInteger(size) && size >= 0) || !(4 * count <= this.bytes.length))
      throw bad("Keras", `${show(path)} is larger than the file`);
    if (dtype !== "<f4" && dtype !== "<f8")
      throw bad("Keras", `${show(path)} has numbers of type ${show(dtype)}; float32 and float64 are possible`);
    const { value } = node;
    const values = value as ArrayLike<number>;
    if (typeof value !== "object" || value === null || values.length !== count)
      throw bad("Keras", `${show(path)} is damaged`);
    return { dims, strides: stridesOf(dims), read: (place) => values[place]! };
  }
}
