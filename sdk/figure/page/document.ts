/** What every page has: its frame, its figures, its size. */
import { lastOf } from "../../core/element.js";
import type { FigureSpec } from "../../figureSpec.js";
import { figure } from "../figure.js";
import { escape } from "../svg.js";
import { STYLE } from "./style.js";

/** A page is never larger, in bytes. */
export const LARGEST_PAGE = 300_000;

/** A figure with its description under it. */
export function figureHtml(spec: FigureSpec, index: number): string {
  const svg = figure(spec, { id: `figure-${index + 1}` });
  return `<figure>${svg}<figcaption>${escape(spec.description)}</figcaption></figure>`;
}

/** The section of the figures; says how many had no room. */
export function figuresHtml(shown: readonly string[], all: readonly string[]): string[] {
  const lost = all.length - shown.length;
  return [
    shown.length > 0 ? "<h2>Figures</h2>" : "",
    ...shown,
    lost > 0
      ? `<p class="note">${lost} more ${lost === 1 ? "figure has" : "figures have"} no room in this page.</p>`
      : "",
  ];
}

/** The frame of a page. The title and the facts are text, the parts are HTML already; empty ones are left out. */
export function documentHtml(
  head: { title: string; question?: string; facts: string; version: string },
  parts: readonly string[],
): string {
  const { title, question, facts, version } = head;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="generator" content="gradiometer ${escape(version)}">
<title>${escape(title)} · Gradiometer</title>
<style>
${STYLE}
</style>
</head>
<body>
<main>
<header>
<h1>${escape(title)}</h1>
${question === undefined ? "" : `<p class="question">${escape(question)}</p>`}
<p class="facts">${escape(facts)}</p>
</header>
${parts.join("\n")}
</main>
</body>
</html>
`.replace(/\n{2,}/g, "\n");
}

/** The bytes that a text takes as UTF-8. */
function byteLength(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const code = character.codePointAt(0)!;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}

/** The first version of a page that fits; when none does, the last with as many of the figures as there is room for. */
export function fitted(
  figures: readonly string[],
  versions: readonly ((shown: readonly string[]) => string)[],
): string {
  for (const version of versions) {
    const html = version(figures);
    if (byteLength(html) <= LARGEST_PAGE) return html;
  }
  const smallest = lastOf(versions);
  let room = LARGEST_PAGE - byteLength(smallest([]));
  const end = figures.findIndex((svg) => (room -= byteLength(svg) + 1) < 0);
  return smallest(figures.slice(0, end));
}
