import { coreOf } from "../../core/create.js";
import { elementAt } from "../../core/element.js";
import { saxeTime } from "../../theory/index.js";
import { table } from "../tools/table.js";
import type { Gradiometer, Trainer } from "../../types.js";
import type { Bench, Cell, Measurement } from "../types.js";
import type { DeepLinearParameters } from "./parameters.js";

/** Training ends here at the latest, in units of the time that theory gives the slowest mode. */
const PATIENCE = 1.5;
const BETWEEN_REPORTS = 200;
const CURVE_POINTS = 60;

/** An orthogonal matrix with no zero in it: I − 2 v vᵀ/vᵀv (Householder), v = (1, 2, …, n) + shift. */
function reflection(n: number, shift: number): number[] {
  const v = Array.from({ length: n }, (_, i) => i + 1 + shift);
  const length = v.reduce((sum, value) => sum + value * value, 0);
  return Array.from({ length: n * n }, (_, at) => {
    const [i, j] = [Math.floor(at / n), at % n];
    return Number(i === j) - (2 * elementAt(v, i) * elementAt(v, j)) / length;
  });
}

/** u(t) = s/(1 + (s/u₀ − 1) e^{−2st/τ}), of which saxeTime is the inverse; `decay` is the exponential. */
const logistic = (decay: number, strength: number, start: number): number =>
  strength / (1 + (strength / start - 1) * decay);

/** A diag(d) Bᵀ, all n × n, row-major. */
const between = (n: number, a: readonly number[], d: readonly number[], b: readonly number[]): number[] =>
  Array.from({ length: n * n }, (_, at) => {
    const [i, j] = [Math.floor(at / n), at % n];
    return d.reduce((sum, value, k) => sum + elementAt(a, i * n + k) * value * elementAt(b, j * n + k), 0);
  });

/**
 * A two-layer linear net learns y = x V diag(s) Uᵀ from x = I, from small weights that are aligned with it: W₁ = V diag(√u₀) Rᵀ,
 * W₂ = R diag(√u₀) Uᵀ. Its modes u_k = v_kᵀ W₁ W₂ u_k are then learnt each on its own (Saxe et al. 2013).
 */
export async function measureSaxe(
  { lab, parameters }: Bench<DeepLinearParameters>,
  report: (done: number, total: number, label: string) => Promise<void>,
): Promise<Measurement> {
  const { strengths, start, share, learningRate } = parameters;
  const { wasm } = coreOf(lab);
  const n = strengths.length;
  const tau = 1 / (2 * learningRate);
  const [v, r, u] = [reflection(n, 0), reflection(n, 1), reflection(n, 3)];
  const roots = strengths.map(() => Math.sqrt(start));
  const theory = strengths.map((strength) => saxeTime({ strength, start, end: share * strength, tau }));
  const most = Math.ceil(PATIENCE * Math.max(...theory));
  const { found, curve } = await withNet(lab, n, learningRate, async (network) => {
    network.set(between(n, v, roots, r), between(n, r, roots, u));
    const identity = Array.from({ length: n * n }, (_, at) => Number(Math.floor(at / n) === at % n));
    const target = between(n, v, strengths, u);
    const reached: (number | null)[] = strengths.map(() => null);
    const points: Cell[][] = [];
    const every = Math.max(1, Math.floor(most / CURVE_POINTS));
    let before = strengths.map(() => start);
    for (let step = 0; step < most && reached.includes(null); step++) {
      if (step % BETWEEN_REPORTS === 0) await report(step, most, `training, step ${step}`);
      if (step % every === 0)
        before.forEach((value, k) => {
          const strength = elementAt(strengths, k);
          const time = step / tau;
          points.push([strength, time, value, logistic(wasm.exp64(-2 * strength * time), strength, start)]);
        });
      network.trainer.step(identity, target);
      const now = modesOf(n, network.map(), v, u);
      for (const [k, value] of now.entries()) {
        const goal = share * elementAt(strengths, k);
        if (reached[k] === null && value >= goal)
          reached[k] = step + (goal - elementAt(before, k)) / (value - elementAt(before, k));
      }
      before = now;
    }
    return { found: reached, curve: points };
  });
  const alongTime = strengths.flatMap((_, k) => curve.filter((_point, index) => index % n === k));
  const ratios = found.map((steps, k) => (steps ?? Infinity) / elementAt(theory, k));
  const first = found[0] ?? null;
  return {
    tables: [
      table(
        "learning time of each mode",
        [
          "strength s",
          ["measured", "steps"],
          ["theory", "steps"],
          ["measured time", "τ"],
          ["theory's time", "τ"],
          "ratio",
        ],
        strengths.map((strength, k) => [
          strength,
          found[k] ?? null,
          elementAt(theory, k),
          found[k] === null ? null : elementAt(found, k)! / tau,
          elementAt(theory, k) / tau,
          elementAt(ratios, k),
        ]),
      ),
      table("modes in training", ["strength s", ["time", "τ"], "u", "theory"], alongTime),
    ],
    measured: {
      "C9.saxe": first === null ? Infinity : first / tau,
      "C9.saxe-modes": ratios.reduce((worst, ratio) => Math.max(worst, Math.abs(ratio - 1)), 0),
    },
  };
}

interface LinearNet {
  readonly trainer: Trainer;
  set(first: readonly number[], second: readonly number[]): void;
  /** W₁ W₂ */
  map(): number[];
}

async function withNet<T>(
  lab: Gradiometer,
  n: number,
  learningRate: number,
  work: (net: LinearNet) => Promise<T>,
): Promise<T> {
  const network = lab.mlp({ sizes: [n, n, n], activation: "linear", bias: false });
  try {
    return await work({
      trainer: network.trainer({ loss: "sum-squared-error", optimizer: { kind: "sgd", learningRate } }),
      set: (first, second) => network.setParameters({ "layers.0.weight": first, "layers.1.weight": second }),
      map() {
        const [first, second] = network.parameters().map(({ values }) => values);
        return Array.from({ length: n * n }, (_, at) => {
          const [i, j] = [Math.floor(at / n), at % n];
          let sum = 0;
          for (let k = 0; k < n; k++) sum += first![i * n + k]! * second![k * n + j]!;
          return sum;
        });
      },
    });
  } finally {
    network.dispose();
  }
}

/** v_kᵀ M u_k for every k; v_k and u_k are columns. */
const modesOf = (n: number, map: readonly number[], v: readonly number[], u: readonly number[]): number[] =>
  Array.from({ length: n }, (_, k) => {
    let sum = 0;
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++) sum += elementAt(v, i * n + k) * elementAt(map, i * n + j) * elementAt(u, j * n + k);
    return sum;
  });
