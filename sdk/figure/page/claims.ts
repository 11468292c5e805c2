/** The claims of a result as HTML: for its page, and for the documentation's. */
import type { Claim, Result } from "../../experiments/types.js";
import { formatInterval } from "../number.js";
import { escape } from "../svg.js";
import { differs, outcome } from "../verdict.js";

/** A unit behind a number; pure numbers have none. */
export const unitText = (unit: string | undefined): string => (unit === undefined || unit === "1" ? "" : ` ${unit}`);

function claimHtml(claim: Claim, stated: boolean): string {
  const { expected, measured } = formatInterval(claim.low, claim.high, claim.measured);
  const unit = escape(unitText(claim.unit));
  const tone = differs(claim) ? (stated ? "bad" : "odd") : claim.foreseen ? "good" : "odd";
  const mark = claim.holds ? "✓ holds" : "✗ fails";
  return [
    `<tr><td class="verdict ${tone}">${mark}<small>${escape(outcome(claim, stated))}</small></td>`,
    `<td><b>${escape(claim.id)}</b> ${escape(claim.statement)}<br><span class="source">${escape(claim.source)}</span></td>`,
    `<td class="number">${escape(expected)}${unit}</td><td class="number">${escape(measured)}${unit}</td></tr>`,
  ].join("");
}

/** One line that sums the claims up. */
export function summaryHtml({ claims }: Result, stated: boolean): string {
  if (claims.length === 0) return "";
  const others = claims.filter(differs);
  const named = `${others.length} of ${claims.length} claims: ${others.map(({ id }) => id).join(", ")}`;
  const [tone, text] =
    others.length === 0
      ? ["good", `✓ All ${claims.length} claims came out as expected.`]
      : stated
        ? ["bad", `✗ ALARM in ${named}`]
        : ["odd", `! These parameters are not those that the claims are stated for, and change ${named}`];
  return `<p class="summary ${tone}">${escape(text)}</p>`;
}

/** The claims as a table: outcome, statement and source, what was expected and measured. */
export function claimsHtml(result: Result, stated: boolean): string {
  if (result.claims.length === 0) return "";
  const rows = result.claims.map((claim) => claimHtml(claim, stated)).join("\n");
  return (
    `<div class="wide"><table class="claims"><thead><tr><th scope="col">Outcome</th><th scope="col">Claim</th>` +
    `<th scope="col" class="number">Expected</th><th scope="col" class="number">Measured</th></tr></thead>\n` +
    `<tbody>${rows}</tbody></table></div>`
  );
}
