/** One training of the small study, by the public calls alone. */
import { expect } from "vitest";
import type { Gradiometer } from "gradiometer";
import { accuracy, twoMoons } from "gradiometer/data";
import type { TrainingStudy } from "gradiometer/sweep";

export async function moonsLoss(
  lab: Gradiometer,
  { base }: TrainingStudy,
  depth: number,
  weight: number,
  seed: number,
) {
  const { x, y, labels } = twoMoons(lab, { samples: 40 });
  const sizes = [2, ...Array<number>(depth).fill(6), 2];
  const network = lab.mlp({ sizes, activation: "tanh", init: { kind: "variance", weight, bias: 0.05 }, seed });
  try {
    const { epochs, batch, ...training } = base.training;
    const start = network.backward(x, y, "cross-entropy").loss;
    const { layers } = network.flow(x, y, "cross-entropy");
    const gradient = Math.log10(layers[0]!.delta.norm / layers.at(-1)!.delta.norm);
    const trainer = network.trainer(training);
    await trainer.fit(x, y, { epochs, ...(batch !== undefined && { batch }) });
    const { loss } = network.backward(x, y, "cross-entropy");
    const close = expect.closeTo(gradient, 12) as number;
    return {
      values: { start, loss, gradient: close, accuracy: accuracy(network.forward(x), labels) },
      hash: network.hash(),
    };
  } finally {
    network.dispose();
  }
}
