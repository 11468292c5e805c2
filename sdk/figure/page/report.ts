/** What a doctor found, as one HTML page that needs nothing else. */
import { checkKeys } from "../../core/check.js";
import { reportFigures } from "../../doctor/figures.js";
import type { Finding, Preflight, Report, Treatment, Verdict } from "../../doctor/types.js";
import { headline, trialText } from "../../doctor/headline.js";
import { expected } from "../../doctor/words.js";
import { formatNumber } from "../number.js";
import { escape } from "../svg.js";
import { documentHtml, figureHtml, figuresHtml, fitted } from "./document.js";

/** What a report's page says beside the report. */
export interface ReportPageOptions {
  /** Of the network, default "Report". */
  name?: string;
  /** What theory said before the first step. */
  preflight?: Preflight;
  /** What was read of the data, left out and converted, in sentences. */
  notes?: readonly string[];
  /** What examines it again. */
  command?: string;
}

const number = (value: number): string =>
  Math.abs(value) === Infinity ? (value > 0 ? "∞" : "−∞") : formatNumber(value);

const cell = (value: number): string => `<td class="number">${escape(number(value))}</td>`;

/** A table whose cells are HTML; columns of numbers are marked. */
export function tableHtml(head: readonly { name: string; numbers?: boolean }[], rows: readonly string[]): string {
  const cells = head.map(
    ({ name, numbers }) => `<th scope="col"${numbers ? ` class="number"` : ""}>${escape(name)}</th>`,
  );
  return `<div class="wide"><table><thead><tr>${cells.join("")}</tr></thead>\n<tbody>${rows.join("\n")}</tbody></table></div>`;
}

export const paragraphs = (texts: readonly string[]): string =>
  texts
    .filter((text) => text !== "")
    .map((text) => `<p>${escape(text)}</p>`)
    .join("\n");

function summaryHtml(report: Report, notes: readonly string[]): string {
  const { healthy, loss, untreated } = report;
  const { verdict, cause, cure } = headline(report);
  const text = `${healthy ? "✓" : "✗"} ${verdict.charAt(0).toUpperCase()}${verdict.slice(1)}`;
  const held = loss.heldOut === undefined ? "" : `; on the rows kept out ${number(loss.heldOut)}`;
  const course = `Loss ${number(loss.start)} → ${number(loss.end)}${held}; the best answer that ignores the input has ${number(untreated.constant)}.`;
  const data = notes.map((note) => `Data: ${note}.`);
  return `<p class="summary ${healthy ? "good" : "bad"}">${escape(text)}</p>\n${paragraphs([cause, cure, ...data, course, trialText(report)])}`;
}

/** Other nets on the same data, what was suspected and is no cause, and where to look next. */
function besidesHtml({ reference, withdrawn, next }: Report): string[] {
  const nets = reference.map(({ id, loss }) => `${id} ${number(loss)}`).join(", ");
  return [
    ...(withdrawn.length > 0
      ? ["<h2>Suspected, and withdrawn</h2>", paragraphs(withdrawn.map(({ id, because }) => `${id}: ${because}.`))]
      : []),
    ...(nets === ""
      ? []
      : [paragraphs([`Reference nets on the same data, loss on rows that they had not seen: ${nets}.`])]),
    ...(next === "" ? [] : ["<h2>Next</h2>", paragraphs([next])]),
  ];
}

export function findingHtml({ id, layer, evidence, numbers }: Finding): string {
  const where = layer === undefined ? "" : ` <span class="source">shows most in layer ${layer + 1}</span>`;
  const rows = Object.entries(numbers).map(([name, value]) => `<tr><td>${escape(name)}</td>${cell(value)}</tr>`);
  const table = tableHtml([{ name: "number" }, { name: "value", numbers: true }], rows);
  return `<h3>${escape(id)}${where}</h3>\n<p>${escape(evidence)}</p>\n<details><summary>The numbers</summary>\n${table}</details>`;
}

function autopsyHtml({ autopsy }: Report): string[] {
  if (autopsy === null) return [];
  const rows = autopsy.weights.map(
    ({ name, weight, weightGradient, updateToWeight }) =>
      `<tr><td>${escape(name)}</td>${[weight, weightGradient, updateToWeight].map(cell).join("")}</tr>`,
  );
  const head = [
    { name: "before that step" },
    ...["‖W‖", "‖∂W‖", "‖η ∂W‖/‖W‖"].map((name) => ({ name, numbers: true })),
  ];
  return ["<h2>What ended the training</h2>", `<p>${escape(autopsy.sentence)}</p>`, tableHtml(head, rows)];
}

