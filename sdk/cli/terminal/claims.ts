import type { Claim } from "../../experiments/types.js";
import { formatInterval } from "./number.js";
import { paragraph, type Screen } from "./screen.js";

/** Whether a claim came out other than foreseen. */
export function isAlarm(claim: Claim): boolean {
  return claim.holds !== claim.foreseen;
}

function outcome(claim: Claim): string {
  if (isAlarm(claim)) return claim.foreseen ? "ALARM: it should hold" : "ALARM: it should fail";
  return claim.foreseen ? "as foreseen" : "fails as foreseen: the statement is a known slip";
}

function claimText(claim: Claim, screen: Screen): string {
  const { colors, columns } = screen;
  const mark = claim.holds ? "✓" : "✗";
  const paint = isAlarm(claim) ? colors.red : claim.holds ? colors.green : colors.yellow;
  const { expected, measured } = formatInterval(claim.low, claim.high, claim.measured);
  const unit = claim.unit === undefined || claim.unit === "1" ? "" : ` ${claim.unit}`;
  const numbers = `expected ${expected}${unit} · measured ${measured}${unit}`;
  const fits = numbers.length + outcome(claim).length + 7 <= columns;
  return [
    `  ${paint(mark)} ${colors.bold(claim.id)}`,
    paragraph(claim.statement, columns, "    "),
    `    ${colors.cyan(numbers)}${fits ? " · " : "\n    "}${paint(outcome(claim))}`,
  ].join("\n");
}

/** The claims of a result, and one line that sums them up. */
export function claimsText(claims: readonly Claim[], screen: Screen): string {
  const alarms = claims.filter(isAlarm);
  const summary =
    alarms.length === 0
      ? screen.colors.green(`All ${claims.length} claims came out as foreseen.`)
      : screen.colors.red(
          `ALARM in ${alarms.length} of ${claims.length} claims: ${alarms.map(({ id }) => id).join(", ")}`,
        );
  return [screen.colors.bold("Claims"), ...claims.map((claim) => claimText(claim, screen)), "", summary].join("\n");
}
