import CliTable from "cli-table3";
import type { Screen } from "./screen.js";

/** One column of text for the terminal. */
export interface TextColumn {
  header: string;
  cells: readonly string[];
  align: "left" | "right";
}

const GAP = "  ";

const natural = ({ header, cells }: TextColumn) => Math.max(header.length, ...cells.map((cell) => cell.length));

/** As many of the first columns as fit beside each other. */
function fitting(columns: readonly TextColumn[], width: number): TextColumn[] {
  let used = 0;
  const end = columns.findIndex((column, index) => {
    used += natural(column) + (index === 0 ? 0 : GAP.length);
    return used > width && index > 0;
  });
  return end < 0 ? [...columns] : columns.slice(0, end);
}

/** A table without a frame, and the headers of the columns that found no room. */
export function tableText(
  columns: readonly TextColumn[],
  screen: Screen,
  indent = "",
): { text: string; omitted: string[] } {
  const shown = fitting(columns, screen.columns - indent.length);
  const edge = {
    top: "",
    "top-mid": "",
    "top-left": "",
    "top-right": "",
    bottom: "",
    "bottom-mid": "",
    "bottom-left": "",
  };
  const table = new CliTable({
    head: shown.map(({ header }) => screen.colors.bold(header)),
    colAligns: shown.map(({ align }) => align),
    style: { head: [], border: [], compact: true, "padding-left": 0, "padding-right": 0 },
    chars: {
      ...edge,
      "bottom-right": "",
      left: "",
      "left-mid": "",
      right: "",
      "right-mid": "",
      mid: "─",
      "mid-mid": "──",
      middle: GAP,
    },
  });
  const rows = shown[0]?.cells.length ?? 0;
  for (let row = 0; row < rows; row++) table.push(shown.map(({ cells }) => cells[row] ?? ""));
  const text = table
    .toString()
    .split("\n")
    .map((line) => indent + line.trimEnd())
    .join("\n");
  return { text, omitted: columns.slice(shown.length).map(({ header }) => header) };
}
