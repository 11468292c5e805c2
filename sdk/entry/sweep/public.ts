/** The names that every entry for sweeps shares. */
export { type ClaimCount, claimCounts } from "../../sweep/alarms.js";
export type { ChunkResult, SweepWorker } from "../../sweep/dispatch.js";
export { sweepFigures } from "../../sweep/figures/figures.js";
export { type MeasureInfo, measureInfos as measures } from "../../sweep/measures.js";
export { byPoint, type PointResult } from "../../sweep/points.js";
export { sweepPage, type SweepPageOptions } from "../../sweep/page.js";
export { parseStudy } from "../../sweep/study.js";
export { studies } from "../../sweep/studies.js";
export { mergeLines, sweep, type Sweep, type SweepOptions } from "../../sweep/sweep.js";
export type {
  Axis,
  ExperimentStudy,
  ResultLine,
  Seeds,
  Shard,
  Study,
  StudyData,
  TrainingStudy,
  Value,
} from "../../sweep/types.js";
