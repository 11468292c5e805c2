/** All that a lab shows, as plain data: what a link, an attribute, a preset and the controls speak of. */
import { DEFAULT_DATA, type DataState } from "./data.js";
import { DEFAULT_NET, type NetState } from "./net.js";

export const VIEWS = [
  "time",
  "histograms",
  "ratio",
  "units",
  "spectrum",
  "correlation",
  "chain",
  "lag",
  "gallery",
] as const;

/** The view below the cards. */
export type ViewId = (typeof VIEWS)[number];

export const QUANTITIES = ["z", "delta", "gradient"] as const;
export const CELLS = ["simple", "lstm", "gru"] as const;

/** What the views that have controls of their own show. */
export interface ViewOptions {
  /** Of which the histograms are: z, δ or ∂w. */
  readonly quantity: (typeof QUANTITIES)[number];
  /** The recurrent net of "lag": its cell, the spectral radius ρ of W_h (a gain on its orthogonal matrix), its steps. */
  readonly cell: (typeof CELLS)[number];
  readonly radius: number;
  readonly steps: number;
  /** The point at which the gallery looks. */
  readonly point: number;
}

export const VIEW_RANGES = { radius: [0, 2], steps: [2, 200], point: [-8, 8] } as const;
export const LAB_RANGES = { seed: [0, 4294967295], steps: [1, 100_000], speed: [1, 100] } as const;
export const SPEEDS = [1, 2, 5, 10, 20, 50] as const;

/** The state of a lab. */
export interface LabState {
  /** The preset it began with; null once something that the preset says was changed. */
  readonly preset: string | null;
  readonly data: DataState;
  readonly seed: number;
  readonly a: NetState;
  /** A is the net of the zoo whose data these are, and not what `a` says. */
  readonly own: boolean;
  /** Null where one net stands alone. */
  readonly b: NetState | null;
  readonly view: ViewId;
  readonly options: ViewOptions;
  /** Where training stops. */
  readonly max: number;
  /** Steps per frame. */
  readonly speed: number;
}

export const DEFAULT_OPTIONS: ViewOptions = { quantity: "delta", cell: "simple", radius: 1, steps: 50, point: 0 };

/** Ten sigmoid layers beside ten of tanh, from one seed. */
export const DEFAULT_STATE: LabState = {
  preset: null,
  data: DEFAULT_DATA,
  seed: 1,
  a: DEFAULT_NET,
  own: false,
  b: { ...DEFAULT_NET, activation: "tanh", init: "orthogonal", rate: 0.1 },
  view: "time",
  options: DEFAULT_OPTIONS,
  max: 600,
  speed: 5,
};
