/** A result in a notebook's cell: its claims, with what was expected and measured. `notebook` of gradiometer/figure has its figures. */
import type { MediaBundle } from "../core/display.js";
import type { Claim, Result } from "./types.js";

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escape = (text: unknown): string => String(text).replace(/[&<>"]/g, (character) => ENTITIES[character]!);

const expected = ({ low, high }: Claim): string =>
  low === null ? `≤ ${String(high)}` : high === null ? `≥ ${low}` : low === high ? String(low) : `${low} … ${high}`;

const row = (claim: Claim): string => {
  const cells = [claim.holds ? "✓" : "✗", claim.id, claim.statement, expected(claim), claim.measured];
  return `<tr>${cells.map((cell) => `<td>${escape(cell)}</td>`).join("")}</tr>`;
};

/** As text and as a table. */
export function resultBundle(result: Result): MediaBundle {
  const { experiment, seed, version, variant, claims } = result;
  const other = claims.filter(({ holds, foreseen }) => holds !== foreseen).length;
  const summary = `${experiment}, seed ${seed}, gradiometer ${version} (${variant}): ${claims.length} claims, ${other} other than expected`;
  const head = ["", "claim", "statement", "expected", "measured"].map((text) => `<th>${text}</th>`).join("");
  const table = `<table><caption>${escape(summary)}</caption><thead><tr>${head}</tr></thead><tbody>${claims.map(row).join("")}</tbody></table>`;
  return { "text/plain": summary, "text/html": table };
}
