import type { CellName } from "../../types.js";

/** A recurrent cell as ONNX has it. */
export interface OnnxCell {
  readonly operator: string;
  /** The place in ONNX's order of every gate in ours. */
  readonly gates: readonly number[];
  /** What its gates must be; null where the cell's activation is a choice. */
  readonly activations: readonly string[] | null;
}

/** Our gates i f g o are ONNX's i o f c, and r z n its z r h. */
export const ONNX_CELLS: Readonly<Record<CellName, OnnxCell>> = {
  simple: { operator: "RNN", gates: [0], activations: null },
  lstm: { operator: "LSTM", gates: [0, 2, 3, 1], activations: ["Sigmoid", "Tanh", "Tanh"] },
  gru: { operator: "GRU", gates: [1, 0, 2], activations: ["Sigmoid", "Tanh"] },
};
