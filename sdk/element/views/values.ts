/** What each view is given per net and frame. A view is a row here, in measures.ts and in views.ts, and a folder of its own. */
import type { ViewId, ViewOptions } from "../state/state.js";

/** Bins of a histogram. */
export const BINS = 40;

export interface ViewValues {
  /** Nothing beyond the frame's own ‖δ‖ per layer. */
  readonly time: null;
  /**
   * [layers, bins] counts of the chosen quantity; where each layer's bins begin and end, [layers, 2], NaN where nothing is
   * finite; its standard deviation, and how many entries are not finite, [layers].
   */
  readonly histograms: {
    readonly quantity: ViewOptions["quantity"];
    readonly bins: number;
    readonly counts: Float64Array;
    readonly ranges: Float64Array;
    readonly std: Float64Array;
    readonly nonFinite: Float64Array;
  };
  /** The frame's own ratios. */
  readonly ratio: null;
  /** Per layer one entry per unit, as sdk/probe/unitStates.ts has them. */
  readonly units: readonly Uint8Array[];
  /** log10 of the singular values: per layer, and of the whole way from input to output. Null: too large to measure. */
  readonly spectrum: { readonly layers: readonly Float64Array[]; readonly whole: Float64Array } | null;
  /** Mean cosine of two inputs, and of what comes into φ in each layer; theory's is empty where there is none. */
  readonly correlation: { readonly input: number; readonly layers: Float64Array; readonly theory: Float64Array };
  /** From the last hidden layer down: what weights, slopes and the rest leave of ‖δ‖, [layers − 1, 3] (sdk/probe/errorShares.ts). */
  readonly chain: Float64Array;
  /** ‖∂J/∂h_t‖ of a recurrent net, t = 1 … T; ρ^(T − t) times the last of them, empty but for the simple cell. */
  readonly lag: Pick<ViewOptions, "cell" | "radius"> & { readonly norms: Float64Array; readonly theory: Float64Array };
  /** φ and φ′ of the net's first activation, [points, 3]: x, φ, φ′; the same at the chosen point; the largest |φ′|. */
  readonly gallery: {
    readonly activation: string;
    readonly curve: Float64Array;
    readonly at: readonly [number, number, number];
    readonly steepest: number;
  };
}

/** Compiles only while each view of a state has its values. */
export type ValueOf<Id extends ViewId> = ViewValues[Id];
