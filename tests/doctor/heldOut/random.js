/** Seeded numbers and the two functions of data that need more than + − × ÷ √: the same bits in every engine. */

/** PCG-RXS-M-XS-32 (O'Neill 2014, §6.3.4): a 32-bit state, in integer arithmetic alone. */
export class Random {
  #state;

  /** @param {number} seed integer ≥ 0; neighbouring seeds are unrelated after the first mix. */
  constructor(seed) {
    this.#state = (Math.imul(seed + 1, 0x9e3779b1) ^ 0x5bd1e995) >>> 0;
    this.#next();
  }

  #next() {
    this.#state = (Math.imul(this.#state, 747796405) + 2891336453) >>> 0;
    const word = Math.imul((this.#state >>> ((this.#state >>> 28) + 4)) ^ this.#state, 277803737);
    return ((word >>> 22) ^ word) >>> 0;
  }

  /** Uniform on [low, high). */
  uniform(low = 0, high = 1) {
    return low + ((high - low) * this.#next()) / 4294967296;
  }

  /** Mean 0, variance 1: the sum of twelve uniform numbers less 6, so never beyond ± 6. */
  normal() {
    let sum = -6;
    for (let k = 0; k < 12; k++) sum += this.#next() / 4294967296;
    return sum;
  }

  /** An integer from 0 to count − 1. */
  below(count) {
    return Math.floor(this.uniform(0, count));
  }

  /** An index, drawn with these probabilities (their sum is 1). */
  pick(shares) {
    let left = this.uniform();
    for (let index = 0; index < shares.length - 1; index++) {
      left -= shares[index];
      if (left < 0) return index;
    }
    return shares.length - 1;
  }

  /** A list of normal numbers. */
  normals(count) {
    return Array.from({ length: count }, () => this.normal());
  }
}

const TURN = 2 * Math.PI;

/** sin x, by its series on [−π, π]: within 1e-9. */
export function sine(x) {
  const at = x - TURN * Math.floor(x / TURN + 0.5);
  let term = at;
  let sum = at;
  for (let k = 1; k < 14; k++) {
    term *= (-at * at) / (2 * k * (2 * k + 1));
    sum += term;
  }
  return sum;
}

/** eˣ, by the series of e^(x/256) squared eight times: within 1e-12 relative for |x| ≤ 40. */
export function exponential(x) {
  const at = x / 256;
  let power = 1 + at * (1 + (at / 2) * (1 + (at / 3) * (1 + (at / 4) * (1 + (at / 5) * (1 + at / 6)))));
  for (let k = 0; k < 8; k++) power *= power;
  return power;
}

/** The probability whose log odds are x. */
export const logistic = (x) => 1 / (1 + exponential(-x));

/** Σ w_j x_j over the length of w. */
export const dot = (w, x) => w.reduce((sum, weight, at) => sum + weight * x[at], 0);
