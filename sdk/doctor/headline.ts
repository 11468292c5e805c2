/** A report in three sentences: verdict, cause, cure. */
import { findings } from "./findings.js";
import type { Report, Treatment } from "./types.js";
import { median } from "./verdict.js";
import { percent, say } from "./words.js";

/** What somebody reads first. */
export interface Headline {
  /** "sick: vanishing-backward" */
  readonly verdict: string;
  /** Why, in one sentence. */
  readonly cause: string;
  /** What helps, in one sentence. */
  readonly cure: string;
}

const lossesText = (losses: readonly number[]): string => say(median(losses));

function proof({ changes, id, losses, verdict }: Treatment, report: Report): string {
  const seeds = losses.length === 1 ? "from one seed" : `from all ${losses.length} seeds`;
  const did = `the loss ends at ${lossesText(losses)} instead of ${say(report.loss.end)} (${verdict === "cured" ? seeds : "better, not cured"})`;
  return `${changes.join("; then ")} [${id}]: ${did}.`;
}

function cureOf(report: Report): string {
  const helped = report.remedies.filter(({ verdict }) => verdict === "cured" || verdict === "better");
  // What proved the findings, two changes where two were needed; else the best of those that helped.
  const proofs = report.findings.map(({ proof: own }) => own?.remedy);
  const best = helped.find(({ id, verdict }) => verdict === "cured" && proofs.includes(id)) ?? helped[0];
  if (best) return `${best.verdict === "cured" ? "Cure" : "Helps"}: ${proof(best, report)}`;
  if (report.healthy) return "Nothing to cure.";
  return report.remedies.length > 0
    ? `None of the ${report.remedies.length} remedies that were run is a cure.`
    : "No remedy was run.";
}

function causeOf({ verdict, findings: found, loss, untreated, reference }: Report): string {
  const { constant } = untreated;
  // Where a constant answer is right every time, nothing is a share of its loss.
  const level =
    constant > 0
      ? `${percent(loss.end / constant)} of the loss of the best constant answer`
      : "and the best constant answer has 0";
  switch (verdict) {
    case "healthy":
      return `It learns: the loss fell from ${say(loss.start)} to ${say(loss.end)}, ${level}.`;
    case "floor":
      return `It has learnt what these data allow: the loss is ${constant > 0 ? "" : `${say(loss.end)}, `}${level}, and no reference net is 10 % better (${reference.map(({ id, loss: own }) => `${id} ${say(own)}`).join(", ")}). The rest is noise.`;
    case "unexplained":
      return `It does not learn (the loss went from ${say(loss.start)} to ${say(loss.end)}; the best constant answer has ${say(untreated.constant)}), and no cause was found.`;
    case "slow":
    case "sick": {
      const [first, ...more] = found.map(({ id }) => findings.find((row) => row.id === id)!.because);
      const also = more.length > 0 ? `; also, ${more.join(", and ")}` : "";
      return verdict === "slow"
        ? `It has not learnt yet: ${first!}${also}.`
        : `It does not learn as well as it could because ${first!}${also}.`;
    }
  }
}

/** Verdict, cause and cure of a report. */
export function headline(report: Report): Headline {
  const names = report.findings.map(({ id }) => id).join(", ");
  const { verdict } = report;
  return {
    verdict: verdict === "sick" ? `sick: ${names}` : verdict === "floor" ? "healthy, at the noise floor" : verdict,
    cause: causeOf(report),
    cure: cureOf(report),
  };
}

/** How much of the training was examined; empty when it was all of it. */
export const trialText = ({ trial: { epochs, of } }: Report): string =>
  epochs < of ? `Examined ${epochs} of ${of} epochs; --steps sets the limit.` : "";
