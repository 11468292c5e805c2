import type { Loss, MlpConfig, Optimizer, RnnConfig } from "../types.js";

/** What every reader takes. */
export interface ImportOptions {
  /**
   * What the net is trained with, when the file does not say. With `"binary-cross-entropy"` a last sigmoid is left out, since the
   * loss contains it.
   */
  loss?: Loss;
}

/** One layer or node of the file. */
export interface ImportedLayer {
  /** As the file calls it. */
  readonly name: string;
  /** As the file's framework calls it: `Gemm`, `Dense`, `LSTM` … */
  readonly operator: string;
  /** What it is here: `layers.0`, `activation relu of layers.0`, `left out` … */
  readonly became: string;
}

/** What no network here can be. */
export interface Refusal {
  /** As the file calls it. */
  readonly layer: string;
  /** As the file's framework calls it. */
  readonly operator: string;
  /** Why, and what to do instead. */
  readonly reason: string;
}

/** How the file says that its net was trained; what it does not say is absent. */
export interface ImportedTraining {
  /** The loss. */
  readonly loss?: Loss;
  /** The optimizer, with the rate at which the file was written. */
  readonly optimizer?: Optimizer;
}

/** What is said of every file. */
export interface ImportFindings {
  /** In the order of the file. */
  readonly layers: readonly ImportedLayer[];
  /** What was folded, left out or assumed, a sentence each. */
  readonly notes: readonly string[];
  /** How it was trained, as far as the file says. */
  readonly training?: ImportedTraining;
}

/** A network: `lab.mlp(config)` or `lab.rnn(config)`, then `setParameters(parameters)`, computes what the file's net does. */
export type ImportedNetwork = ImportFindings & {
  /** Parameters and statistics by name, as `setParameters` takes them. */
  readonly parameters: Readonly<Record<string, Float32Array>>;
  /** Empty: all of it was understood. */
  readonly refused: readonly [];
} & (
    | {
        /** Which function of the lab takes the configuration. */
        readonly kind: "mlp";
        /** Of `lab.mlp`. */
        readonly config: MlpConfig;
      }
    | {
        /** Which function of the lab takes the configuration. */
        readonly kind: "rnn";
        /** Of `lab.rnn`. */
        readonly config: RnnConfig;
      }
  );

/** A file that was read, but whose net is none that this package has. */
export type RefusedNetwork = ImportFindings & {
  /** None. */
  readonly kind: null;
  /** None. */
  readonly config: null;
  /** Empty. */
  readonly parameters: Readonly<Record<string, never>>;
  /** At least one layer. */
  readonly refused: readonly Refusal[];
};

/** What a reader gives: a network, or the layers for which there is none. `kind` tells them apart. */
export type Imported = ImportedNetwork | RefusedNetwork;
