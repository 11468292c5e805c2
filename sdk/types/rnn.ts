import type { Doubles, Floats } from "./host.js";
import type { Activation, Init, Loss, Network, Parameter, Rows } from "./networks.js";

/** The recurrent cells by name. */
export type CellName = "simple" | "lstm" | "gru";

/**
 * Where the bias of the gate that keeps begins: lstm's forget gate, gru's update gate. `"chrono"`: ln U(1, longest − 1), and
 * the negative of it for lstm's input gate, so that the cells keep for up to `longest` steps (Tallec & Ollivier 2018).
 */
export type ForgetBias = number | { kind: "chrono"; longest: number };

/** A recurrent network: h_t = φ(x_t W_x + h_{t−1} W_h + b), h_0 = 0, and a linear readout of h_T if it has `outputs`. */
export interface RnnConfig {
  /** Numbers in one step of a sequence. */
  inputs: number;
  /** Units of h. */
  hidden: number;
  /** Units of the readout; without it there is none, and the loss compares h_T itself. */
  outputs?: number;
  /**
   * Default `"simple"`. lstm: gates i f g o, c_t = f ⊙ c_{t−1} + i ⊙ g, h_t = o ⊙ tanh(c_t) (Hochreiter & Schmidhuber 1997,
   * Gers 2000). gru: gates r z n, n = tanh(x_t W_n + b_n + r ⊙ (h_{t−1} W_hn + candidate bias)), h_t = (1 − z) ⊙ n +
   * z ⊙ h_{t−1} (Cho 2014). Both as in PyTorch, each gate's block of W_x and W_h drawn by itself.
   */
  cell?: CellName;
  /** Of lstm and gru with biases; default 1 and 0. */
  forgetBias?: ForgetBias;
  /** φ of a simple cell, default `"tanh"`; the gates of the others have their own. */
  activation?: Activation;
  /** Of W_x, b and the readout, default `"glorot-uniform"`; biases start at zero but for `"variance"`. Not `"lsuv"`. */
  init?: Init;
  /** Of W_h, default `"orthogonal"`; a `"variance"` whose bias is not 0 draws b, and not `init`. Not `"lsuv"`. */
  recurrentInit?: Init;
  /** Default true: b and the readout's bias. */
  bias?: boolean;
  /** Integer ≥ 0, default 0. */
  seed?: number;
}

/** An RnnConfig with every default filled in. */
export interface NormalisedRnnConfig {
  /** Numbers in one step of a sequence. */
  readonly inputs: number;
  /** Units of h. */
  readonly hidden: number;
  /** Units of the readout; absent without one. */
  readonly outputs?: number;
  /** What a step does. */
  readonly cell: CellName;
  /** φ of a simple cell; absent with the others. */
  readonly activation?: Activation;
  /** Where the bias of the gate that keeps began; absent without such a gate. */
  readonly forgetBias?: ForgetBias;
  /** Of W_x, b and the readout. */
  readonly init: Init;
  /** Of W_h. */
  readonly recurrentInit: Init;
  /** Whether there are b and the readout's bias. */
  readonly bias: boolean;
  /** Of everything that is drawn for the network. */
  readonly seed: number;
}

/** Sequences of one length: `values` is [time, batch, inputs], flat, and batch = length/(time · inputs). */
export interface Sequence {
  /** [time, batch, inputs], flat. */
  values: Float32Array | readonly number[];
  /** Steps, ≥ 1. */
  time: number;
}

/** A recurrent network; the loss is on the last step. */
export interface Rnn extends Network<Sequence, NormalisedRnnConfig> {
  /** h of every step, [time, batch, hidden], and the readout of the last, [batch, outputs]; logits stay logits. */
  forward(x: Sequence): { hidden: Floats; output?: Floats };
  /**
   * Backpropagation through time. y is [batch, outputs], or [batch, hidden] without a readout. `hiddenGradientNorms` are
   * ‖∂J/∂h_t‖ over the whole batch, t = 1 … time, through all later steps, and `cellGradientNorms` with an lstm ‖∂J/∂c_t‖;
   * they keep their digits where the gradients themselves leave float32, from 1e-308 to 1e308. `input` is ∂J/∂x,
   * [time, batch, inputs].
   */
  backward(
    x: Sequence,
    y: Rows,
    loss: Loss,
  ): {
    loss: number;
    hiddenGradientNorms: Doubles;
    cellGradientNorms?: Doubles;
    gradients: Parameter[];
    input: Floats;
  };
  /** Singular values along one sequence, in float64 throughout. */
  spectrum(x: Sequence): RnnSpectrum;
}

/**
 * Singular values along one sequence, in descending order: `hidden` of them, and with an lstm, whose state is (h, c), twice
 * as many.
 */
export interface RnnSpectrum {
  /** Of ∂h_t/∂h_{t−1}, t = 1 … time. */
  perStep: Doubles[];
  /** Of ∂h_time/∂h_0; 0 or ∞ where float64 ends. */
  product: Doubles;
  /** Their decimal logarithms, which survive any time. */
  log10Product: Doubles;
}
