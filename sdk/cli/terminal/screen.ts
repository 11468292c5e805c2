import pc from "picocolors";
import { harmless, visible } from "./escape.js";

/** Where a command writes: a stream with its width and, on a terminal only, its colours. */
export interface Screen {
  readonly columns: number;
  readonly interactive: boolean;
  readonly colors: ReturnType<typeof pc.createColors>;
  write(text: string): void;
}

/** What is used of `process.stdout`, which in a pipe has neither `isTTY` nor `columns`, whatever its type says. */
interface Stream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

const PIPED_COLUMNS = 100;

/** Colours only on a terminal that wants them: never in a pipe, under NO_COLOR (no-color.org) or TERM=dumb. */
export function screenOf(stream: Stream): Screen {
  const interactive = stream.isTTY === true;
  const wanted = !process.env["NO_COLOR"] && process.env["TERM"] !== "dumb";
  const coloured = interactive && wanted;
  return {
    columns: interactive ? Math.min(Math.max(stream.columns || 80, 40), 120) : PIPED_COLUMNS,
    interactive,
    colors: pc.createColors(coloured),
    write: (text) => void stream.write(harmless(text, coloured)),
  };
}

/**
 * Breaks text without colours at spaces into lines of at most `width` characters; a longer word stays whole. What acts on a
 * screen is written out, a line break of the text is a space.
 */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/).filter(Boolean).map(visible)) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return line === "" ? lines : [...lines, line];
}

/** The same, as one text whose lines begin with `indent`. */
export function paragraph(text: string, columns: number, indent = ""): string {
  return wrap(text, columns - indent.length)
    .map((line) => indent + line)
    .join("\n");
}

/** A name and what it is the name of, on one line or more. */
export function heading(name: string, title: string, { colors, columns }: Screen): string {
  const [first = "", ...rest] = wrap(`${name} · ${title}`, columns);
  const start = `${colors.bold(colors.cyan(name))} · ${colors.bold(first.slice(name.length + 3))}`;
  return [start, ...rest.map((line) => colors.bold(line))].join("\n");
}

/** Cuts to `width` characters, with an ellipsis. */
export function cut(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, Math.max(width - 1, 0))}…`;
}
