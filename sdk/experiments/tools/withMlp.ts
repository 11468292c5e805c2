import type { Gradiometer, Mlp, MlpConfig } from "../../types.js";

/** Builds a network, works with it, and gives its memory back whatever happens. */
export function withMlp<T>(lab: Gradiometer, config: MlpConfig, work: (network: Mlp) => T): T {
  const network = lab.mlp(config);
  try {
    return work(network);
  } finally {
    network.dispose();
  }
}
