/** The one control of a preset or a scene, as data: what it reads from a state, and the state that it makes. */
import { elementAt } from "../../core/element.js";
import type { NetState } from "../state/net.js";
import type { LabState, ViewOptions } from "../state/state.js";
import type { Key } from "../strings/text.js";

/** Whose net it changes. */
export type Side = "a" | "b" | "both";

type NumbersOf<State> = { [Name in keyof State]: State[Name] extends number ? Name : never }[keyof State];

/** A number of a net, from … to. */
export interface NetSlider {
  readonly kind: "net";
  readonly side: Side;
  readonly key: NumbersOf<NetState>;
  readonly from: number;
  readonly to: number;
  readonly step: number;
}

/** A number of a view: the point of the gallery, ρ. */
export interface ViewSlider {
  readonly kind: "view";
  readonly key: NumbersOf<ViewOptions>;
  readonly from: number;
  readonly to: number;
  readonly step: number;
}

/** Named settings of a net that are chosen together: the optimizer and the rate that suits it. */
export interface NetChoices {
  readonly kind: "choice";
  readonly side: Side;
  /** Which control of the lab it stands for. */
  readonly key: "activation" | "init" | "skip" | "norm" | "optimizer" | "clip";
  readonly choices: readonly Choice[];
}

export interface Choice {
  /** The API's own name. */
  readonly name: string;
  /** Where the lab has a word for it. */
  readonly label?: Key;
  readonly net: Partial<NetState>;
}

/** The seed of everything that is drawn. */
export interface SeedSlider {
  readonly kind: "seed";
  readonly from: number;
  readonly to: number;
  readonly step: number;
}

export type Control = NetSlider | ViewSlider | NetChoices | SeedSlider;
export type Slider = Exclude<Control, NetChoices>;

/** The net that a control shows. */
const shown = (state: LabState, side: Side): NetState => (side === "b" ? (state.b ?? state.a) : state.a);

const agrees = (net: NetState, part: Partial<NetState>): boolean =>
  (Object.keys(part) as (keyof NetState)[]).every((key) => net[key] === part[key]);

/** Where a control stands: its number, or the index of its choice (−1: another one than those). */
export function valueOf(state: LabState, control: Control): number {
  switch (control.kind) {
    case "net":
      return shown(state, control.side)[control.key];
    case "view":
      return state.options[control.key];
    case "seed":
      return state.seed;
    case "choice":
      return control.choices.findIndex(({ net }) => agrees(shown(state, control.side), net));
  }
}

/** A state with other settings in the nets of a side. */
function withNet(state: LabState, side: Side, part: Partial<NetState>): LabState {
  const a = side === "b" ? state.a : { ...state.a, ...part };
  const b = side === "a" || state.b === null ? state.b : { ...state.b, ...part };
  return { ...state, a, b };
}

/** The state in which a control stands at this number, or at the choice with this index. */
export function withValue(state: LabState, control: Control, value: number): LabState {
  switch (control.kind) {
    case "net":
      return withNet(state, control.side, { [control.key]: value });
    case "view":
      return { ...state, options: { ...state.options, [control.key]: value } };
    case "seed":
      return { ...state, seed: value };
    case "choice":
      return withNet(state, control.side, elementAt(control.choices, value).net);
  }
}

/** Hidden layers of both nets. */
export const depthSlider = (to: number): Control => ({ kind: "net", side: "both", key: "depth", from: 1, to, step: 1 });

/** Every initialisation, activation … of a list as a choice by its name. */
export function choicesOf<Name extends "activation" | "init" | "skip" | "norm">(
  side: Side,
  key: Name,
  names: readonly NetState[Name][],
): Control {
  return { kind: "choice", side, key, choices: names.map((name) => ({ name, net: { [key]: name } })) };
}
