import { inflateSync, strFromU8 } from "fflate/browser";
import { show } from "../core/check.js";
import { crc32 } from "../io/crc.js";
import { bad } from "./guard.js";

/** A file of an archive, as its directory describes it. */
interface Entry {
  readonly name: string;
  readonly method: number;
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
  readonly from: number;
}

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const END_LENGTH = 22;
const CENTRAL_LENGTH = 46;
const LOCAL_LENGTH = 30;
const LONGEST_COMMENT = 0xffff;
/** In place of a size that needs 64 bits. */
const ZIP64 = 0xffffffff;
const [STORED, DEFLATED] = [0, 8];

/** What an archive may come to at most: so many times its own bytes, and a little for what is small and compresses well. */
const MOST_GROWTH = 4;
const ALLOWANCE = 65_536;

/** Whether it begins as an archive does. */
export const isZip = (bytes: Uint8Array): boolean => bytes.length > 3 && viewOf(bytes).getUint32(0, true) === LOCAL;

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/**
 * The files of an archive, read when they are asked for. Before anything is inflated, the whole directory is checked: names that
 * lead out of a folder, files over each other, and sizes that come to more than four times the archive are refused. What is
 * inflated must have its size and its checksum.
 *
 * @throws GradiometerError BAD_FILE
 */
export function openZip(
  format: string,
  bytes: Uint8Array,
): { names: string[]; read: (name: string) => Uint8Array | undefined } {
  const entries = directoryOf(format, bytes);
  return {
    names: [...entries.keys()],
    read: (name) => {
      const entry = entries.get(name);
      return entry && contentOf(format, bytes, entry);
    },
  };
}

function directoryOf(format: string, bytes: Uint8Array): Map<string, Entry> {
  const view = viewOf(bytes);
  const end = endOf(format, view);
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  const entries = new Map<string, Entry>();
  let total = 0;
  for (let index = 0; index < count; index++) {
    if (at + CENTRAL_LENGTH > end || view.getUint32(at, true) !== CENTRAL)
      throw bad(format, "the archive's directory is damaged");
    const { entry, next } = entryAt(format, bytes, view, at);
    at = next;
    if (entries.has(entry.name)) throw bad(format, `two files of the archive are called ${show(entry.name)}`);
    entries.set(entry.name, entry);
    total += entry.size;
    if (total > MOST_GROWTH * bytes.length + ALLOWANCE)
      throw bad(format, `its files come to more than ${MOST_GROWTH} times the archive; write it without compression`);
  }
  let behind = 0;
  for (const { name, from, packed } of [...entries.values()].sort((a, b) => a.from - b.from)) {
    if (from < behind || from + packed > end)
      throw bad(format, `${show(name)} lies over another file of the archive, or outside of it`);
    behind = from + packed;
  }
  return entries;
}

function endOf(format: string, view: DataView): number {
  for (let at = view.byteLength - END_LENGTH; at >= Math.max(0, view.byteLength - END_LENGTH - LONGEST_COMMENT); at--)
    if (view.getUint32(at, true) === END) return at;
  throw bad(format, "the archive ends too early");
}

function entryAt(format: string, bytes: Uint8Array, view: DataView, at: number): { entry: Entry; next: number } {
  const [flags, method] = [view.getUint16(at + 8, true), view.getUint16(at + 10, true)];
  const [crc, packed, size] = [
    view.getUint32(at + 16, true),
    view.getUint32(at + 20, true),
    view.getUint32(at + 24, true),
  ];
  const [length, extra, comment] = [28, 30, 32].map((offset) => view.getUint16(at + offset, true)) as [
    number,
    number,
    number,
  ];
  const local = view.getUint32(at + 42, true);
  const name = strFromU8(bytes.subarray(at + CENTRAL_LENGTH, at + CENTRAL_LENGTH + length));
  const where = show(name);
  if (/^[/\\]|^[A-Za-z]:|(^|[/\\])\.\.([/\\]|$)|\0/.test(name))
    throw bad(format, `${where} is a path that leads out of the archive`);
  if (flags & 1) throw bad(format, `${where} is encrypted`);
  if (method !== STORED && method !== DEFLATED)
    throw bad(format, `${where} is compressed by method ${method}; stored and deflated are possible`);
  if ([packed, size, local].includes(ZIP64)) throw bad(format, `${where} is larger than 4 GB`);
  if (local + LOCAL_LENGTH > at || view.getUint32(local, true) !== LOCAL)
    throw bad(format, `${where} is not where the directory says`);
  const from = local + LOCAL_LENGTH + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
  if (method === STORED && packed !== size) throw bad(format, `${where} is stored, but its two sizes differ`);
  return { entry: { name, method, crc, packed, size, from }, next: at + CENTRAL_LENGTH + length + extra + comment };
}

function contentOf(format: string, bytes: Uint8Array, { name, method, crc, packed, size, from }: Entry): Uint8Array {
  const stored = bytes.subarray(from, from + packed);
  const content = method === STORED ? stored : inflateSync(stored, { out: new Uint8Array(size) });
  if (content.length !== size || crc32(content) !== crc)
    throw bad(format, `${show(name)} is damaged: its size or checksum is wrong`);
  return content;
}
