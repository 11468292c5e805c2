import { strFromU8, strToU8 } from "fflate/browser";
import { badFile } from "./badFile.js";

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const ZERO = 0x30;
const NINE = 0x39;
const SPACES = [0x20, 0x09, 0x0a, 0x0d];

/**
 * Reads the JSON of a header token by token, as its grammar asks for them. What JSON.parse would let through is refused:
 * a key that comes twice, bytes that are not UTF-8, half a surrogate pair. Nothing is built that was not asked for, so a
 * hostile header costs no more memory than an honest one.
 *
 * Every method throws GradiometerError BAD_FILE when something else comes.
 */
export class JsonReader {
  constructor(
    private readonly bytes: Uint8Array,
    private at: number,
    private readonly end: number,
  ) {}

  /** `{ "key": …, … }`, each key once; `member` reads what stands behind it. */
  object(member: (key: string) => void): void {
    const seen = new Set<string>();
    this.expect("{");
    if (this.accept("}")) return;
    do {
      const key = this.string();
      if (seen.has(key)) throw badFile("header", "every key once in its object", key);
      seen.add(key);
      this.expect(":");
      member(key);
    } while (this.accept(","));
    this.expect("}");
  }

  /** `[0, 1, …]`: integers from 0 to 2⁵³ − 1. */
  integers(): number[] {
    const values: number[] = [];
    this.expect("[");
    if (this.accept("]")) return values;
    do values.push(this.integer());
    while (this.accept(","));
    this.expect("]");
    return values;
  }

  string(): string {
    this.skip();
    const from = this.at;
    this.expect(`"`);
    while (this.at < this.end && this.bytes[this.at] !== QUOTE) this.at += this.bytes[this.at] === BACKSLASH ? 2 : 1;
    this.expect(`"`);
    return decode(this.bytes.subarray(from, this.at), from);
  }

  /** Nothing but white space up to the end. */
  finish(): void {
    this.skip();
    if (this.at !== this.end) throw this.unexpected("white space to the end");
  }

  private integer(): number {
    this.skip();
    const from = this.at;
    let value = 0;
    for (; this.at < this.end; this.at++) {
      const byte = this.bytes[this.at]!;
      if (byte < ZERO || byte > NINE) break;
      value = 10 * value + (byte - ZERO);
    }
    const digits = this.at - from;
    const padded = digits > 1 && this.bytes[from] === ZERO;
    if (digits > 0 && !padded && Number.isSafeInteger(value)) return value;
    this.at = from;
    throw this.unexpected("an integer from 0 to 2⁵³ − 1");
  }

  private skip(): void {
    while (this.at < this.end && SPACES.includes(this.bytes[this.at]!)) this.at++;
  }

  private accept(character: string): boolean {
    this.skip();
    if (this.at >= this.end || this.bytes[this.at] !== character.charCodeAt(0)) return false;
    this.at++;
    return true;
  }

  private expect(character: string): void {
    if (!this.accept(character)) throw this.unexpected(character);
  }

  private unexpected(expected: string) {
    const came = this.at < this.end ? String.fromCharCode(this.bytes[this.at]!) : "its end";
    return badFile(`header at byte ${this.at}`, expected, came);
  }
}

/** The text of a string token, quotes included. */
function decode(token: Uint8Array, at: number): string {
  const part = `header at byte ${at}`;
  let text: string;
  try {
    const json = strFromU8(token);
    // A decoder that replaces what is no UTF-8 is found out by going back.
    const back = strToU8(json);
    if (back.length !== token.length || back.some((byte, index) => byte !== token[index])) throw new Error("not UTF-8");
    text = JSON.parse(json) as string;
  } catch (cause) {
    throw badFile(part, "a JSON string in UTF-8", "something else", cause);
  }
  if (!isWellFormed(text)) throw badFile(part, "whole characters", "half a surrogate pair");
  return text;
}

/** Whether a text can be written as UTF-8: no half of a surrogate pair. */
export function isWellFormed(text: string): boolean {
  return !/\p{Surrogate}/u.test(text);
}
