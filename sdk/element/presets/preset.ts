/** What a preset is. */
import { DEFAULT_NET, type NetState } from "../state/net.js";
import { DEFAULT_STATE, type LabState, type ViewId } from "../state/state.js";
import type { Control } from "./control.js";
import type { Quantity } from "./quantity.js";

/** What a preset's sentence says of a net, as a number between two: held by a test in three seeds. */
export interface Bound {
  readonly net: "a" | "b";
  readonly what: Quantity;
  readonly from: number;
  readonly to: number;
}

export interface Preset {
  readonly id: string;
  readonly state: Partial<Omit<LabState, "preset" | "view">>;
  readonly view: ViewId;
  /** The one control that shows it. */
  readonly control: Control;
  /** A number of docs/claims.md. */
  readonly claim: string | null;
  /** Of gradiometer/experiments. */
  readonly experiment: string | null;
  /** What its sentence says; holds after `state.max` steps. */
  readonly says: readonly Bound[];
}

/** The default net with other settings. */
export const net = (part: Partial<NetState>): NetState => ({ ...DEFAULT_NET, ...part });

/** The whole state of a preset. */
export const stateOfPreset = ({ id, state, view }: Preset): LabState => ({
  ...DEFAULT_STATE,
  ...state,
  view,
  preset: id,
});
