/** The work that is measured: five nets, their batches, and the parameters that every peer starts from. */
export const NETS = [
  { name: "tiny", sizes: [2, 8, 8, 2], activation: "tanh", batch: 32 },
  { name: "standard", sizes: [64, 64, 64, 64, 64, 10], activation: "tanh", batch: 32 },
  { name: "deep", sizes: [32, ...Array(30).fill(64), 10], activation: "tanh", batch: 64 },
  { name: "mnist", sizes: [784, 256, 128, 10], activation: "relu", batch: 128 },
  { name: "wide", sizes: [784, 1000, 1000, 1000, 1000, 10], activation: "tanh", batch: 10 },
];

export const netOf = (name) => NETS.find((net) => net.name === name);

export const STANDARD = netOf("standard");

/** Large enough that a wrong gradient shows in the second loss. */
export const LEARNING_RATE = 0.1;

/** 2 · batch · fanIn · fanOut for each product: one forward and two backward, but for the input's gradient, which no step needs. */
export function flop({ sizes, batch }) {
  return sizes.slice(1).reduce((sum, fanOut, l) => sum + 2 * batch * sizes[l] * fanOut * (l === 0 ? 2 : 3), 0);
}

/** Numbers in [−1, 1) that are the same in every process. */
export function numbers(length, seed = 1) {
  let state = seed;
  return Float32Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  });
}

/** A batch of inputs, and one-hot targets: row r is of class r mod outputs. */
export function batchOf({ sizes, batch }) {
  const outputs = sizes.at(-1);
  const y = new Float32Array(batch * outputs);
  for (let row = 0; row < batch; row++) y[row * outputs + (row % outputs)] = 1;
  return { x: numbers(batch * sizes[0]), y };
}

/**
 * Per layer W [fanIn, fanOut], row after row, U(±√(6/(fanIn + fanOut))), and b [fanOut], small but not zero, so that no
 * peer can leave it out unnoticed.
 */
export function parametersOf({ sizes }) {
  return sizes.slice(1).map((fanOut, l) => {
    const fanIn = sizes[l];
    const limit = Math.sqrt(6 / (fanIn + fanOut));
    const weight = numbers(fanIn * fanOut, l + 2).map((value) => limit * value);
    const bias = numbers(fanOut, l + 1002).map((value) => 0.1 * value);
    return { fanIn, fanOut, weight, bias };
  });
}

/** Square products C = A B, Aᵀ B and A Bᵀ of these sizes. */
export const PRODUCT_SIZES = [48, 64, 128, 192, 256, 384, 512, 768];
export const PRODUCTS = {
  "A B": { kernel: "gemm", transposeA: false, transposeB: false },
  "Aᵀ B": { kernel: "gemmTransposedA", transposeA: true, transposeB: false },
  "A Bᵀ": { kernel: "gemmTransposedB", transposeA: false, transposeB: true },
};

/** The size of our own product that our training steps are compared with. */
export const OWN_PRODUCT = 384;

/** What one run of ceiling.ts computes. */
export const CEILING_FLOP = 1e7;

/** The n × n matrices of a product, as flat rows. */
export const matricesOf = (n) => [numbers(n * n, 1), numbers(n * n, 2)];

/** { case: make(n, product, matrices) } for the products of one size, without those that come out undefined. */
export const productsOf = (n, make) =>
  Object.fromEntries(
    Object.entries(PRODUCTS)
      .map(([name, product]) => [`${name} ${n}`, make(n, product, matricesOf(n))])
      .filter(([, run]) => run !== undefined),
  );

/** The same for every size. */
export const eachProduct = (make) => Object.assign({}, ...PRODUCT_SIZES.map((n) => productsOf(n, make)));

/** Element-wise functions, over arrays that fit the caches of every machine and hide the cost of a call. */
export const ELEMENTS = 2 ** 16;
export const ELEMENTARY = ["exp", "log", "tanh", "sigmoid", "elu"];

/** Arguments in ±8; log has those above 0. */
export const argumentsOf = (name) =>
  numbers(ELEMENTS).map((value) => (name === "log" ? 8 * Math.abs(value) + 2 ** -20 : 8 * value));
