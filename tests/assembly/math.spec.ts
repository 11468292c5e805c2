import { cos64, exp64, log64, sigmoid64, sigmoidSlope64, sin64, tanh64, tanhSlope64 } from "../../assembly/math/double";
import {
  elu64,
  eluSlope64,
  gelu64,
  geluSlope64,
  selu64,
  seluSlope64,
  silu64,
  siluSlope64,
  softplus64,
} from "../../assembly/math/smooth";
import { expArray, logArray } from "../../assembly/vector/map";
import { bandsHold, guarded, release } from "./guarded";

const LARGEST: f32 = 3.4028234663852886e38;
const SMALLEST: f32 = 1.401298464324817e-45;

/** The vector exponential of one number, in the lane where a tail of one puts it. */
function exp(x: f32): f32 {
  const at = guarded(1);
  store<f32>(at, x);
  expArray(1, at, at);
  const y = load<f32>(at);
  release(at);
  return y;
}

/** The vector logarithm of one number. */
function log(x: f32): f32 {
  const at = guarded(1);
  store<f32>(at, x);
  logArray(1, at, at);
  const y = load<f32>(at);
  release(at);
  return y;
}

/** Distance in ulp of float64. */
function ulps(actual: f64, expected: f64): f64 {
  return <f64>abs<i64>(reinterpret<i64>(actual) - reinterpret<i64>(expected));
}

describe("expArray", () => {
  test("special values", () => {
    expect<f32>(exp(0)).toBe(1);
    expect<f32>(exp(-0.0)).toBe(1);
    expect<f32>(exp(f32.NaN)).toBeNaN();
    expect<f32>(exp(Infinity)).toBe(Infinity);
    expect<f32>(exp(-Infinity)).toBe(0);
    expect<f32>(exp(LARGEST)).toBe(Infinity);
    expect<f32>(exp(-LARGEST)).toBe(0);
    expect<f32>(exp(SMALLEST)).toBe(1);
  });

  test("the ends of the range", () => {
    expect<f32>(exp(88.72283172607421875)).toBe(3.40279851e38);
    expect<f32>(exp(88.72283935546875)).toBe(Infinity);
    expect<f32>(exp(-103.97207641601562)).toBe(SMALLEST);
    expect<f32>(exp(-103.97208404541015625)).toBe(0);
    expect<f32>(exp(-100)).toBe(3.783505853677006e-44);
  });

  test("known digits", () => {
    expect<f32>(exp(1)).toBe(2.7182817459106445);
    expect<f32>(exp(-1)).toBe(0.3678794503211975);
    expect<f32>(exp(10)).toBe(22026.46484375);
  });
});

describe("logArray", () => {
  test("special values", () => {
    expect<f32>(log(1)).toBe(0);
    expect<f32>(log(0)).toBe(-Infinity);
    expect<f32>(log(-0.0)).toBe(-Infinity);
    expect<f32>(log(-1)).toBeNaN();
    expect<f32>(log(-SMALLEST)).toBeNaN();
    expect<f32>(log(-Infinity)).toBeNaN();
    expect<f32>(log(f32.NaN)).toBeNaN();
    expect<f32>(log(Infinity)).toBe(Infinity);
    expect<f32>(log(LARGEST)).toBe(88.72283935546875);
    expect<f32>(log(SMALLEST)).toBe(-103.27893066406);
  });

  test("special values leave the other lanes alone", () => {
    const at = guarded(4);
    store<f32>(at, 0);
    store<f32>(at, 2, 4);
    store<f32>(at, f32.NaN, 8);
    store<f32>(at, 1e-40, 12);
    logArray(4, at, at);
    expect<f32>(load<f32>(at)).toBe(-Infinity);
    expect<f32>(load<f32>(at, 4)).toBe(0.6931471824645996);
    expect<f32>(load<f32>(at, 8)).toBeNaN();
    expect<f32>(load<f32>(at, 12)).toBe(-92.10340881347656);
    release(at);
  });
});

describe("arrays of any length", () => {
  test("nothing outside is touched, and a number does not depend on its place", () => {
    const sizes: i32[] = [0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 33];
    for (let s = 0; s < sizes.length; s++) {
      const n = sizes[s];
      const x = guarded(n);
      const y = guarded(n);
      for (let i = 0; i < n; i++) store<f32>(x + ((<usize>i) << 2), <f32>i * 0.37 + 0.1);
      expArray(n, x, y);
      for (let i = 0; i < n; i++) expect<f32>(load<f32>(y + ((<usize>i) << 2))).toBe(exp(<f32>i * 0.37 + 0.1));
      expect<bool>(bandsHold(x, n) && bandsHold(y, n)).toBeTruthy("exp, n = " + n.toString());
      logArray(n, x, x);
      for (let i = 0; i < n; i++) expect<f32>(load<f32>(x + ((<usize>i) << 2))).toBe(log(<f32>i * 0.37 + 0.1));
      expect<bool>(bandsHold(x, n)).toBeTruthy("log in place, n = " + n.toString());
      release(x);
      release(y);
    }
  });
});

