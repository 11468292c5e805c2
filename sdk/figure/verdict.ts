/** How a claim came out, beside what was foreseen: in one place for the terminal and the page. */
import type { Claim, ParameterSchema, Result } from "../experiments/types.js";

/** Whether a claim came out other than foreseen. */
export function differs(claim: Claim): boolean {
  return claim.holds !== claim.foreseen;
}

/**
 * Whether a result was measured with the parameters that its claims are stated for, the defaults. With others they may well
 * come out differently, and that is what one tries them for.
 */
export function asStated({ parameters }: Result, schema: ParameterSchema | undefined): boolean {
  return Object.entries(schema?.properties ?? {}).every(
    ([name, property]) => JSON.stringify(parameters[name]) === JSON.stringify(property.default),
  );
}

/** The outcome in words. */
export function outcome(claim: Claim, stated: boolean): string {
  if (differs(claim) && stated) return claim.foreseen ? "ALARM: it should hold" : "ALARM: it should fail";
  if (differs(claim)) return claim.foreseen ? "not with these parameters" : "holds with these parameters";
  return claim.foreseen ? "as expected" : "fails as expected: the statement is a known slip";
}
