import { experiments } from "../../experiments/index.js";
import type { Claim, Result } from "../../experiments/types.js";
import { formatInterval } from "../../figure/number.js";
import { asStated, differs, outcome } from "../../figure/verdict.js";
import { paragraph, type Screen } from "./screen.js";

const INDENT = "    ";
const BETWEEN = " · ";

/** The parameters that the claims of an experiment are stated for. */
const schemaOf = (result: Result) => experiments.find(({ id }) => id === result.experiment)?.parameters;

/** Whether a result contradicts what was foreseen, at the parameters that its claims are stated for. */
export function isAlarm(result: Result): boolean {
  return asStated(result, schemaOf(result)) && result.claims.some(differs);
}

/** Texts beside each other as far as they fit into a line of `width`. */
function joined(texts: readonly { text: string; paint: (text: string) => string }[], width: number): string[] {
  const lines: string[] = [];
  let used = 0;
  for (const { text, paint } of texts) {
    const fits = lines.length > 0 && used + BETWEEN.length + text.length <= width;
    if (fits) lines.push(`${lines.pop()!}${BETWEEN}${paint(text)}`);
    else lines.push(paint(text));
    used = fits ? used + BETWEEN.length + text.length : text.length;
  }
  return lines;
}

function claimText(claim: Claim, stated: boolean, screen: Screen): string {
  const { colors, columns } = screen;
  const mark = claim.holds ? "✓" : "✗";
  const paint = differs(claim) && stated ? colors.red : claim.holds ? colors.green : colors.yellow;
  const { expected, measured } = formatInterval(claim.low, claim.high, claim.measured);
  const unit = claim.unit === undefined || claim.unit === "1" ? "" : ` ${claim.unit}`;
  const facts = [
    { text: `expected ${expected}${unit}`, paint: colors.cyan },
    { text: `measured ${measured}${unit}`, paint: colors.cyan },
    { text: outcome(claim, stated), paint },
  ];
  return [
    `  ${paint(mark)} ${colors.bold(claim.id)}`,
    paragraph(claim.statement, columns, INDENT),
    ...joined(facts, columns - INDENT.length).map((line) => INDENT + line),
  ].join("\n");
}

/** The claims of a result, and one line that sums them up. */
export function claimsText(result: Result, screen: Screen): string {
  const { claims } = result;
  const { colors } = screen;
  const stated = asStated(result, schemaOf(result));
  const others = claims.filter(differs);
  const named = `${others.length} of ${claims.length} claims: ${others.map(({ id }) => id).join(", ")}`;
  const [paint, summary] =
    others.length === 0
      ? [colors.green, `All ${claims.length} claims came out as expected.`]
      : stated
        ? [colors.red, `ALARM in ${named}`]
        : [colors.yellow, `These parameters are not those that the claims are stated for, and change ${named}`];
  const lines = paint(paragraph(summary, screen.columns));
  return [colors.bold("Claims"), ...claims.map((claim) => claimText(claim, stated, screen)), "", lines].join("\n");
}
