import { badOption } from "../../core/check.js";
import { GradiometerError } from "../../core/errors.js";
import { findings as registry, unexplained, type Hypothesis } from "../findings.js";
import type { Finding, FindingId, ReportVerdict } from "../types.js";
import { advice } from "./events/advice.js";
import { EVENTS_SOURCE } from "./events/run.js";
import { rules } from "./rules/index.js";
import { learnt, stuck } from "./rules/evidence.js";
import { TraceReading, type TraceSeen } from "./seen.js";
import type { Diagnosis, TraceLine } from "./types.js";

/** What the trace shows, causes first, without what they explain. */
function findingsOf(seen: TraceSeen): Finding[] {
  if (learnt(seen)) return [];
  const hypotheses = registry.flatMap((row): Hypothesis[] => {
    const evidence = rules[row.id].find(seen);
    return evidence === null ? [] : [{ row, finding: { id: row.id, ...evidence }, weak: false }];
  });
  return unexplained(hypotheses).map(({ finding }) => finding);
}

function verdictOf(seen: TraceSeen, found: readonly Finding[]): ReportVerdict {
  if (learnt(seen)) return "healthy";
  if (found.length > 0) return found.every(({ id }) => id === "slow") ? "slow" : "sick";
  return stuck(seen) ? "unexplained" : "floor";
}

/** What a trace shows that has been read so far; null before its first record. */
export function diagnosisOf(reading: TraceReading): Diagnosis | null {
  const seen = reading.seen();
  if (seen === null) return null;
  const findings = findingsOf(seen);
  const events = seen.header.source.startsWith(EVENTS_SOURCE);
  const unseen = registry.flatMap(({ id }): { id: FindingId; missing: string }[] => {
    const missing = rules[id].missing(seen);
    return missing === null ? [] : [{ id, missing: events ? missing + advice(id) : missing }];
  });
  return { verdict: verdictOf(seen, findings), findings, withdrawn: [], unseen };
}

function concluded(reading: TraceReading): Diagnosis {
  const diagnosis = diagnosisOf(reading);
  if (diagnosis === null)
    throw new GradiometerError("BAD_FILE", "trace: no record in it; it needs the header and at least one step");
  return diagnosis;
}

async function diagnoseLater(trace: AsyncIterable<TraceLine>): Promise<Diagnosis> {
  const reading = new TraceReading();
  for await (const line of trace) reading.add(line);
  return concluded(reading);
}

/**
 * What ails a training, from a trace of it: of any network, in any framework. The thresholds are those of `examine`; nothing is
 * trained, so every finding is a hypothesis. A network that learnt is healthy whatever its signals look like; what the trace
 * cannot show is in `unseen`. Between layers with norms, skips or attention no law is known: there sizes count as unusual, and
 * only where the loss does not move at all.
 *
 * @param trace  lines as `readTrace` gives them, the header first; memory does not grow with their number.
 * @throws GradiometerError BAD_FILE when the header is not first, a record does not fit it, or there is no record.
 * @example
 * ```js
 * import { diagnose } from "gradiometer/doctor";
 * const stats = (norm) => ({ mean: 0, std: norm / 4, norm, min: -norm, max: norm, nonFinite: 0, zeros: 0 });
 * const layers = ["a", "b", "c"].map((name) => ({ name, kind: "Linear", in: 16, out: 16 }));
 * const record = (step) => ({
 *   step,
 *   loss: 0.69,
 *   y: { classes: 2 },
 *   layers: [1e-5, 1e-2, 1].map((size) => ({ z: stats(4), delta: stats(size) })),
 * });
 * const { findings } = diagnose([{ format: "gradiometer-trace-1", source: "by hand", layers }, record(0), record(100)]);
 * console.log(findings.map(({ id }) => id).join()); // vanishing-backward
 * ```
 */
export function diagnose(trace: Iterable<TraceLine>): Diagnosis;
export function diagnose(trace: AsyncIterable<TraceLine>): Promise<Diagnosis>;
export function diagnose(trace: Iterable<TraceLine> | AsyncIterable<TraceLine>): Diagnosis | Promise<Diagnosis> {
  const given: unknown = trace;
  const iterable = typeof given === "object" && given !== null;
  if (!iterable || !(Symbol.iterator in given || Symbol.asyncIterator in given))
    throw badOption("trace", "the lines of a trace, a list or what readTrace gives", given);
  if (Symbol.asyncIterator in trace) return diagnoseLater(trace);
  const reading = new TraceReading();
  for (const line of trace) reading.add(line);
  return concluded(reading);
}
