import { GradiometerError } from "./errors.js";

const PAGE = 65536;
const ALIGNMENT = 64;
const MAX_PAGES = 65536;

/**
 * Added to every block of a page or more. Blocks of 2^k bytes would otherwise all begin at one place of their pages, and a
 * load whose low 12 address bits are those of a store under way waits for it (a product took twice as long).
 */
const STAGGER = 17 * ALIGNMENT;
const SMALL_PAGE = 4096;

const alignUp = (bytes: number): number => Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;

/**
 * Owns linear memory from `base` on: 64-byte aligned blocks, first fit, neighbours merged when freed, grown when full.
 * Blocks come zeroed. Views are made anew after each growth, so a view must not be kept across an allocation.
 */
export class Arena {
  readonly memory: WebAssembly.Memory;
  /** Free blocks in order of address: [address, bytes]. The last one ends where memory ends. */
  private readonly free: [number, number][];
  private readonly sizes = new Map<number, number>();
  /** All of memory, made anew by `grow` alone: asking `memory.buffer` each time would cost more than a small kernel. */
  private floats: Float32Array;
  private doubles: Float64Array;
  private usedBytes = 0;
  /** Nothing at or above this address has been handed out: it is zero, as WebAssembly makes its memory. */
  private pristine: number;

  constructor(memory: WebAssembly.Memory, base: number) {
    this.memory = memory;
    const start = alignUp(base);
    this.pristine = start;
    this.free = [[start, memory.buffer.byteLength - start]];
    this.floats = new Float32Array(memory.buffer);
    this.doubles = new Float64Array(memory.buffer);
  }

  /** Bytes in blocks that are not freed. */
  get used(): number {
    return this.usedBytes;
  }

  /** Size of linear memory. */
  get bytes(): number {
    return this.floats.byteLength;
  }

  /**
   * A zeroed block, 64-byte aligned. `what` names it if memory is not enough.
   * @throws GradiometerError OUT_OF_MEMORY; nothing has changed then.
   */
  allocate(bytes: number, what: string): number {
    const size = Math.max(alignUp(bytes), ALIGNMENT) + (bytes >= SMALL_PAGE ? STAGGER : 0);
    let index = this.free.findIndex(([, length]) => length >= size);
    if (index < 0) {
      this.grow(size, what);
      index = this.free.length - 1;
    }
    const block = this.free[index];
    if (!block) throw new GradiometerError("OUT_OF_MEMORY", `${what}: no block of ${size} bytes`);
    const [address, length] = block;
    if (length === size) this.free.splice(index, 1);
    else this.free[index] = [address + size, length - size];
    this.sizes.set(address, size);
    this.usedBytes += size;
    // Not the rest: touching 640 KiB of workspace costs more than instantiating the binary.
    const used = Math.min(address + size, this.pristine) - address;
    if (used > 0) this.f32(address, used / 4).fill(0);
    this.pristine = Math.max(this.pristine, address + size);
    return address;
  }

  /** Gives a block back. Address 0 is no block and is ignored. */
  release(address: number): void {
    const size = this.sizes.get(address);
    if (size === undefined) return;
    this.sizes.delete(address);
    this.usedBytes -= size;
    let at = this.free.findIndex(([start]) => start > address);
    if (at < 0) at = this.free.length;
    this.free.splice(at, 0, [address, size]);
    this.mergeWithNext(at);
    if (at > 0) this.mergeWithNext(at - 1);
  }

  /** Runs `work` with a block that is released afterwards, whatever happens. */
  scratch<T>(bytes: number, what: string, work: (address: number) => T): T {
    const address = this.allocate(bytes, what);
    try {
      return work(address);
    } finally {
      this.release(address);
    }
  }

  /** All of memory as float32: address a is element a / 4. A view, good until the next allocation. */
  get all(): Float32Array {
    return this.floats;
  }

  /** `length` float32 at `address`: a view, good until the next allocation. */
  f32(address: number, length: number): Float32Array {
    return this.all.subarray(address >>> 2, (address >>> 2) + length);
  }

  /** `length` int32 at `address`: a view, good until the next allocation. */
  i32(address: number, length: number): Int32Array {
    return new Int32Array(this.floats.buffer, address, length);
  }

  /** `length` float64 at `address`: a view, good until the next allocation. */
  f64(address: number, length: number): Float64Array {
    return this.doubles.subarray(address / 8, address / 8 + length);
  }

  private mergeWithNext(at: number): void {
    const block = this.free[at];
    const next = this.free[at + 1];
    if (block && next && block[0] + block[1] === next[0]) {
      block[1] += next[1];
      this.free.splice(at + 1, 1);
    }
  }

  private grow(size: number, what: string): void {
    const end = this.bytes;
    const last = this.free.at(-1);
    const open = last && last[0] + last[1] === end ? last[1] : 0;
    const pages = Math.ceil((size - open) / PAGE);
    try {
      if (end / PAGE + pages > MAX_PAGES) throw new RangeError("more than 4 GiB");
      this.memory.grow(pages);
    } catch (cause) {
      throw new GradiometerError(
        "OUT_OF_MEMORY",
        `${what}: expected room for ${size} bytes beside the ${this.usedBytes} in use, but memory cannot grow from ${end} bytes`,
        { cause },
      );
    }
    this.floats = new Float32Array(this.memory.buffer);
    this.doubles = new Float64Array(this.memory.buffer);
    const added = this.bytes - end;
    if (last && open > 0) last[1] += added;
    else this.free.push([end, added]);
  }
}
