/** What is said of a file: a text of the strings with its values, so that the page says it in the reader's language. */
import type { Key, Text } from "../strings/text.js";

export interface Note {
  readonly key: Key;
  readonly values: Readonly<Record<string, string | number>>;
}

export const noteOf = (key: Key, values: Note["values"] = {}): Note => ({ key, values });

/** Cells and names come from a file: they are cut to a length that a line can hold. */
export const shown = (text: string): string => (text.length > 40 ? `${text.slice(0, 39)}…` : text);

export const say = (text: Text, { key, values }: Note): string => text(key, values);

/** A file that cannot be used, and why. Nothing has changed when it is thrown. */
export class FileError extends Error {
  override readonly name = "FileError";

  constructor(readonly note: Note) {
    super(note.key);
  }
}
