/** Studies: many trainings along axes and from many seeds, on all cores or many machines, with the same bytes from all of them. */
export { type ClaimCount, claimCounts } from "./alarms.js";
export type { ChunkResult, SweepWorker } from "./dispatch.js";
export { sweepFigures } from "./figures/figures.js";
export { type MeasureInfo, measureInfos as measures } from "./measures.js";
export { byPoint, type PointResult } from "./points.js";
export { sweepPage, type SweepPageOptions } from "./page.js";
export { parseStudy } from "./study.js";
export { studies } from "./studies.js";
export { mergeLines, sweep, type Sweep, type SweepOptions } from "./sweep.js";
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
} from "./types.js";
