/** The file of the digits, damaged: what is said of it. */
import { gzipSync, strToU8 } from "fflate";
import { beforeEach, describe, expect, it } from "vitest";
import { digitsOf, IMAGES, PIXELS } from "../../sdk/data/digitsFile.js";

/** A file whose image i has i modulo 17 as every grey level, and i modulo 10 as its digit. */
const whole = (): string[][] =>
  Array.from({ length: IMAGES }, (_, row) => [...Array<string>(PIXELS).fill(String(row % 17)), String(row % 10)]);
let lines: string[][] = [];
beforeEach(() => {
  lines = whole();
});
/** Some bytes longer, in the header's name of the file, so that base64 is padded in every way. */
const read = (extra = 0) => {
  const csv = `${lines.map((fields) => fields.join(",")).join("\n")}\n`;
  const packed = gzipSync(strToU8(csv), { filename: "a".repeat(1 + extra), level: 1 });
  return digitsOf(Buffer.from(packed).toString("base64"));
};

describe("the file of the digits", () => {
  it.each([0, 1, 2])("has ink from 0 to 1, and a digit; %d bytes more", (extra) => {
    const { pixels, labels } = read(extra);
    expect([pixels.length, labels.length]).toEqual([IMAGES * PIXELS, IMAGES]);
    expect([0, 8, 16, 17].map((row) => pixels[row * PIXELS + 63])).toEqual([0, 0.5, 1, 0]);
    expect([...labels.subarray(8, 12)]).toEqual([8, 9, 0, 1]);
  });

  it.each<[string, () => void]>([
    ["expected 1797 lines, but got 1796", () => lines.pop()],
    ["line 3: expected 65 fields, but got 64", () => lines[2]!.pop()],
    ["line 1, field 1: expected an integer from 0 to 16, but got 17", () => (lines[0]![0] = "17")],
    ["line 1, field 64: expected an integer from 0 to 16, but got -1", () => (lines[0]![63] = "-1")],
    ["line 2, field 65: expected an integer from 0 to 9, but got 10", () => (lines[1]![64] = "10")],
    ["line 2, field 2: expected an integer from 0 to 16, but got 0.5", () => (lines[1]![1] = "0.5")],
    ["line 2, field 2: expected an integer from 0 to 16, but got  ", () => (lines[1]![1] = " ")],
  ])("%s", (message, damage) => {
    damage();
    expect(() => read()).toThrow(expect.objectContaining({ code: "BAD_FILE", message: `digits.csv: ${message}` }));
  });
});
