import CliTable from "cli-table3";
import { visible } from "./escape.js";
import { wrap, type Screen } from "./screen.js";

/** One column of text for the terminal. */
export interface TextColumn {
  header: string;
  cells: readonly string[];
  align: "left" | "right";
}

const GAP = "  ";

/** A header may take several lines rather than make its column wider than this and its cells. */
const HEADER = 12;

const longest = (texts: readonly string[]) => Math.max(0, ...texts.map((text) => text.length));

const headerLines = ({ header, cells }: TextColumn) => wrap(header, Math.max(HEADER, longest(cells)));

const natural = (column: TextColumn) => Math.max(longest(headerLines(column)), longest(column.cells));

/** As many of the first columns as fit beside each other. */
function fitting(columns: readonly TextColumn[], width: number): TextColumn[] {
  let used = 0;
  const end = columns.findIndex((column, index) => {
    used += natural(column) + (index === 0 ? 0 : GAP.length);
    return used > width && index > 0;
  });
  return end < 0 ? [...columns] : columns.slice(0, end);
}

/** A table without a frame, and the headers of the columns that found no room. Its texts are plain: what acts on a screen is escaped. */
export function tableText(
  columns: readonly TextColumn[],
  screen: Screen,
  indent = "",
): { text: string; omitted: string[] } {
  const plain = columns.map(({ header, cells, align }) => ({
    header: visible(header),
    cells: cells.map(visible),
    align,
  }));
  const shown = fitting(plain, screen.columns - indent.length);
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
    head: shown.map((column) => headerLines(column).map(screen.colors.bold).join("\n")),
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
  return { text, omitted: plain.slice(shown.length).map(({ header }) => header) };
}
