import { describe, expect, it } from "vitest";
import { FileError } from "../../sdk/element/data/note.js";
import { mixedOrder, spread } from "../../sdk/element/data/order.js";
import { MOST, type FileLike, readTable } from "../../sdk/element/data/readTable.js";
import { type FileRows, tableRows } from "../../sdk/element/data/tableRows.js";
import { en } from "../../sdk/element/strings/en.js";
import { textOf } from "../../sdk/element/strings/text.js";

const text = textOf(en);

function fileOf(content: string | Uint8Array<ArrayBuffer>, name = "own.csv"): FileLike {
  const blob = new Blob([content]);
  return { name, size: blob.size, slice: (from, to) => blob.slice(from, to) };
}

const read = async (content: string | Uint8Array<ArrayBuffer>, target?: string): Promise<FileRows> =>
  tableRows(await readTable(fileOf(content)), target);

/** What the page says of a file that it cannot use. */
async function refusal(content: string | Uint8Array<ArrayBuffer>, target?: string): Promise<string> {
  try {
    await read(content, target);
  } catch (error) {
    if (error instanceof FileError) return text(error.note.key, error.note.values);
    throw error;
  }
  throw new Error("the file was taken");
}

const said = ({ notes }: FileRows): string[] => notes.map(({ key, values }) => text(key, values));
const lines = (count: number, line: (row: number) => string, header = "a,b,kind"): string =>
  [header, ...Array.from({ length: count }, (_, row) => line(row))].join("\n");