describe("float64", () => {
  test("special values", () => {
    expect<f64>(exp64(0)).toBe(1);
    expect<f64>(exp64(NaN)).toBeNaN();
    expect<f64>(exp64(Infinity)).toBe(Infinity);
    expect<f64>(exp64(-Infinity)).toBe(0);
    expect<f64>(exp64(-745)).toBe(5e-324);
    expect<f64>(log64(1)).toBe(0);
    expect<f64>(log64(0)).toBe(-Infinity);
    expect<f64>(log64(-1)).toBeNaN();
    expect<f64>(log64(NaN)).toBeNaN();
    expect<f64>(log64(Infinity)).toBe(Infinity);
    expect<f64>(sigmoid64(0)).toBe(0.5);
    expect<f64>(sigmoid64(Infinity)).toBe(1);
    expect<f64>(sigmoid64(-Infinity)).toBe(0);
    expect<f64>(sigmoid64(NaN)).toBeNaN();
    expect<f64>(sigmoidSlope64(0)).toBe(0.25);
    expect<f64>(sigmoidSlope64(-Infinity)).toBe(0);
    expect<f64>(sigmoidSlope64(NaN)).toBeNaN();
    expect<f64>(tanh64(Infinity)).toBe(1);
    expect<f64>(tanh64(-Infinity)).toBe(-1);
    expect<f64>(tanh64(NaN)).toBeNaN();
    expect<f64>(tanh64(5e-324)).toBe(5e-324);
    expect<u64>(reinterpret<u64>(tanh64(-0.0))).toBe(0x8000000000000000);
    expect<f64>(tanhSlope64(0)).toBe(1);
    expect<f64>(tanhSlope64(Infinity)).toBe(0);
    expect<f64>(tanhSlope64(NaN)).toBeNaN();
    expect<u64>(reinterpret<u64>(sin64(-0.0))).toBe(0x8000000000000000);
    expect<f64>(cos64(0)).toBe(1);
    expect<f64>(sin64(NaN)).toBeNaN();
    expect<f64>(cos64(Infinity)).toBeNaN();
  });

  test("the limits of the smooth activations", () => {
    for (let i = 0; i < 2; i++) {
      const far = i == 0 ? 60 : 1e300;
      expect<f64>(elu64(far)).toBe(far);
      expect<f64>(elu64(-far)).toBe(-1);
      expect<f64>(selu64(-far)).toBe(-1.7580993408473768);
      expect<f64>(silu64(far)).toBe(far);
      expect<f64>(gelu64(far)).toBe(far);
      expect<f64>(gelu64(-far)).toBe(0);
      expect<f64>(softplus64(far)).toBe(far);
      expect<f64>(eluSlope64(far)).toBe(1);
      expect<f64>(seluSlope64(far)).toBe(1.0507009873554805);
      expect<f64>(siluSlope64(far)).toBe(1);
      expect<f64>(geluSlope64(far)).toBe(1);
      expect<f64>(geluSlope64(-far)).toBe(0);
    }
    expect<f64>(silu64(-1e300)).toBe(0);
    expect<f64>(softplus64(-1e300)).toBe(0);
    expect<f64>(eluSlope64(-1e300)).toBe(0);
    expect<f64>(seluSlope64(-1e300)).toBe(0);
    expect<f64>(siluSlope64(-1e300)).toBe(0);
    expect<f64>(eluSlope64(0)).toBe(1);
    expect<f64>(seluSlope64(0)).toBe(1.7580993408473768);
    expect<f64>(siluSlope64(0)).toBe(0.5);
    expect<f64>(ulps(geluSlope64(0), 0.5)).toBeLessThanOrEqual(1);
  });

  test("known digits", () => {
    expect<f64>(ulps(sigmoid64(10), 0.9999546021312976)).toBeLessThanOrEqual(1);
    expect<f64>(ulps(sigmoidSlope64(10), 4.539580773595167e-5)).toBeLessThanOrEqual(1);
    expect<f64>(ulps(exp64(1), 2.718281828459045)).toBeLessThanOrEqual(1);
    expect<f64>(ulps(log64(10), 2.302585092994046)).toBeLessThanOrEqual(1);
    expect<f64>(ulps(sin64(1), 0.8414709848078965)).toBeLessThanOrEqual(1);
    expect<f64>(ulps(cos64(1), 0.5403023058681398)).toBeLessThanOrEqual(1);
  });
});
