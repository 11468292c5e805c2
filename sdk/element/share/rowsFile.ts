/** Rows as a table of text that gives the same float32 numbers back. */
import type { PostedRows } from "../worker/protocol.js";

/** The shortest decimal that a float32 is read back from; −0 keeps its sign. */
export function decimalOf(value: number): string {
  if (Object.is(value, -0)) return "-0";
  for (let digits = 6; digits < 9; digits++) {
    const text = String(Number(value.toPrecision(digits)));
    if (Math.fround(Number(text)) === value) return text;
  }
  return String(Number(value.toPrecision(9)));
}

/**
 * A header x1 … xn, y1 … ym and a line per row, which `gradiometer doctor` reads as well; of sequences the inputs of all steps,
 * step after step, stand in the line.
 */
export function rowsText({ x, y, inputs, outputs, time = 1 }: PostedRows): string {
  const count = y.length / outputs;
  const names = (letter: string, length: number): string[] =>
    Array.from({ length }, (_, index) => `${letter}${index + 1}`);
  const lines = [[...names("x", time * inputs), ...names("y", outputs)].join(",")];
  for (let row = 0; row < count; row++) {
    const cells: string[] = [];
    for (let t = 0; t < time; t++)
      for (let i = 0; i < inputs; i++) cells.push(decimalOf(x[(t * count + row) * inputs + i]!));
    for (let j = 0; j < outputs; j++) cells.push(decimalOf(y[row * outputs + j]!));
    lines.push(cells.join(","));
  }
  return `${lines.join("\n")}\n`;
}