describe("a file that is dropped in", () => {
  it("has its last column as target: texts are classes, inputs are standardised", async () => {
    const found = await read(lines(12, (row) => `${row},${row * row},${row % 3 === 0 ? "yes" : "no"}`));
    expect(found).toMatchObject({ columns: ["a", "b", "kind"], target: "kind", classes: ["no", "yes"] });
    const { x, y, inputs, outputs, task } = found.rows;
    expect({ inputs, outputs, task }).toEqual({ inputs: 2, outputs: 2, task: "classes" });
    expect(y.reduce((sum, value) => sum + value)).toBe(12);
    for (const column of [0, 1]) {
      const values = [...x].filter((_, at) => at % 2 === column);
      expect(values.reduce((sum, value) => sum + value)).toBeCloseTo(0, 5);
      expect(values.reduce((sum, value) => sum + value * value, 0)).toBeCloseTo(12, 4);
    }
    expect(said(found)).toEqual(["own.csv: 12 rows, 2 inputs, target kind.", "2 classes: no, yes."]);
  });

  it("takes another target, few whole numbers as classes, others as a number", async () => {
    const file = lines(30, (row) => `${row / 7},${row % 3},x${row % 2}`, "size,group,colour");
    const group = await read(file, "group");
    expect(group.classes).toEqual(["0", "1", "2"]);
    expect(said(group).at(-1)).toBe("colour became 2 inputs, one for each text.");
    expect(group.rows).toMatchObject({ inputs: 3, outputs: 3 });
    const size = await read(file, "size");
    expect(size).toMatchObject({ classes: null, rows: { inputs: 3, outputs: 1, task: "numbers" } });
    expect(size.rows.y.reduce((sum, value) => sum + value * value, 0)).toBeCloseTo(30, 4);
    expect(await refusal(file, "height")).toBe("own.csv has no column height.");
  });

  it("is read with other separators, line ends, a mark of UTF-8, quotes and decimal commas", async () => {
    const plain = await read(lines(8, (row) => `${row}.5,${8 - row},${row % 2 ? "p" : "q"}`));
    const same = async (content: string) => expect((await read(content)).rows).toEqual(plain.rows);
    await same(
      `\uFEFF${lines(8, (row) => `${row}.5,${8 - row},${row % 2 ? "p" : "q"}`).replaceAll("\n", "\r\n")}\r\n\r\n`,
    );
    await same(lines(8, (row) => `${row},5;${8 - row};${row % 2 ? "p" : "q"}`, "a;b;kind"));
    await same(lines(8, (row) => `${row}.5\t${8 - row}\t"${row % 2 ? "p" : "q"}"`, '"a"\t"b"\t"kind"'));
    await same(lines(8, (row) => ` ${row}5e-1 , +${8 - row}. ,${row % 2 ? "p" : "q"}`).replaceAll("05e-1", ".5"));
    // Without a header, the columns are counted.
    const headless = await read(
      lines(8, (row) => `${row}.5,${8 - row},${row % 2 ? "p" : "q"}`).slice("a,b,kind\n".length),
    );
    expect(headless.rows).toEqual(plain.rows);
    expect(headless.columns).toEqual(["c1", "c2", "c3"]);
    const named = await read(lines(8, (row) => `${row},${row}.5,"${row % 2 ? "p" : "q"}"`, ",a,a"));
    expect(named.columns).toEqual(["a", "a (2)"]);
    expect(named.rows.inputs).toBe(1);
  });

  it("says what is wrong, with the line", async () => {
    const good = (row: number): string => `${row},${row % 4},${row % 2}`;
    const bad = (line: number, content: string) => lines(10, (row) => (row === line - 2 ? content : good(row)));
    expect(await refusal(bad(5, "1,2"))).toBe("own.csv, line 5: expected 3 cells, as in the first line, but found 2.");
    for (const found of ["", "NaN", "Infinity", "0x1", "1 000", "1e999", "cm"])
      expect(await refusal(bad(7, `1,${found},0`)), found).toBe(
        `own.csv, line 7, b: expected a number, but found “${found}”.`,
      );
    expect(await refusal(bad(3, "1,2,maybe"))).toBe("own.csv, line 3, kind: expected a number, but found “maybe”.");
    expect(await refusal(lines(9, (row) => `${row},1,${row === 4 ? "" : `k${row % 2}`}`))).toBe(
      "own.csv, line 6, kind: the target is empty.",
    );
    expect(await refusal("")).toBe("own.csv is empty.");
    expect(await refusal("\n\n")).toBe("own.csv is empty.");
    expect(await refusal("a,b\n")).toBe("own.csv has a header and no rows.");
    expect(await refusal("a,b\n1,2\n2,3")).toBe("own.csv has 2 rows; at least 4 are needed.");
    expect(await refusal("a\n1\n2\n3\n4")).toBe("own.csv has one column. At least one input and a target are needed.");
    expect(await refusal(lines(9, (row) => `${row},1,same`))).toBe(
      "own.csv: every row has the same target, “same”. There is nothing to learn.",
    );
    expect(await refusal(lines(9, (row) => `1,x,${row % 2}`))).toBe("own.csv: no column is left as an input.");
    expect(await refusal(lines(60, (row) => `${row},1,text ${row}`))).toBe(
      "own.csv: kind has more than 50 different texts, too many for classes.",
    );
    expect(await refusal(`${Array.from({ length: 300 }, (_, at) => `c${at}`).join(",")}\n`)).toMatch(
      /300 columns; at most 257/,
    );
  });

  it("leaves out columns that say nothing, and says so", async () => {
    const found = await read(lines(40, (row) => `${row},7,row ${row},${row % 2 ? "u" : "v"}`, "a,seven,name,kind"));
    expect(said(found).slice(-2)).toEqual([
      "Left out seven: it is the same in every row.",
      "Left out name: nearly every row has a text of its own.",
    ]);
    expect(found.rows.inputs).toBe(1);
  });

  it("refuses what is no text", async () => {
    const png = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13, 0x49);
    expect(await refusal(png)).toBe("own.csv is not a table of text. Save it as CSV in UTF-8.");
    expect(await refusal(Uint8Array.of(0xff, 0xfe, 0x61, 0, 0x2c, 0))).toMatch(/UTF-16/);
    expect(await refusal(`a,b\n"${"x".repeat(MOST.line + 600_000)}`)).toBe(
      "own.csv, line 2: longer than 1000000 characters.",
    );
  });

  it("keeps the shares of classes that take turns in a large file", async () => {
    for (const classes of [2, 3, 4, 8]) {
      const rows = 40_000;
      const table = await readTable(fileOf(lines(rows, (row) => `${row},c${row % classes}`, "a,kind")));
      const counts = Array<number>(classes).fill(0);
      for (const { cells } of table.rows) counts[Number(cells[1]!.slice(1))]!++;
      for (const count of counts) expect(Math.abs(count - 2000 / classes)).toBeLessThan(10);
    }
  });

  it("uses 2,000 rows of a large file, spread evenly", async () => {
    const rows = 400_000;
    const whole = lines(rows, (row) => `${row},${(row * 37) % 101},${row < rows / 4 ? "few" : "many"}`);
    const table = await readTable(fileOf(whole));
    expect([table.count, table.rows.length]).toEqual([rows, 2000]);
    const places = table.rows.map(({ line }) => line);
    for (const [index, line] of places.entries()) expect(Math.abs(line - (index * rows) / 2000)).toBeLessThan(600);
    const found = tableRows(table);
    expect(said(found)[1]).toBe("2000 of 400000 rows are used, evenly spread over the file.");
    // Sorted by class, and yet every batch has both.
    for (let batch = 0; batch < 15; batch++) {
      const few = found.rows.y
        .subarray(batch * 256, (batch + 1) * 256)
        .filter((value, at) => at % 2 === 0 && value === 1);
      expect(few.length).toBeGreaterThan(26);
      expect(few.length).toBeLessThan(38);
    }
  });

  it("refuses a file above 64 MB before it reads a byte, and ends when another one comes", async () => {
    const file: FileLike = { name: "x.csv", size: 65 * 2 ** 20, slice: () => expect.unreachable() };
    await expect(readTable(file)).rejects.toMatchObject({
      note: { key: "fileTooLarge", values: { size: 65, most: 64 } },
    });
    await expect(readTable(fileOf("a,b\n1,2"), AbortSignal.abort())).rejects.toMatchObject({ name: "AbortError" });
  });
});

describe("the order of rows", () => {
  it("is a permutation, whatever the length", () => {
    for (let count = 1; count < 300; count++) {
      expect(new Set(spread(count)).size).toBe(count);
      expect(
        [
          ...mixedOrder(
            count,
            spread(count).map((row) => row % 3),
          ),
        ].sort((a, b) => a - b),
      ).toEqual(Array.from({ length: count }, (_, row) => row));
    }
  });

  it("gives every stretch of a sorted column its share of small and large values", () => {
    const order = spread(2000);
    for (let from = 0; from + 128 <= 2000; from += 128) {
      const mean = order.slice(from, from + 128).reduce((sum, row) => sum + row, 0) / 128;
      expect(Math.abs(mean - 1000)).toBeLessThan(30);
    }
  });
});
