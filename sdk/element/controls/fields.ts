/** The controls: one row each. */
import type { Text, Key } from "../strings/text.js";
import { DATA_RANGES, type DataState, DEFAULT_DATA } from "../state/data.js";
import { DEFAULT_NET, type NetState, RANGES, WORDS } from "../state/net.js";
import { LAB_RANGES, type LabState, SPEEDS } from "../state/state.js";
import type { FieldRow } from "./field.js";

export type NetField = FieldRow<NetState, string | number>;
export type LabField = FieldRow<LabState, string | number>;

/** A row of words or of numbers among rows of either. */
const labField = <Value extends string | number>(row: FieldRow<LabState, Value>): LabField => row;

/** The API's own name, which every language shares. */
const itself = (value: string): string => value;
const worded =
  (words: Readonly<Record<string, Key>>) =>
  (value: string, text: Text): string => {
    const key = words[value];
    return key ? text(key) : value;
  };

const select = (
  name: keyof typeof WORDS & Key,
  label: (value: string, text: Text) => string,
): FieldRow<NetState, string> => ({
  name,
  choice: { kind: "select", options: WORDS[name], label },
  get: (net) => net[name],
  set: (net, value) => ({ ...net, [name]: value }),
  quiet: true,
});

const number = (
  name: keyof NetState & Key,
  [from, to]: readonly [number, number],
  whole: boolean,
  shown?: (net: NetState) => boolean,
): FieldRow<NetState, number> => ({
  name,
  choice: { kind: "number", from, to, whole },
  get: (net) => net[name] as number,
  set: (net, value) => ({ ...net, [name]: value }),
  ...(shown && { shown }),
});

/** On the card itself. */
export const FIRST_NET_FIELDS: readonly NetField[] = [
  select("activation", itself),
  select("init", (value) => (value === "variance" ? "N(0, σ²/n)" : value)),
  number("variance", RANGES.variance, false, ({ init }) => init === "variance"),
  select("skip", worded({ none: "noSkips", identity: "skipIdentity", scaled: "skipScaled" })),
  select("norm", worded({ none: "noNorm", layer: "layer", rms: "rms", batch: "batch" })),
];

/** Behind "More settings". */
export const MORE_NET_FIELDS: readonly NetField[] = [
  { ...select("optimizer", itself), quiet: false },
  number("rate", RANGES.rate, false),
  { ...select("clip", worded({ none: "noClip", norm: "clipNorm", value: "clipValue" })), quiet: false },
  number("limit", RANGES.limit, false, ({ clip }) => clip !== "none"),
  number("width", RANGES.width, true),
];

const both = (state: LabState, change: (net: NetState) => NetState): LabState => ({
  ...state,
  a: change(state.a),
  b: state.b && change(state.b),
  own: false,
});

/** One slider for both nets: what is compared is not their depth. */
export const DEPTH: FieldRow<LabState, number> = {
  name: "depth",
  choice: { kind: "range", from: RANGES.depth[0], to: RANGES.depth[1] },
  get: ({ a }) => a.depth,
  set: (state, depth) => both(state, (net) => ({ ...net, depth })),
  shown: ({ own }) => !own,
};

const DATA: readonly DataState["kind"][] = ["moons", "spirals", "digits", "rows"];

const START_DATA: Readonly<Record<string, DataState>> = {
  moons: DEFAULT_DATA,
  spirals: { kind: "spirals", samples: 200, noise: 0.02 },
  digits: { kind: "digits", samples: 500 },
  rows: { kind: "rows", name: "" },
};

const made = ({ data }: LabState): boolean => data.kind === "moons" || data.kind === "spirals";

export const LAB_FIELDS: readonly LabField[] = [
  labField<string>({
    name: "data",
    choice: { kind: "select", options: [...DATA, "zoo"], label: (value, text) => text(value as Key) },
    get: ({ data }) => data.kind,
    set: (state, kind) => ({ ...state, data: START_DATA[kind] ?? state.data, own: kind === "zoo" && state.own }),
  }),
  labField<number>({
    name: "samples",
    choice: { kind: "number", from: DATA_RANGES.samples[0], to: DATA_RANGES.samples[1], whole: true },
    get: ({ data }) => ("samples" in data ? data.samples : 0),
    set: (state, samples) => ({ ...state, data: { ...state.data, samples } as DataState }),
    shown: made,
  }),
  labField<number>({
    name: "noise",
    choice: { kind: "number", from: DATA_RANGES.noise[0], to: DATA_RANGES.noise[1], whole: false },
    get: ({ data }) => ("noise" in data ? data.noise : 0),
    set: (state, noise) => ({ ...state, data: { ...state.data, noise } as DataState }),
    shown: made,
  }),
  labField<number>({
    name: "seed",
    choice: { kind: "number", from: LAB_RANGES.seed[0], to: LAB_RANGES.seed[1], whole: true },
    get: ({ seed }) => seed,
    set: (state, seed) => ({ ...state, seed }),
  }),
  labField<number>({
    name: "max",
    choice: { kind: "number", from: LAB_RANGES.steps[0], to: LAB_RANGES.steps[1], whole: true },
    get: ({ max }) => max,
    set: (state, max) => ({ ...state, max }),
  }),
  labField<number>({
    name: "speed",
    choice: { kind: "select", options: SPEEDS, label: String },
    get: ({ speed }) => speed,
    set: (state, speed) => ({ ...state, speed }),
  }),
  labField<string>({
    name: "compare",
    choice: { kind: "select", options: ["on", "off"], label: (value, text) => text(value as Key) },
    get: ({ b }) => (b ? "on" : "off"),
    set: (state, value) => ({ ...state, b: value === "on" ? { ...DEFAULT_NET, ...state.a } : null }),
  }),
];
