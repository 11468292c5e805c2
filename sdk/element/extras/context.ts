/** What the parts that come after the first figure share. */
import type { Controller, OwnNets } from "../controller.js";
import type { Face } from "../face.js";
import type { LabState } from "../state/state.js";
import type { Language } from "../strings/text.js";

export interface ExtrasContext {
  readonly lab: Controller;
  readonly face: Face;
  readonly language: Language;
  /** Another state, as from a control; `own` are nets that no control describes, `anew` is a run from its first step in any case. */
  readonly change: (state: LabState, own?: OwnNets, anew?: boolean) => void;
}
