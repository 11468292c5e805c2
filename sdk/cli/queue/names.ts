/** What stands where in Redis, and what goes through the queue. */
import { VERSION } from "../../../build/generated/version.js";

export const PREFIX = "gradiometer";
/** Of this version alone: another one has other keys, and maybe other numbers. */
export const QUEUE = `sweep-${VERSION}`;

/** The version whose sweep is running, for workers of another one. */
export const VERSION_KEY = `${PREFIX}:version`;
/** The study as JSON, by its plan's id. */
export const studyKey = (id: string): string => `${PREFIX}:study:${id}`;
/** Job's key → digest of its line and who made it. */
export const proofKey = (id: string): string => `${PREFIX}:proof:${id}`;
/** Jobs about which two workers disagree, as sentences. */
export const alarmKey = (id: string): string => `${PREFIX}:alarm:${id}`;

/** Seconds for which Redis keeps what nobody asks for any more. */
export const KEPT = 7 * 24 * 3600;

/** What a worker is given. */
export interface ChunkOrder {
  readonly id: string;
  readonly version: string;
  readonly jobs: readonly number[];
}

/** What it gives back. */
export interface ChunkReturn {
  readonly lines: readonly string[];
  readonly milliseconds: number;
  readonly worker: string;
}
