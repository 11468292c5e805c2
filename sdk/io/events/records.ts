/** The records of an event file: each has its length, a checksum of it, its bytes and a checksum of them. */
import { elementAt } from "../../core/element.js";
import { GradiometerError } from "../../core/errors.js";
import { crc32c } from "../crc.js";

/** The largest record that is kept, in bytes; of a larger one, such as a graph, the checksum alone is computed. */
const LARGEST = 1 << 26;
const [HEAD, FOOT] = [12, 4];
/** A length of 2⁵³ bytes or more is no length. */
const HIGHEST = 1 << 21;

/** A checksum as it is stored beside what it is of: turned, and with a constant added (tensorflow/core/lib/hash/crc32c.h). */
const masked = (crc: number): number => (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;

/** A BAD_FILE error: where in the file, and what is wrong there. */
export function badEvents(offset: number, what: string, cause?: unknown): GradiometerError {
  return new GradiometerError(
    "BAD_FILE",
    `event file: byte ${offset}: ${what}`,
    cause === undefined ? undefined : { cause },
  );
}

const wordAt = (bytes: Uint8Array, at: number): number =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(at, true);

/** Whether these first bytes of a file are the head of a record, which has a checksum of its own. */
export const isEventFile = (bytes: Uint8Array): boolean =>
  bytes.length >= HEAD && masked(crc32c(bytes.subarray(0, HEAD - FOOT))) === wordAt(bytes, HEAD - FOOT);

/** A record: where it begins in the file, and its bytes. They are the parser's until the next record is asked for. */
export interface EventRecord {
  readonly offset: number;
  readonly bytes: Uint8Array;
}

/** All pieces behind each other. */
function joined(pieces: readonly Uint8Array[]): Uint8Array {
  if (pieces.length === 1) return elementAt(pieces, 0);
  const whole = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

/**
 * Takes pieces of a file as they come, and gives the records that they complete. Memory: one record. A record that is not all
 * there waits for the next piece: a training that still runs may have written a part of it.
 */
export class RecordParser {
  private offset = 0;
  private readonly head = new Uint8Array(HEAD);
  private readonly foot = new Uint8Array(FOOT);
  /** Bytes of the head, the record and the foot that have come. */
  private came = 0;
  private length = 0;
  private crc = 0;
  private pieces: Uint8Array[] = [];

  /** @throws GradiometerError BAD_FILE with the byte at which the record begins, when a checksum is wrong */
  *push(piece: Uint8Array): Generator<EventRecord> {
    let from = 0;
    while (from < piece.length) {
      from += this.take(piece.subarray(from));
      if (this.came < HEAD + this.length + FOOT || this.came < HEAD) continue;
      const { offset, length } = this;
      const bytes = this.finish();
      if (length <= LARGEST) yield { offset, bytes };
    }
    // The piece is its owner's again: a part of a record that lies in it is copied.
    if (this.pieces.length > 0) this.pieces.push(this.pieces.pop()!.slice());
  }

  /** Takes what belongs to one part of the record. Returns how many bytes these were. */
  private take(rest: Uint8Array): number {
    const { came, length } = this;
    if (came < HEAD) {
      const own = rest.subarray(0, HEAD - came);
      this.head.set(own, came);
      this.came += own.length;
      if (this.came === HEAD) this.begin();
      return own.length;
    }
    if (came < HEAD + length) {
      const own = rest.subarray(0, HEAD + length - came);
      this.crc = crc32c(own, this.crc);
      if (length <= LARGEST) this.pieces.push(own);
      this.came += own.length;
      return own.length;
    }
    const own = rest.subarray(0, HEAD + length + FOOT - came);
    this.foot.set(own, came - HEAD - length);
    this.came += own.length;
    return own.length;
  }

  private begin(): void {
    const { head, offset } = this;
    if (!isEventFile(head))
      throw badEvents(offset, "the checksum of a record's length is wrong: the file is damaged, or no event file");
    if (wordAt(head, 4) >= HIGHEST) throw badEvents(offset, "a record longer than any file");
    this.length = wordAt(head, 0) + wordAt(head, 4) * 2 ** 32;
    this.crc = 0;
    this.pieces = [];
  }

  private finish(): Uint8Array {
    if (masked(this.crc) !== wordAt(this.foot, 0))
      throw badEvents(this.offset, "the checksum of a record is wrong: the file is damaged");
    const bytes = joined(this.pieces);
    this.offset += HEAD + this.length + FOOT;
    this.came = this.length = 0;
    this.pieces = [];
    return bytes;
  }
}
