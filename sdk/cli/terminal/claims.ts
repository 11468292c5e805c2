import { experiments } from "../../experiments/index.js";
import type { Claim, Result } from "../../experiments/types.js";
import { formatInterval } from "../../figure/number.js";
import { asStated, differs, outcome } from "../../figure/verdict.js";
import { paragraph, type Screen } from "./screen.js";

/** The parameters that the claims of an experiment are stated for. */
const schemaOf = (result: Result) => experiments.find(({ id }) => id === result.experiment)?.parameters;

/** Whether a result contradicts what was foreseen, at the parameters that its claims are stated for. */
export function isAlarm(result: Result): boolean {
  return asStated(result, schemaOf(result)) && result.claims.some(differs);
}

function claimText(claim: Claim, stated: boolean, screen: Screen): string {
  const { colors, columns } = screen;
  const mark = claim.holds ? "✓" : "✗";
  const paint = differs(claim) && stated ? colors.red : claim.holds ? colors.green : colors.yellow;
  const { expected, measured } = formatInterval(claim.low, claim.high, claim.measured);
  const unit = claim.unit === undefined || claim.unit === "1" ? "" : ` ${claim.unit}`;
  const numbers = `expected ${expected}${unit} · measured ${measured}${unit}`;
  const verdict = outcome(claim, stated);
  const fits = numbers.length + verdict.length + 7 <= columns;
  return [
    `  ${paint(mark)} ${colors.bold(claim.id)}`,
    paragraph(claim.statement, columns, "    "),
    `    ${colors.cyan(numbers)}${fits ? " · " : "\n    "}${paint(verdict)}`,
  ].join("\n");
}

/** The claims of a result, and one line that sums them up. */
export function claimsText(result: Result, screen: Screen): string {
  const { claims } = result;
  const { colors } = screen;
  const stated = asStated(result, schemaOf(result));
  const others = claims.filter(differs);
  const named = `${others.length} of ${claims.length} claims: ${others.map(({ id }) => id).join(", ")}`;
  const summary =
    others.length === 0
      ? colors.green(`All ${claims.length} claims came out as foreseen.`)
      : stated
        ? colors.red(`ALARM in ${named}`)
        : colors.yellow(`These parameters are not those that the claims are stated for, and change ${named}`);
  return [colors.bold("Claims"), ...claims.map((claim) => claimText(claim, stated, screen)), "", summary].join("\n");
}
