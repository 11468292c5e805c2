/** The last look at what goes to a screen. */
import { visible } from "../../core/visible.js";

export { visible };

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
