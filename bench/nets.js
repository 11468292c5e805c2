/**
 * The five nets whose training steps are measured: forward, loss, backward, SGD. `share` is the least that a step must
 * reach of the flop rate of a 384³ product measured in the same run.
 */
export const NETS = [
  { name: "tiny", sizes: [2, 8, 8, 2], activation: "tanh", batch: 32, share: 0.25 },
  { name: "standard", sizes: [64, 64, 64, 64, 64, 10], activation: "tanh", batch: 32, share: 0.65 },
  { name: "deep", sizes: [32, ...Array(30).fill(64), 10], activation: "tanh", batch: 64, share: 0.7 },
  { name: "mnist", sizes: [784, 256, 128, 10], activation: "relu", batch: 128, share: 0.85 },
  { name: "wide", sizes: [784, 1000, 1000, 1000, 1000, 10], activation: "tanh", batch: 10, share: 0.6 },
];

/** 3 · 2 · batch · Σ fanIn · fanOut: a forward product and two backward ones, the first layer's included. */
export function flop({ sizes, batch }) {
  return sizes.slice(1).reduce((sum, fanOut, l) => sum + 6 * batch * sizes[l] * fanOut, 0);
}

/** Numbers that are the same in every run. */
export function numbers(length, seed = 1) {
  let state = seed;
  return Float32Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  });
}

/** A batch of inputs and one-hot targets. */
export function batchOf({ sizes, batch }) {
  const outputs = sizes.at(-1);
  const y = new Float32Array(batch * outputs);
  for (let row = 0; row < batch; row++) y[row * outputs + (row % outputs)] = 1;
  return { x: numbers(batch * sizes[0]), y };
}
