/** What ails a network, and what cures it: findings with evidence, remedies that were run. */
export type { RnnFlow } from "../probe/rnnFlow.js";
export {
  type FlowOf,
  type ProbeBatch,
  trace,
  type Trace,
  type TraceOptions,
  type TraceRecord,
} from "../probe/trace.js";
export { type Autopsy, autopsy, type AutopsyWeight, type FullAutopsy } from "./autopsy.js";
export { examine } from "./examine.js";
export { findings } from "./findings.js";
export { type KnownNet, type NetFile, parseNet, parseNets } from "./netFile/net.js";
export { preflight } from "./preflight.js";
export { remedies } from "./remedies.js";
export { thresholds } from "./thresholds.js";
export type {
  ExamineOptions,
  ExamineProgress,
  Expectation,
  Finding,
  FindingId,
  LossCurve,
  Patient,
  Preflight,
  Report,
  ReportVerdict,
  Signals,
  Spread,
  Treatment,
  Verdict,
  Withdrawn,
} from "./types.js";
export { confusion, proveCure, visit, zoo, type ZooNet, zooPatient, type ZooVisit } from "./zoo.js";
export type { ZooData } from "./zooData.js";
export { diagnose } from "./trace/diagnose.js";
export { readEvents } from "./trace/events/read.js";
export type { EventOptions } from "./trace/events/run.js";
export { traceLines, traceText, type TraceLines, type TraceLinesOptions } from "./trace/lines.js";
export { readTrace } from "./trace/read.js";
export type {
  Diagnosis,
  TraceHeader,
  TraceLayer,
  TraceLine,
  TraceOptimizer,
  TraceStats,
  TraceStep,
  TraceStepLayer,
  TraceTargets,
} from "./trace/types.js";
