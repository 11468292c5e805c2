import { angle, exp, ln, sine, square } from "./elementary.js";
import { secondMoment, slopeMoment } from "./gaussian.js";
import type { Law } from "./laws.js";

const INVERSE_TWO_PI = 0.15915494309189535;

/** Of the trapezoid rule in ln r. */
const RADIAL_STEP = 1 / 8;
/** r²e^{−r²/2} is below 1e-14 of its largest value outside e^{−16} … e^{2.375}. */
const RADIAL_FIRST = -16;
const RADIAL_LAST = 19 * RADIAL_STEP;

/** Of the rule in the angle, and where its weights are below 1e-17. */
const ANGULAR_STEP = 1 / 16;
const ANGULAR_COUNT = 52;

/** A sector 0 … A of angles: shares a/A < ½ of it, those left over, and weights as parts of A; both halves are alike. */
interface AngularRule {
  readonly share: Float64Array;
  readonly rest: Float64Array;
  readonly weight: Float64Array;
}

let angular: AngularRule | undefined;

/** tanh–sinh: a/A = 1/(1 + e^{π sinh s}), s ≥ 0, which crowds where u or its partner bends, at the sector's ends. */
function makeAngularRule(): AngularRule {
  const rule = {
    share: new Float64Array(ANGULAR_COUNT),
    rest: new Float64Array(ANGULAR_COUNT),
    weight: new Float64Array(ANGULAR_COUNT),
  };
  for (let i = 0; i < ANGULAR_COUNT; i++) {
    const [up, down] = [exp(i * ANGULAR_STEP), exp(-i * ANGULAR_STEP)];
    const e = exp((-Math.PI * (up - down)) / 2);
    rule.share[i] = e / (1 + e);
    rule.rest[i] = 1 / (1 + e);
    const both = i === 0 ? 1 : 2; // the middle is one point, every other stands for two
    rule.weight[i] = (both * ANGULAR_STEP * Math.PI * (up + down) * e) / (2 * (1 + e) * (1 + e));
  }
  return rule;
}

/** sin of both parts of a sector of width A whose supplement is π − A; what is beyond π/2 is measured from π. */
function sines({ share, rest }: AngularRule, width: number, supplement: number): [Float64Array, Float64Array] {
  const small = share.map((part) => sine(part * width));
  const large = rest.map((part, i) => {
    const a = part * width;
    return sine(a > Math.PI / 2 ? supplement + share[i]! * width : a);
  });
  return [small, large];
}

/**
 * E g(f(u₁), f(u₂)) of a symmetric g, u₁ and u₂ ~ N(0, q) with correlation 1 − distance.
 *
 * In polar coordinates of the plane, u₁ = √q r sin(A − a), u₂ = √q r sin a in the sector where both have one sign (A = π − ω,
 * cos ω = 1 − distance), and alike with ω for A where they differ: kinks and steep parts of f lie at the ends of the sectors
 * or at r → 0, where both rules crowd, so that scale and correlation do not matter. Relative error 5e-12 of E |g|
 * for q from 1e-3 to 1e3.
 * Takahasi & Mori 1974 for the angle; Trefethen & Weideman 2014 for ln r.
 */
function pairAverage(
  f: (u: number) => number,
  q: number,
  distance: number,
  g: (x: number, y: number) => number,
): number {
  angular ??= makeAngularRule();
  const omega = angle(distance);
  const other = angle(2 - distance); // π − ω
  const [alikeSmall, alikeLarge] = sines(angular, other, omega);
  const [apartSmall, apartLarge] = sines(angular, omega, other);
  const first = RADIAL_FIRST - (q > 1 ? Math.floor(ln(q) / 2) : 0);
  let sum = 0;
  for (let t = first; t <= RADIAL_LAST; t += RADIAL_STEP) {
    const r = exp(t);
    const radius = Math.sqrt(q) * r;
    let ring = 0;
    for (let i = 0; i < ANGULAR_COUNT; i++) {
      const [x, y] = [radius * alikeSmall[i]!, radius * alikeLarge[i]!];
      const [v, w] = [radius * apartSmall[i]!, radius * apartLarge[i]!];
      const alike = g(f(x), f(y)) + g(f(-x), f(-y));
      const apart = g(f(-v), f(w)) + g(f(v), f(-w));
      ring += angular.weight[i]! * (other * alike + omega * apart);
    }
    sum += r * r * exp(-0.5 * r * r) * ring;
  }
  return RADIAL_STEP * INVERSE_TWO_PI * sum;
}

/** Two inputs in a layer, both with pre-activations of variance q. */
export interface Pair {
  /** E φ²(u): at q = 0 and ∞ the limit of E φ²/q, and so is `apart`; finite as long as q is. */
  readonly second: number;
  /** ½ E (φ(u₁) − φ(u₂))² = E φ² − E φ(u₁)φ(u₂). */
  readonly apart: number;
  /** E φ′(u₁)φ′(u₂) */
  readonly slopes: () => number;
}

/** φ = right·u for u > 0 and left·u below: the arc-cosine kernel (Cho & Saul 2009). q = 1; everything goes as q. */
function straightPair([left, right]: readonly [number, number], distance: number): Pair {
  const omega = angle(distance);
  const bend = square(right - left);
  const chord = sine(omega > Math.PI / 2 ? angle(2 - distance) : omega) - omega * (1 - distance); // sin ω − ω cos ω
  return {
    second: (left * left + right * right) / 2,
    apart: left * right * distance + (bend * (Math.PI * distance - chord)) / (2 * Math.PI),
    slopes: () => left * right + (bend * angle(2 - distance)) / (2 * Math.PI),
  };
}

/**
 * The averages over two inputs with correlation 1 − distance, 0 ≤ distance ≤ 2, to 1e-11; `apart` has its digits for small
 * distances too. At q = 0 (where φ(0) = 0) and at q = ∞ they are those of the straight pieces that φ comes to there.
 */
export function pairOf(law: Law, q: number, distance: number): Pair {
  if (law.homogeneous !== null) {
    const { second, apart, slopes } = straightPair([law.homogeneous, 1], distance);
    const scale = q === 0 || q === Infinity ? 1 : q;
    return { second: scale * second, apart: scale * apart, slopes };
  }
  if (q === 0) return straightPair(law.atZero, distance);
  if (q === Infinity) return straightPair(law.atInfinity, distance);
  const second = secondMoment(law, q);
  if (distance === 0) return { second, apart: 0, slopes: () => slopeMoment(law, q, 1) };
  return {
    second,
    apart: pairAverage(law.value, q, distance, (x, y) => 0.5 * (x - y) * (x - y)),
    slopes: () => pairAverage(law.slope, q, distance, (x, y) => x * y),
  };
}
