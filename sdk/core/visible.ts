/** Texts that came from a file, an argument or a library, as they may be shown: no character of theirs does anything. */

/**
 * Control characters of both blocks (C0, DEL, C1), line and paragraph separators, and what turns the direction of a text round
 * or joins what stands apart (UAX #9; zero width).
 */
const HARMFUL = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/g;

const SHORT: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

const escaped = (character: string): string => {
  const code = character.charCodeAt(0);
  const hex = (digits: number) => code.toString(16).padStart(digits, "0");
  return SHORT[character] ?? (code < 0x100 ? `\\x${hex(2)}` : `\\u${hex(4)}`);
};

/** A text in one line, with everything that would act on a screen written out: "\x1b[31m", "\n", "\u202e". */
export const visible = (text: string): string => text.replace(HARMFUL, escaped);
