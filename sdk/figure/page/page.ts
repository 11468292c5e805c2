/** A result as one HTML page that needs nothing else. */
import { checkKeys } from "../../core/check.js";
import { elementAt } from "../../core/element.js";
import type { Experiment, Result, Table } from "../../experiments/types.js";
import type { FigureSpec } from "../../figureSpec.js";
import { figuresOf } from "../figuresOf.js";
import { formatCell, numeric } from "../number.js";
import { checkResult, describedExperiment, figureList } from "../resultShape.js";
import { escape } from "../svg.js";
import { asStated } from "../verdict.js";
import { claimsHtml, summaryHtml, unitText } from "./claims.js";
import { commandOf } from "./command.js";
import { documentHtml, figureHtml, figuresHtml, fitted, LARGEST_PAGE } from "./document.js";

/** What a page says beside the result. */
export interface PageOptions {
  /** The experiment that measured it: its title, question and figures, and the defaults of its parameters. */
  experiment?: Pick<Experiment, "title" | "question" | "parameters" | "figures">;
  /** Figures in place of those. */
  figures?: readonly FigureSpec[];
}

/** Rows of a table that are shown: all, or the first and the last; fewer when the page grows too large. */
const ROWS = [40, 12, 0];

function tableHtml(table: Table, most: number): string {
  const count = table.columns[0]?.values.length ?? 0;
  const last = Math.floor(most / 4);
  const long = count > most;
  const shown = Array.from({ length: count }, (_, row) => row).filter(
    (row) => !long || row < most - last || row >= count - last,
  );
  const columns = table.columns.map((column) => ({
    ...column,
    numbers: column.values.every((cell) => cell === null || numeric(cell) !== null),
  }));
  const attribute = (numbers: boolean) => (numbers ? ` class="number"` : "");
  const head = columns
    .map(({ name, unit, numbers }) => {
      const bracket = unitText(unit) === "" ? "" : ` (${unit!})`;
      return `<th scope="col"${attribute(numbers)}>${escape(name + bracket)}</th>`;
    })
    .join("");
  const body = shown.map((row, index) => {
    const gap =
      index > 0 && row > elementAt(shown, index - 1) + 1 ? `<tr><td colspan="${columns.length}">⋮</td></tr>` : "";
    const cells = columns.map(
      ({ values, numbers }) => `<td${attribute(numbers)}>${escape(formatCell(values[row] ?? null))}</td>`,
    );
    return `${gap}<tr>${cells.join("")}</tr>`;
  });
  const note = long
    ? `<p class="note">${shown.length} of ${count} rows are shown; --json &lt;file&gt; writes them all.</p>`
    : "";
  const inside = `<table><thead><tr>${head}</tr></thead>\n<tbody>${body.join("\n")}</tbody></table>`;
  return `<details><summary>${escape(table.name)} (${count} ${count === 1 ? "row" : "rows"})</summary>\n<div class="wide">${inside}</div>${note}</details>`;
}

function configurationHtml(result: Result, { experiment }: PageOptions): string {
  const properties = experiment?.parameters.properties ?? {};
  const rows = Object.entries(result.parameters).map(([name, value]) => {
    const property = properties[name];
    const changed = property !== undefined && JSON.stringify(value) !== JSON.stringify(property.default);
    const usual = changed ? ` <span class="source">(default ${escape(JSON.stringify(property.default))})</span>` : "";
    const text = escape(typeof value === "string" ? value : JSON.stringify(value).replaceAll(",", ", "));
    return `<tr><td>${escape(name)}</td><td>${text}${escape(unitText(property?.unit))}${usual}</td><td>${escape(property?.description ?? "")}</td></tr>`;
  });
  const facts = [
    ["experiment", result.experiment, ""],
    ["seed", String(result.seed), "of all random numbers"],
    ["version", result.version, "of gradiometer"],
    [
      "variant",
      result.variant,
      result.variant === "relaxed"
        ? "may fuse: its bits differ from engine to engine"
        : "the same bits in every engine",
    ],
  ].map((cells) => `<tr>${cells.map((text) => `<td>${escape(text)}</td>`).join("")}</tr>`);
  return `<h2>Configuration</h2>\n<div class="wide"><table><tbody>${[...facts, ...rows].join("\n")}</tbody></table></div>`;
}

/** The result as a link that saves it, nothing when it has no room. Only what a URL or an attribute could misread is encoded: it stays small. */
function downloadHtml(result: Result): string {
  const json = JSON.stringify(result);
  if (json.length > LARGEST_PAGE) return "";
  const data = json.replace(/[^\w\-.!~*()[\]{}:;@=+$,/]/gu, encodeURIComponent);
  return `<p class="screen"><a download="${escape(result.experiment)}.json" href="data:application/json;charset=utf-8,${data}">Save the whole result as JSON</a></p>`;
}

/**
 * A result as one self-contained HTML page of at most 300 kB: question, figures, claims with what was expected and measured,
 * tables, configuration, and the command that measures it again. It opens offline, prints, and holds no script.
 *
 * Long tables show their first and last rows; the whole result is in the page as a link, as long as it fits.
 *
 * @returns the same bytes for the same result, in every engine.
 * @throws GradiometerError BAD_OPTION when `result` is none, or for an unknown option; whatever `figure` throws for the figures given.
 */
export function page(result: Result, options: PageOptions = {}): string {
  checkResult(result);
  const given = checkKeys("options", options, ["experiment", "figures"]);
  if (given["experiment"] !== undefined) describedExperiment("options.experiment", given["experiment"]);
  if (given["figures"] !== undefined) figureList("options.figures", given["figures"]);
  const { experiment } = options;
  const title = experiment?.title ?? result.experiment;
  const stated = asStated(result, experiment?.parameters);
  const figures = [...(options.figures ?? figuresOf(result, experiment))].map(figureHtml);
  const command = commandOf(result, experiment?.parameters);

  const head = {
    title,
    ...(experiment && { question: experiment.question }),
    facts: `${result.experiment} · seed ${result.seed} · gradiometer ${result.version} (${result.variant})`,
    version: result.version,
  };
  const compose = (rows: number, download: string) => (shown: readonly string[]) =>
    documentHtml(head, [
      summaryHtml(result, stated),
      ...figuresHtml(shown, figures),
      result.claims.length > 0 ? "<h2>Claims</h2>" : "",
      claimsHtml(result, stated),
      result.tables.length > 0 ? "<h2>Tables</h2>" : "",
      ...(rows === 0 ? [] : result.tables.map((table) => tableHtml(table, rows))),
      rows === 0 && result.tables.length > 0 ? `<p class="note">The tables have no room in this page.</p>` : "",
      configurationHtml(result, options),
      "<h2>Measure it again</h2>",
      `<pre>${escape(command)}</pre>`,
      `<p class="note">${result.variant === "simd" ? "The same seed gives the same numbers to the last bit, on any machine." : "This variant was asked for in code: the command line measures with the simd variant."} With --json &lt;file&gt; it writes the whole result.</p>`,
      download,
    ]);
  const link = downloadHtml(result);
  const links = link === "" ? [""] : [link, ""];
  return fitted(
    figures,
    ROWS.flatMap((rows) => links.map((download) => compose(rows, download))),
  );
}
