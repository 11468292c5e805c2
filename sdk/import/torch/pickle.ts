import { strFromU8 } from "fflate/browser";
import { show } from "../../core/check.js";
import { bad } from "../guard.js";

/** A name that a pickle asks for. It is never looked up anywhere: `reduce` knows the few that are allowed. */
export class Global {
  constructor(
    readonly module: string,
    readonly name: string,
  ) {}
  get path(): string {
    return `${this.module}.${this.name}`;
  }
}

/** A tuple; lists are arrays. */
export class Tuple {
  constructor(readonly items: readonly Pickled[]) {}
}

/** What a pickle can hold here; `object` is what `reduce` or `persistent` made. */
export type Pickled =
  number | string | boolean | null | Uint8Array | Global | Tuple | Pickled[] | Map<Pickled, Pickled> | object;

/** What each opcode does; those that have no row are refused. */
export type Opcodes = Readonly<Record<number, (reader: PickleReader) => void>>;

/** Ends a pickle. */
const STOP = 0x2e;

/** What a pickle may ask for. */
export interface Allowed {
  /** Whether the name may occur at all. */
  global(asked: Global): boolean;
  /** What calling it gives. */
  reduce(callee: Global, args: readonly Pickled[]): Pickled;
  /** What lies outside of the pickle. */
  persistent(id: Pickled): Pickled;
}

const FORMAT = "PyTorch";

/**
 * Reads a pickle of protocols 2 to 4 as data. There is no way to a function: opcodes that build objects reach `allowed`, which
 * knows a handful of names, and every other name ends the reading. Each opcode makes one value at most, and what a memo repeats
 * is the same value, so that no more is made than there are bytes.
 *
 * @throws GradiometerError BAD_FILE
 */
export class PickleReader {
  private at = 0;
  private stack: Pickled[] = [];
  private readonly marks: Pickled[][] = [];
  private readonly memo = new Map<number, Pickled>();
  private readonly view: DataView;

  constructor(
    private readonly bytes: Uint8Array,
    private readonly allowed: Allowed,
    private readonly opcodes: Opcodes,
  ) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** The one value. */
  read(): Pickled {
    for (;;) {
      const opcode = this.byte();
      if (opcode === STOP) return this.pop();
      const step = this.opcodes[opcode];
      if (!step) throw bad(FORMAT, `its pickle has the opcode ${opcode}, which no state dict needs`);
      step(this);
    }
  }

  byte(): number {
    return this.view.getUint8(this.take(1));
  }

  u16(): number {
    return this.view.getUint16(this.take(2), true);
  }

  u32(): number {
    return this.view.getUint32(this.take(4), true);
  }

  i32(): number {
    return this.view.getInt32(this.take(4), true);
  }

  double(): number {
    return this.view.getFloat64(this.take(8));
  }

  data(length: number): Uint8Array {
    const from = this.take(length);
    return this.bytes.subarray(from, from + length);
  }

  text(length: number): string {
    return strFromU8(this.data(length));
  }

  /** Up to the end of the line. */
  line(): string {
    const end = this.bytes.indexOf(10, this.at);
    if (end < 0) throw bad(FORMAT, "its pickle ends too early");
    const text = strFromU8(this.bytes.subarray(this.at, end));
    this.at = end + 1;
    return text;
  }

  push(value: Pickled): void {
    this.stack.push(value);
  }

  pop(): Pickled {
    if (this.stack.length === 0) throw bad(FORMAT, "its pickle takes a value where there is none");
    return this.stack.pop()!;
  }

  get top(): Pickled {
    if (this.stack.length === 0) throw bad(FORMAT, "its pickle takes a value where there is none");
    return this.stack.at(-1)!;
  }

  mark(): void {
    this.marks.push(this.stack);
    this.stack = [];
  }

  /** What was put on the stack since the last mark. */
  sinceMark(): Pickled[] {
    const items = this.stack;
    const before = this.marks.pop();
    if (!before) throw bad(FORMAT, "its pickle goes back to a mark that is not there");
    this.stack = before;
    return items;
  }

  remember(key: number): void {
    this.memo.set(key, this.top);
  }

  rememberNext(): void {
    this.remember(this.memo.size);
  }

  recall(key: number): void {
    const value = this.memo.get(key);
    if (value === undefined) throw bad(FORMAT, "its pickle recalls a value that it never had");
    this.push(value);
  }

  global(module: Pickled, name: Pickled): void {
    if (typeof module !== "string" || typeof name !== "string")
      throw bad(FORMAT, "its pickle asks for a name that is no text");
    const asked = new Global(module, name);
    if (!this.allowed.global(asked))
      throw bad(
        FORMAT,
        `it asks for ${show(asked.path)}, which is code and is not run here: a whole module or more; save model.state_dict() alone`,
      );
    this.push(asked);
  }

  reduce(): void {
    const args = this.pop();
    const callee = this.pop();
    if (!(callee instanceof Global) || !(args instanceof Tuple))
      throw bad(FORMAT, "its pickle calls what is no function");
    this.push(this.allowed.reduce(callee, args.items));
  }

  persistent(): void {
    this.push(this.allowed.persistent(this.pop()));
  }

  /** State of an ordered dict, which holds nothing that counts here. */
  build(): void {
    this.pop();
    if (!(this.top instanceof Map)) throw bad(FORMAT, "its pickle builds an object");
  }

  setItems(pairs: readonly Pickled[]): void {
    const dict = this.top;
    if (!(dict instanceof Map) || pairs.length % 2 !== 0)
      throw bad(FORMAT, "its pickle puts items into what is no dict");
    for (let index = 0; index < pairs.length; index += 2) dict.set(pairs[index]!, pairs[index + 1]!);
  }

  append(items: readonly Pickled[]): void {
    const list = this.top;
    if (!Array.isArray(list)) throw bad(FORMAT, "its pickle appends to what is no list");
    for (const item of items) list.push(item);
  }

  private take(length: number): number {
    const from = this.at;
    if (length > this.bytes.length - from) throw bad(FORMAT, "its pickle ends too early");
    this.at = from + length;
    return from;
  }
}
