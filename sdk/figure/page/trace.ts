/** What a trace shows, as one HTML page that needs nothing else. */
import { VERSION } from "../../../build/generated/version.js";
import { findings as registry } from "../../doctor/findings.js";
import type { TraceCourse } from "../../doctor/trace/course.js";
import { traceFigures } from "../../doctor/trace/figures.js";
import type { NonFinite } from "../../doctor/trace/seen.js";
import type { Diagnosis } from "../../doctor/trace/types.js";
import { escape } from "../svg.js";
import { documentHtml, figureHtml, figuresHtml, fitted } from "./document.js";
import { findingHtml, paragraphs, tableHtml } from "./report.js";

/** What a trace's page says beside the diagnosis. */
export interface TracePageOptions {
  /** Of the file. */
  readonly name: string;
  readonly course: TraceCourse;
  /** The first thing that was no number; null where all was finite. */
  readonly nonFinite: NonFinite | null;
  readonly command: string;
}

/** Layers that the table holds. */
const MOST_LAYERS = 200;

function summaryHtml({ verdict, findings }: Diagnosis, text: string): string {
  const good = verdict === "healthy" || verdict === "floor";
  const names = findings.map(({ id }) => id).join(", ");
  const [main] = findings;
  const because = main && registry.find(({ id }) => id === main.id)?.because;
  const line = verdict === "sick" ? `Sick: ${names}` : `${verdict.charAt(0).toUpperCase()}${verdict.slice(1)}`;
  const cause =
    because === undefined ? "" : `It does not learn as well as it could because ${because}. No trial has proved it.`;
  return `<p class="summary ${good ? "good" : "bad"}">${escape(`${good ? "✓" : "✗"} ${line}`)}</p>\n${paragraphs([text, cause])}`;
}

function layersHtml({ header }: TraceCourse): string[] {
  if (header === null) return [];
  const rows = header.layers
    .slice(0, MOST_LAYERS)
    .map(
      ({ name, kind, in: inside, out, activation = "" }, index) =>
        `<tr>${[String(index + 1), name, kind, `${inside} → ${out}`, activation].map((text) => `<td>${escape(text)}</td>`).join("")}</tr>`,
    );
  const more = header.layers.length - rows.length;
  return [
    `<h2>Layers</h2>\n${tableHtml(
      ["", "name", "kind", "size", "activation"].map((name) => ({ name })),
      rows,
    )}`,
    more > 0 ? `<p class="note">and ${more} more.</p>` : "",
  ];
}

/**
 * A diagnosis as one self-contained HTML page of at most 300 kB: verdict, findings, the first step and layer that were not finite,
 * figures of loss, signal, gradient, weights and update-to-weight over the training, and what the trace could not show.
 */
export function tracePage(diagnosis: Diagnosis, { name, course, nonFinite, command }: TracePageOptions): string {
  const figures = traceFigures(course).map(figureHtml);
  const records = course.records();
  const [first, last] = [records[0], records.at(-1)];
  const layer = nonFinite && course.header?.layers[nonFinite.layer];
  const broken =
    nonFinite === null
      ? "All that was recorded is finite."
      : `The first record with NaN or infinity is step ${nonFinite.step}: ${nonFinite.what} of layer ${nonFinite.layer + 1}${layer ? ` (${layer.name})` : ""}.`;
  const unseen = diagnosis.unseen.map(
    ({ id, missing }) => `<tr><td>${escape(id)}</td><td>${escape(missing)}</td></tr>`,
  );
  const facts = `${course.header?.source ?? ""} · steps ${first?.step ?? 0} to ${last?.step ?? 0} · gradiometer ${VERSION}`;
  const compose = (shown: readonly string[]): string =>
    documentHtml({ title: name, question: "What ails this training?", facts, version: VERSION }, [
      summaryHtml(diagnosis, broken),
      diagnosis.findings.length > 0 ? "<h2>Findings</h2>" : "",
      ...diagnosis.findings.map(findingHtml),
      ...figuresHtml(shown, figures),
      unseen.length > 0
        ? `<h2>What this trace cannot show</h2>\n${tableHtml([{ name: "finding" }, { name: "it would take" }], unseen)}`
        : "",
      ...layersHtml(course),
      "<h2>Read it again</h2>",
      `<pre>${escape(command)}</pre>`,
    ]);
  return fitted(figures, [compose]);
}
