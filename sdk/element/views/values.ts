/** What each view is given per net and frame. A view is a row here, in measures.ts and in views.ts, and a folder of its own. */
import type { ViewId } from "../state/state.js";

export interface ViewValues {
  /** Nothing beyond the frame's own ‖δ‖ per layer. */
  readonly time: null;
  /** [layers, bins] counts of the chosen quantity, and where each layer's bins begin and end, [layers, 2]. */
  readonly histograms: { readonly bins: number; readonly counts: Float64Array; readonly ranges: Float64Array };
  /** The frame's own ratios. */
  readonly ratio: null;
  /** Per layer one entry per unit: 0 lives, 1 saturated on most rows, 2 dead on all of them. */
  readonly units: readonly Uint8Array[];
  /** log10 of the singular values: per layer, and of the whole way from input to output. */
  readonly spectrum: { readonly layers: readonly Float64Array[]; readonly whole: Float64Array };
  /** Mean cosine of two inputs, and of what each layer makes of them. */
  readonly correlation: { readonly input: number; readonly layers: Float64Array; readonly theory: Float64Array };
  /** From the last layer down: what the slopes and what the weights leave of ‖δ‖ in each layer, [layers, 2]. */
  readonly chain: Float64Array;
  /** ‖∂J/∂h_t‖ of a recurrent net, t = 1 … T, and ρ^(T − t). */
  readonly lag: { readonly norms: Float64Array; readonly theory: Float64Array };
  /** φ and φ′ of the net's activation, [points, 3]: x, φ, φ′; and at the chosen point. */
  readonly gallery: {
    readonly curve: Float64Array;
    readonly at: readonly [number, number, number];
    readonly steepest: number;
  };
}

/** Compiles only while each view of a state has its values. */
export type ValueOf<Id extends ViewId> = ViewValues[Id];
