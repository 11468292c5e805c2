/** Texts that came from a file, an argument or a library, as a screen may show them: no character of theirs does anything. */

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

/** Our own colours: bold, dim and the sixteen, on and off. */
const COLOUR = /(\u001b\[\d{1,2}(?:;\d{1,2})*m)/;

/**
 * A text of whole lines that may hold our own colours and nothing else that acts: the last look before a screen, for what
 * should have been written out where it came in.
 *
 * @param colours  whether colours are let through.
 */
export function harmless(text: string, colours: boolean): string {
  const line = (part: string) => part.split("\n").map(visible).join("\n");
  if (!colours) return line(text);
  return text
    .split(COLOUR)
    .map((part, index) => (index % 2 === 1 ? part : line(part)))
    .join("");
}
