/** Hypotheses put to the trial: each is tested with its own remedies, then it stands or is withdrawn. */
import type { Allowed } from "./allowed.js";
import { type Hypothesis, suspect, unexplained } from "./findings.js";
import type { Observation } from "./observation.js";
import { remedies, testsOf } from "./remedies.js";
import { limit } from "./thresholds.js";
import { gains, type Trial, type Trials } from "./trials.js";
import type { Finding, FindingId, Withdrawn } from "./types.js";

/** What the trials made of the hypotheses. */
export interface Decision {
  readonly findings: Finding[];
  readonly withdrawn: Withdrawn[];
}

/** What is known of one hypothesis. */
interface Tested {
  readonly hypothesis: Hypothesis;
  /** The remedy that did most for it; null where none was a tenth better. */
  readonly proof: Trial | null;
  /** A remedy that took the symptom away and did no good. */
  readonly refuted: Trial | null;
}

/** Whether the treated net shows what was suspected as clearly as before. */
const shows = ({ row, weak }: Hypothesis, seen: Observation): boolean => {
  const evidence = row.find(seen);
  return evidence !== null && (weak || evidence.weak !== true);
};

const median = (trial: Trial): number => [...trial.scores].sort((a, b) => a - b)[(trial.scores.length - 1) >> 1]!;
const better = (one: Trial | null, other: Trial): Trial =>
  one === null || (one.verdict !== "cured" && (other.verdict === "cured" || median(other) < median(one))) ? other : one;

/** Runs the remedies of one hypothesis until one cures. */
async function test(trials: Trials, hypothesis: Hypothesis, on: Trial | null = null): Promise<Tested> {
  let [proof, refuted]: [Trial | null, Trial | null] = [null, null];
  let run = 0;
  for (const remedy of testsOf(hypothesis.row.id)) {
    if (run >= limit("tests")) break;
    if (on?.remedies.includes(remedy)) continue;
    const trial = await trials.run(remedy, on);
    if (!trial) continue;
    run++;
    if (gains(trial)) proof = better(proof, trial);
    else if (!shows(hypothesis, trial.seen)) refuted ??= trial;
    if (proof?.verdict === "cured") break;
  }
  return { hypothesis, proof, refuted };
}

const proven = (finding: Finding, { id, verdict }: Trial): Finding => ({ ...finding, proof: { remedy: id, verdict } });

/** What was named at first sight and is no cause, beside those that are. */
function withdrawnBeside(
  hypotheses: readonly Hypothesis[],
  kept: readonly Finding[],
  because: (hypothesis: Hypothesis) => string,
): Withdrawn[] {
  const names = new Set(kept.map(({ id }) => id));
  const firstSight = unexplained(hypotheses.filter(({ weak }) => !weak));
  return firstSight
    .filter(({ row }) => !names.has(row.id) && row.certain !== true)
    .filter(({ row }) => !hypotheses.some((other) => names.has(other.row.id) && other.row.explains.includes(row.id)))
    .map((hypothesis) => ({ id: hypothesis.row.id, because: because(hypothesis) }));
}

/** What was proven, with what is certain beside it; what was suspected else is withdrawn, since the net learns in spite of it. */
function proved(
  found: readonly { hypothesis: Hypothesis; proof: Trial }[],
  hypotheses: readonly Hypothesis[],
): Decision {
  const own = new Map(found.map((one) => [one.hypothesis.row.id, one]));
  const explained = new Set(found.flatMap(({ hypothesis }) => hypothesis.row.explains));
  const certain = hypotheses.filter(({ row }) => row.certain && !own.has(row.id) && !explained.has(row.id));
  // In the order of the causes, those that only the treated net showed behind.
  const all = [
    ...hypotheses,
    ...found.map(({ hypothesis }) => hypothesis).filter(({ row }) => !hypotheses.some((one) => one.row === row)),
  ];
  const findings = all.flatMap((one) => {
    const proof = own.get(one.row.id)?.proof;
    return proof ? [proven(one.finding, proof)] : certain.includes(one) ? [one.finding] : [];
  });
  const last = found.at(-1)!.proof;
  const helps = last.verdict === "cured" ? "cures" : "helps";
  return {
    findings,
    withdrawn: withdrawnBeside(hypotheses, findings, () => `${last.id} ${helps}, whatever else the network shows`),
  };
}

