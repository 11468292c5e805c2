/** The tables of a lab as its page shows them. */
import type { Text } from "./strings/text.js";
import { COLUMNS, type NetTable } from "./table.js";

/** Three digits, with an exponent where they would need many zeros. */
const show = (value: number, share: boolean): string => {
  if (Number.isNaN(value)) return "–";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  if (share) return `${(100 * value).toFixed(value > 0 && value < 0.1 ? 1 : 0)} %`;
  const size = Math.abs(value);
  const text = size !== 0 && (size < 1e-3 || size >= 1e5) ? value.toExponential(2) : value.toPrecision(3);
  return text.replace(/-/g, "−");
};

/** At most one change per second while it is open. */
const PAUSE = 1000;

/** The tables of all nets of a lab in a `<details>`. */
export class TablePanel {
  readonly root = document.createElement("details");
  readonly #text: Text;
  readonly #now: () => number;
  #bodies: HTMLTableCellElement[][][] = [];
  #kinds = "";
  #last = -Infinity;
  #tables: readonly NetTable[] = [];

  /**
   * @param onToggle  the lab measures every column while the table is open alone (`Look.table`).
   * @param now       ms, for how often it changes; what is shown does not depend on it.
   */
  constructor(text: Text, onToggle: (open: boolean) => void, now: () => number = () => performance.now()) {
    this.#text = text;
    this.#now = now;
    this.root.setAttribute("part", "table");
    this.root.className = "table";
    const summary = document.createElement("summary");
    summary.textContent = text("tableSummary");
    this.root.append(summary);
    this.root.addEventListener("toggle", () => {
      onToggle(this.root.open);
      if (this.root.open) this.#fill();
    });
  }

  /** @param still  training stands: the table is brought up to date at once. */
  draw(tables: readonly NetTable[], still: boolean): void {
    this.#tables = tables;
    if (!this.root.open) return;
    if (!still && this.#now() - this.#last < PAUSE) return;
    this.#fill();
  }

  #fill(): void {
    this.#last = this.#now();
    const kinds = this.#tables.map(({ net, axis, rows }) => `${net}${axis}${rows.length}`).join();
    if (kinds !== this.#kinds) this.#build(kinds);
    this.#tables.forEach(({ rows }, table) =>
      rows.forEach((row, place) =>
        row.forEach((value, column) => {
          const cell = this.#bodies[table]![place]![column]!;
          const text = show(value, COLUMNS[column]!.share);
          if (cell.textContent !== text) cell.textContent = text;
        }),
      ),
    );
  }

  #build(kinds: string): void {
    this.#kinds = kinds;
    for (const old of this.root.querySelectorAll(".table-scroll")) old.remove();
    this.#bodies = this.#tables.map(({ net, axis, rows }) => {
      const table = document.createElement("table");
      const caption = table.createCaption();
      caption.textContent = this.#text(net === "A" ? "netA" : "netB");
      const head = table.createTHead().insertRow();
      for (const title of [
        axis === "layer" ? "tableLayer" : "tableTime",
        ...COLUMNS.map(({ title }) => title),
      ] as const) {
        const cell = document.createElement("th");
        cell.scope = "col";
        cell.textContent = this.#text(title);
        head.append(cell);
      }
      const body = table.createTBody();
      const cells = rows.map((row, place) => {
        const line = body.insertRow();
        const first = document.createElement("th");
        first.scope = "row";
        first.textContent = String(place + 1);
        line.append(first);
        return row.map(() => line.insertCell());
      });
      // Wider than a phone: it scrolls by itself, and by the keyboard too.
      const scroll = document.createElement("div");
      scroll.className = "table-scroll";
      scroll.tabIndex = 0;
      scroll.setAttribute("role", "region");
      scroll.setAttribute("aria-label", caption.textContent);
      scroll.append(table);
      this.root.append(scroll);
      return cells;
    });
  }
}
