/** Tables and wrapped texts of the terminal, character by character. */
import { describe, expect, it } from "vitest";
import { screenOf } from "../../sdk/cli/terminal/screen.js";
import { tableText, type TextColumn } from "../../sdk/cli/terminal/table.js";

/** Of a terminal without colours. */
const screen = screenOf({ isTTY: false, write: () => true });

const column = (header: string, cells: string[], align: TextColumn["align"] = "left"): TextColumn => ({
  ...{ header, cells, align },
});
const drawn = (columns: TextColumn[], width: number, indent?: string) => {
  const { text, omitted } = tableText(columns, { ...screen, columns: width }, indent);
  return { lines: text.split("\n"), omitted };
};

const NAME = column("name", ["a", "longest"]);
const SIZE = column("size", ["1", "10.25"], "right");

describe("a table of the terminal", () => {
  it("has its headers over a line, words to the left and numbers to the right, two spaces apart, and nothing at the end", () => {
    expect(drawn([NAME, SIZE], 80).lines).toEqual([
      "name      size",
      "──────────────",
      "a            1",
      "longest  10.25",
    ]);
    expect(drawn([SIZE, NAME], 80, "> ").lines).toEqual([
      ">  size  name",
      "> ──────────────",
      ">     1  a",
      "> 10.25  longest",
    ]);
  });

  it("leaves out the last columns where they have no room, to the character, and names them; the first always stays", () => {
    const third = column("third", ["x", "y"]); // 7 + 2 + 5 + 2 + 5 = 21 wide
    const omitted = (width: number, indent?: string) => drawn([NAME, SIZE, third], width, indent).omitted;
    expect([21, 20, 14, 13, 3].map((width) => omitted(width))).toEqual([
      [],
      ["third"],
      ["third"],
      ["size", "third"],
      ["size", "third"],
    ]);
    expect([23, 22].map((width) => omitted(width, "  "))).toEqual([[], ["third"]]);
  });

  it("breaks a header of more than twelve characters over cells that are narrower", () => {
    expect(drawn([column("a header of many words", ["1"]), SIZE], 80).lines).toEqual([
      "a header of  size",
      "many words",
      "─────────────────",
      "1               1",
    ]);
  });
});
