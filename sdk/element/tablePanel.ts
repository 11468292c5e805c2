/** The tables of a lab as its page shows them. */
import { html, setText } from "./dom.js";
import type { Numbers } from "./strings/numbers.js";
import type { Text } from "./strings/text.js";
import { COLUMNS, type NetTable, tableOf, type TableSource } from "./table.js";

/** At most one change per second while training goes on. */
const PAUSE = 1000;

/** The tables of all nets of a lab in a `<details>`. */
export class TablePanel {
  /** [table, place, column] */
  #cells: HTMLTableCellElement[][][] = [];
  #kinds = "";
  #last = -Infinity;
  #tables: readonly NetTable[] = [];

  /**
   * @param root      the `<details>` that holds them, open.
   * @param onToggle  the lab measures every column while the table is open alone (`Look.table`).
   * @param now       ms, for how often it changes; what is shown does not depend on it.
   */
  constructor(
    private readonly root: HTMLDetailsElement,
    private readonly text: Text,
    private readonly numbers: Numbers,
    onToggle: (open: boolean) => void,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.root.addEventListener("toggle", () => {
      onToggle(this.root.open);
      if (this.root.open) this.#fill();
    });
    onToggle(this.root.open);
  }

  /**
   * @param nets   A and B, as far as they are there.
   * @param still  training stands: the table is brought up to date at once.
   */
  draw(nets: readonly (TableSource | null)[], still: boolean): void {
    this.#tables = nets.flatMap((net, index) => (net ? [tableOf(index === 0 ? "A" : "B", net)] : []));
    if (!this.root.open) return;
    if (still || this.now() - this.#last >= PAUSE) this.#fill();
  }

  #fill(): void {
    this.#last = this.now();
    const kinds = this.#tables.map(({ net, axis, rows }) => `${net}${axis}${rows.length}`).join();
    if (kinds !== this.#kinds) this.#build();
    this.#kinds = kinds;
    this.#tables.forEach(({ rows }, table) =>
      rows.forEach((row, place) =>
        row.forEach((value, column) => setText(this.#cells[table]![place]![column]!, this.#show(value, column))),
      ),
    );
  }

  #show(value: number, column: number): string {
    if (Number.isNaN(value)) return "–";
    return COLUMNS[column]!.share ? this.numbers.percent(value) : this.numbers.short(value);
  }

  #build(): void {
    for (const old of this.root.querySelectorAll(".table-scroll")) old.remove();
    this.#cells = this.#tables.map(({ net, axis, rows }) => {
      const name = this.text(net === "A" ? "netA" : "netB");
      const titles = [axis === "layer" ? "tableLayer" : "tableTime", ...COLUMNS.map(({ title }) => title)] as const;
      const head = html("tr", {}, ...titles.map((title) => html("th", { scope: "col" }, this.text(title))));
      const cells = rows.map((row) => row.map(() => html("td")));
      const lines = cells.map((row, place) => html("tr", {}, html("th", { scope: "row" }, String(place + 1)), ...row));
      const table = html("table", {}, html("caption", {}, name), html("thead", {}, head), html("tbody", {}, ...lines));
      // Wider than a phone: it scrolls by itself, and by the keyboard too.
      this.root.append(html("div", { class: "table-scroll", tabindex: 0, role: "group", "aria-label": name }, table));
      return cells;
    });
  }
}
