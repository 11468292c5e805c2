/** What a lab tells its page. All bubble, and leave the shadow root. */
import { EventBase } from "./bases.js";
import type { FindingId } from "../doctor/types.js";

/** What every event of a lab has. */
const REACH = { bubbles: true, composed: true } as const;

/** A frame was drawn. */
export class LabStepEvent extends EventBase {
  constructor(
    /** Steps taken. */
    readonly step: number,
    /** Of A, and of B where there is one. */
    readonly losses: readonly number[],
  ) {
    super("step", REACH);
  }
}

/** Something was found in a net: by theory before its first step, or in what it does. */
export class LabFindingEvent extends EventBase {
  constructor(
    readonly net: "a" | "b",
    readonly findings: readonly FindingId[],
    readonly step: number,
  ) {
    super("finding", REACH);
  }
}

/** Training stopped: at its last step, or by "Pause". */
export class LabDoneEvent extends EventBase {
  constructor(
    readonly step: number,
    /** SHA-256 of the parameters, net by net. */
    readonly hashes: readonly string[],
  ) {
    super("done", REACH);
  }
}

/** Nothing can be shown, or a state could not be read. */
export class LabErrorEvent extends EventBase {
  constructor(
    readonly code: string,
    readonly message: string,
  ) {
    super("error", REACH);
  }
}
