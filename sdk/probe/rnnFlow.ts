import type { Loss, Rnn, Rows, Sequence } from "../types.js";

/** What flows through a recurrent network, norms over the whole batch. */
export interface RnnFlow {
  /** Of the batch, as its kind sums or averages. */
  loss: number;
  /** ‖h_t‖, t = 1 … time. */
  hiddenNorms: Float64Array;
  /** ‖∂J/∂h_t‖, t = 1 … time. */
  hiddenGradientNorms: Float64Array;
  /** Of every weight matrix ‖W‖ and ‖∂W‖. */
  weights: { name: string; weight: number; weightGradient: number }[];
}

/** Euclidean norm in float64; NaN or ∞ where an entry is. */
export function norm(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]! * values[i]!;
  return Math.sqrt(sum);
}

/** One forward and one backward pass; nothing is updated. @throws GradiometerError as `backward` does. */
export function measureRnnFlow(network: Rnn, x: Sequence, y: Rows, loss: Loss): RnnFlow {
  const back = network.backward(x, y, loss);
  const { hidden } = network.forward(x);
  const each = hidden.length / x.time;
  const gradients = new Map(back.gradients.map(({ name, values }) => [name, norm(values)]));
  return {
    loss: back.loss,
    hiddenNorms: Float64Array.from({ length: x.time }, (_, t) => norm(hidden.subarray(t * each, (t + 1) * each))),
    hiddenGradientNorms: back.hiddenGradientNorms,
    weights: network
      .parameters()
      .filter(({ name }) => name.endsWith("weight"))
      .map(({ name, values }) => ({ name, weight: norm(values), weightGradient: gradients.get(name)! })),
  };
}
