/** Reads a short text from left to right; what does not fit is an error that says where, and what was expected. */
export class Reader {
  #at = 0;

  /** @param key names the text in messages, such as "A" in `A=sigmoid.standard.10x32.sgd:0.5`. */
  constructor(
    readonly key: string,
    readonly text: string,
  ) {}

  /** Whether this comes next; it is then passed. */
  skip(mark: string): boolean {
    if (!this.text.startsWith(mark, this.#at)) return false;
    this.#at += mark.length;
    return true;
  }

  /** @throws StateError when something else comes next */
  expect(mark: string): void {
    if (!this.skip(mark)) throw this.error(`"${mark}"`);
  }

  /** One of these words. */
  word<Word extends string>(words: readonly Word[]): Word {
    const came = /[a-z][a-z-]*/y;
    came.lastIndex = this.#at;
    const found = came.exec(this.text)?.[0];
    const word = words.find((one) => one === found);
    if (word === undefined) throw this.error(words.join(", "));
    this.#at += word.length;
    return word;
  }

  /**
   * A number from `from` to `to`, in as many digits as JavaScript writes; a whole one where `whole` is set. In `9.10x32` it is 9,
   * and 10 is a depth.
   */
  number(from: number, to: number, whole = false): number {
    const came = whole ? /\d{1,15}/y : /\d{1,15}(?:\.\d{1,24}(?!\d*x))?(?:e-?\d{1,3})?/y;
    came.lastIndex = this.#at;
    const found = came.exec(this.text)?.[0];
    const value = Number(found ?? Number.NaN);
    if (found === undefined || !(value >= from && value <= to))
      throw this.error(`${whole ? "a whole number" : "a number"} from ${from} to ${to}`);
    this.#at += found.length;
    return value;
  }

  /** @throws StateError when there is more */
  end(): void {
    if (this.#at < this.text.length) throw this.error("nothing more");
  }

  error(expected: string): StateError {
    const rest = this.text.slice(this.#at, this.#at + 24);
    return new StateError(this.key, expected, rest);
  }
}

/** A state that cannot be read. `key` names what is wrong; the page says it in its own language. */
export class StateError extends Error {
  override readonly name = "StateError";

  constructor(
    readonly key: string,
    readonly expected: string,
    readonly came: string,
  ) {
    super(`${key}: expected ${expected}, but got "${came}"`);
  }
}
