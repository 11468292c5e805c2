/**
 * ELU, SiLU, softplus and GELU in float64, with their slopes: the twins of elu.ts, silu.ts, softplus.ts and gelu.ts, for
 * finite arguments. All but ELU are max(u, 0) + f(−|u|), and their slopes on the right 1 less those on the left.
 * A few ulp, relative far into the tails; where a slope crosses zero, the same of its largest term. What was measured
 * stands in docs/accuracy.md.
 */
import { exp64, expMinusOne64, log64, sigmoid64, timesExp } from "./double";

/** λ and λα of SELU (Klambauer et al. 2017). */
const SELU_RIGHT: f64 = 1.0507009873554804934;
const SELU_LEFT: f64 = 1.7580993408473768599;

/** Beyond, e^u alone is left of a denominator 1 + e^u, and 1 of its inverse. */
const FAR: f64 = -40;

/** Here and below every tail is 0, subnormals included. */
const LOWEST: f64 = -800;
const LOWEST_GAUSSIAN: f64 = 39.5;

/** φ(0) = 1/√(2π). */
const DENSITY: f64 = 0.39894228040143267794;

/**
 * Highest power first: (a + 4) Φ(−a) exp(a²/2) as a polynomial in q = (a − 4)/(a + 4), minimax for the relative error,
 * 0 ≤ a ≤ 38.8: 0.18·2⁻⁵³. The variable is Shepherd & Laframboise's (Math. Comp. 36, 1981).
 */
const GAUSSIAN = memory.data<f64>([
  -1.1904775226416583e-9, -3.257146153439784e-10, 1.4606391305366259e-8, 1.6025366144187018e-8, -7.72061143661302e-8,
  -1.5653017190506105e-7, 2.6416528480144765e-7, 1.0218082192395733e-6, -6.252428534550249e-7, -5.919987433354389e-6,
  7.1498383108848e-7, 3.514456230908275e-5, -1.9078466386375343e-6, -0.00023109490227836852, 0.00013334424901850618,
  0.0016308184531090247, -0.0034796923616579475, -0.007540188966423831, 0.06039657489066889, -0.18652185795966578,
  0.3871374007422194, -0.6078966419718921, 0.7552851304157515,
]);
const GAUSSIAN_END: usize = 8 * 23;

/** ELU: u above 0, e^u − 1 below. */
export function elu64(u: f64): f64 {
  return u > 0 ? u : expMinusOne64(u);
}

/** ELU′; 1 at 0. */
export function eluSlope64(u: f64): f64 {
  return u > 0 ? 1 : exp64(u);
}

/** SELU: λu above 0, λα (e^u − 1) below. */
export function selu64(u: f64): f64 {
  return u > 0 ? SELU_RIGHT * u : SELU_LEFT * expMinusOne64(u);
}

/** SELU′; λα at 0. */
export function seluSlope64(u: f64): f64 {
  return u > 0 ? SELU_RIGHT : timesExp(SELU_LEFT, max<f64>(u, LOWEST), 0);
}

/** SiLU, u σ(u). */
export function silu64(u: f64): f64 {
  const y = max<f64>(u, LOWEST);
  return u < FAR ? timesExp(y, y, 0) : u * sigmoid64(u);
}

/** SiLU′, σ(u) (1 + u σ(−u)). */
export function siluSlope64(u: f64): f64 {
  const y = max<f64>(u, LOWEST);
  return u < FAR ? timesExp(1 + y, y, 0) : sigmoid64(u) * (1 + u * sigmoid64(-u));
}

/** Softplus, log(1 + e^u); its slope is σ. What 1 + e rounds away of e comes back as a correction. */
export function softplus64(u: f64): f64 {
  const e = exp64(-abs<f64>(u));
  const sum = 1 + e;
  return max<f64>(u, 0) + (log64(sum) + (e - (sum - 1)) / sum);
}

/** −a Φ(−a), or its slope Φ(−a) − a φ(a): both are exp(−a²/2) times something smooth. a² is taken in two parts. */
function geluLeft(a: f64, slope: bool): f64 {
  a = min<f64>(a, LOWEST_GAUSSIAN);
  const q = (a - 4) / (a + 4);
  let p: f64 = 0;
  for (let at: usize = 0; at < GAUSSIAN_END; at += 8) p = p * q + load<f64>(GAUSSIAN + at);
  const ratio = p / (a + 4);
  const head = reinterpret<f64>(reinterpret<i64>(a) & ~0x7ffffff);
  return timesExp(slope ? ratio - a * DENSITY : -a * ratio, -0.5 * head * head, 0.5 * (a - head) * (a + head));
}

/** GELU, u Φ(u). */
export function gelu64(u: f64): f64 {
  return max<f64>(u, 0) + geluLeft(abs<f64>(u), false);
}

/** GELU′, Φ(u) + u φ(u). */
export function geluSlope64(u: f64): f64 {
  const left = geluLeft(abs<f64>(u), true);
  return u < 0 ? left : 1 - left;
}