const TONES: Readonly<Record<Verdict, string>> = {
  cured: "good",
  better: "good",
  same: "",
  worse: "odd",
  diverged: "bad",
};
const MARKS: Readonly<Record<Verdict, string>> = { cured: "✓", better: "↑", same: "=", worse: "↓", diverged: "✗" };

function remediesHtml({ remedies, untreated, examined }: Report): string[] {
  if (remedies.length === 0) return [];
  const row = ({ id, changes, verdict, losses }: Omit<Treatment, "patient" | "curve">): string =>
    `<tr><td class="verdict ${TONES[verdict]}">${MARKS[verdict]} ${verdict}</td>` +
    `<td><b>${escape(id)}</b> ${escape(changes.join("; then "))}</td>${losses.map(cell).join("")}</tr>`;
  const head = [
    { name: "Verdict" },
    { name: "Remedy" },
    ...examined.seeds.map((seed) => ({ name: `loss, seed ${seed}`, numbers: true })),
  ];
  const without = `<tr><td class="verdict">–</td><td><b>untreated</b></td>${untreated.losses.map(cell).join("")}</tr>`;
  return ["<h2>Remedies that were run, the best first</h2>", tableHtml(head, [without, ...remedies.map(row)])];
}

/** Three or more of one kind after each other are counted. */
function runs(words: readonly string[]): string[] {
  const counted: { word: string; times: number }[] = [];
  for (const word of words) {
    const last = counted.at(-1);
    if (last?.word === word) last.times++;
    else counted.push({ word, times: 1 });
  }
  return counted.flatMap(({ word, times }) =>
    times < 3 ? Array.from({ length: times }, () => word) : [`${times} × ${word}`],
  );
}

function configurationHtml({ examined }: Report): string {
  const { config, training, samples, seeds, hash, variant, version } = examined;
  const text = (value: unknown): string => {
    if (Array.isArray(value)) return runs(value.map(text)).join(", ");
    return typeof value === "string" ? value : JSON.stringify(value).replaceAll(",", ", ");
  };
  const facts = { ...config, ...training, samples, seeds, "hash after the training": hash, variant, version };
  const rows = Object.entries(facts).map(
    ([name, value]) => `<tr><td>${escape(name)}</td><td class="value">${escape(text(value))}</td></tr>`,
  );
  return `<h2>Configuration</h2>\n${tableHtml([{ name: "what" }, { name: "value" }], rows)}`;
}

/**
 * A report as one self-contained HTML page of at most 300 kB: diagnosis and evidence, figures of signal, gradient, weight
 * gradients, updates and losses, the remedies with their losses seed by seed, configuration, seeds, hash and version. It opens
 * offline, prints, and holds no script.
 *
 * @returns the same bytes for the same report and options, in every engine.
 * @throws GradiometerError BAD_OPTION for an unknown option.
 */
export function reportPage(report: Report, options: ReportPageOptions = {}): string {
  checkKeys("options", options, ["name", "preflight", "command", "notes"]);
  const { name = "Report", preflight, command, notes = [] } = options;
  const { config, seeds, version, variant } = report.examined;
  const figures = reportFigures(report).map(figureHtml);
  const facts = `doctor · ${seeds.length === 1 ? "seed" : "seeds"} ${seeds.join(", ")} · gradiometer ${version} (${variant})`;
  const again = [
    "<h2>Examine it again</h2>",
    `<pre>${escape(command ?? "")}</pre>`,
    `<p class="note">The same files and seeds give the same numbers to the last bit, on any machine.</p>`,
  ];
  const compose = (shown: readonly string[]): string =>
    documentHtml({ title: name, question: "What ails this network, and what helps?", facts, version }, [
      summaryHtml(report, notes),
      preflight ? `<p>${escape(expected(preflight, "hidden" in config))}</p>` : "",
      report.findings.length > 0 ? "<h2>Findings</h2>" : "",
      ...report.findings.map(findingHtml),
      ...autopsyHtml(report),
      ...remediesHtml(report),
      ...besidesHtml(report),
      ...figuresHtml(shown, figures),
      configurationHtml(report),
      ...(command === undefined ? [] : again),
    ]);
  return fitted(figures, [compose]);
}