/** A second change on top of the first ones that look best. */
async function combine(
  trials: Trials,
  tested: readonly Tested[],
  hypotheses: readonly Hypothesis[],
  skip: ReadonlySet<FindingId>,
): Promise<Decision | null> {
  const started = tested
    .flatMap(({ hypothesis, proof, refuted }) => {
      const trial = proof ?? refuted;
      return trial && (!hypothesis.weak || proof) ? [{ hypothesis, trial, gain: proof !== null }] : [];
    })
    // Those that did better first, the best of them in front; the others stay in the order of the causes. More time helps any net a
    // little, and is looked at last.
    .sort(
      (a, b) =>
        Number(a.hypothesis.row.needsProof ?? false) - Number(b.hypothesis.row.needsProof ?? false) ||
        Number(b.gain) - Number(a.gain) ||
        (a.gain ? median(a.trial) - median(b.trial) : 0),
    );
  let left: number = limit("combinations");
  for (const { hypothesis, trial } of started.slice(0, 2)) {
    const next = suspect(trial.seen).filter(
      ({ row }) => !skip.has(row.id) && row.id !== hypothesis.row.id && row.certain !== true,
    );
    for (const second of unexplained(next)) {
      if (left <= 0) return null;
      const { proof } = await test(trials, second, trial);
      left -= limit("tests") / 2;
      if (proof?.verdict !== "cured") continue;
      const alone = await trials.run(proof.remedies.at(-1)!);
      if (alone?.verdict === "cured") return proved([{ hypothesis: second, proof: alone }], hypotheses);
      return proved(
        [
          { hypothesis, proof: trial },
          { hypothesis: second, proof },
        ],
        hypotheses,
      );
    }
    const needed = await companion(trials, trial);
    if (needed) return proved([{ hypothesis, proof: needed }], hypotheses);
  }
  return null;
}

/**
 * A change that suits any net, on top of one that took a symptom away: where both together help and the second alone does not, the
 * first was needed, though it did nothing by itself.
 */
async function companion(trials: Trials, first: Trial): Promise<Trial | null> {
  for (const remedy of remedies.filter((one) => one.companion)) {
    const both = await trials.run(remedy, first);
    if (!both || !gains(both)) continue;
    const alone = await trials.run(remedy);
    if (!alone || !gains(alone)) return both;
  }
  return null;
}

/** What stands when nothing cured: what a remedy did better for, and strong symptoms that no remedy took away. */
function withoutCure(tested: readonly Tested[], hypotheses: readonly Hypothesis[]): Decision {
  const strong = hypotheses.filter(({ weak }) => !weak);
  const standing = tested.filter(({ hypothesis, proof, refuted }) => {
    const { row, weak } = hypothesis;
    if (proof !== null || row.certain) return true;
    // What an earlier cause explains says nothing by itself, even where that cause is withdrawn.
    const consequence = strong.some((other) => other.row.explains.includes(row.id));
    return !weak && !row.needsProof && !consequence && refuted === null;
  });
  const proofs = new Map(tested.map((one) => [one.hypothesis.row.id, one]));
  const kept = unexplained(standing.map(({ hypothesis }) => hypothesis));
  const findings = kept.map(({ finding }) => {
    const proof = proofs.get(finding.id)?.proof;
    return proof ? proven(finding, proof) : finding;
  });
  return {
    findings,
    withdrawn: withdrawnBeside(hypotheses, findings, ({ row }) => {
      const refuted = proofs.get(row.id)?.refuted;
      return refuted
        ? `with ${refuted.id} it is gone, and the network learns no better`
        : "the network learns no better without it";
    }),
  };
}

/** Puts every hypothesis to the trial, causes first, until a change cures. */
export async function decide(
  trials: Trials,
  seen: Observation,
  { learnable, smallerDoes = false }: Allowed,
): Promise<Decision> {
  const hypotheses = suspect(seen);
  const tested: Tested[] = [];
  // Where a net without hidden layers does better on fresh rows, the patient is not too small.
  const skip = new Set<FindingId>(smallerDoes ? ["capacity"] : []);
  const closed = new Set<FindingId>();
  for (const hypothesis of hypotheses) {
    if (closed.has(hypothesis.row.id) || skip.has(hypothesis.row.id)) continue;
    const one = await test(trials, hypothesis);
    tested.push(one);
    const { proof } = one;
    if (proof?.verdict === "cured") return proved([{ hypothesis, proof }], hypotheses);
    if (proof && !hypothesis.weak) for (const id of hypothesis.row.explains) closed.add(id);
  }
  const two = learnable === false ? null : await combine(trials, tested, hypotheses, skip);
  return two ?? withoutCure(tested, hypotheses);
}
