import { ActivationKind } from "../../assembly/abi";
import { activationForward } from "../../assembly/nn/activation";
import { activate64 } from "../../assembly/nn/activation64";
import { activationBackward } from "../../assembly/nn/activationBackward";
import { bandsHold, guarded, release } from "./guarded";

const KINDS = 11;
const LARGEST: f32 = 3.4028234663852886e38;
const SMALLEST: f32 = 1.401298464324817e-45;

/** Which output of activationForward is meant. */
const enum Output {
  Value,
  Slope,
}

/** φ or φ′ of one number, α = 0.25. */
function one(output: Output, kind: i32, u: f32): f32 {
  const x = guarded(1);
  const slope = guarded(1);
  store<f32>(x, u);
  activationForward(kind, 0.25, 1, x, x, slope);
  const y = load<f32>(output == Output.Value ? x : slope);
  release(x);
  release(slope);
  return y;
}

function value(kind: i32, u: f32): f32 {
  return one(Output.Value, kind, u);
}

function slope(kind: i32, u: f32): f32 {
  return one(Output.Slope, kind, u);
}

/** Some numbers of both signs around 0. */
function sample(i: i32): f32 {
  return <f32>(((i * 7) % 11) - 5) * 0.61;
}

describe("activationForward", () => {
  test("sigmoid at special values", () => {
    expect<f32>(value(ActivationKind.Sigmoid, 0)).toBe(0.5);
    expect<f32>(value(ActivationKind.Sigmoid, -0.0)).toBe(0.5);
    expect<f32>(value(ActivationKind.Sigmoid, Infinity)).toBe(1);
    expect<f32>(value(ActivationKind.Sigmoid, -Infinity)).toBe(0);
    expect<f32>(value(ActivationKind.Sigmoid, LARGEST)).toBe(1);
    expect<f32>(value(ActivationKind.Sigmoid, -LARGEST)).toBe(0);
    expect<f32>(value(ActivationKind.Sigmoid, f32.NaN)).toBeNaN();
    expect<f32>(value(ActivationKind.Sigmoid, 18)).toBe(1);
    expect<f32>(value(ActivationKind.Sigmoid, -103)).toBe(SMALLEST);
    expect<f32>(value(ActivationKind.Sigmoid, -104)).toBe(0);
    expect<f32>(slope(ActivationKind.Sigmoid, 0)).toBe(0.25);
    expect<f32>(slope(ActivationKind.Sigmoid, Infinity)).toBe(0);
    expect<f32>(slope(ActivationKind.Sigmoid, -Infinity)).toBe(0);
    expect<f32>(slope(ActivationKind.Sigmoid, f32.NaN)).toBeNaN();
  });

  test("the slopes live where z is at its limit", () => {
    expect<f32>(value(ActivationKind.Sigmoid, 20)).toBe(1);
    expect<f32>(slope(ActivationKind.Sigmoid, 20)).toBe(2.0611536e-9);
    expect<f32>(slope(ActivationKind.Sigmoid, 103)).toBe(SMALLEST);
    expect<f32>(value(ActivationKind.Tanh, 10)).toBe(1);
    expect<f32>(slope(ActivationKind.Tanh, 10)).toBe(8.2446144e-9);
    expect<f32>(slope(ActivationKind.Tanh, -52.4)).toBe(SMALLEST);
  });

  test("tanh at special values", () => {
    expect<u32>(reinterpret<u32>(value(ActivationKind.Tanh, -0.0))).toBe(0x80000000);
    expect<u32>(reinterpret<u32>(value(ActivationKind.Tanh, 0))).toBe(0);
    expect<f32>(value(ActivationKind.Tanh, Infinity)).toBe(1);
    expect<f32>(value(ActivationKind.Tanh, -Infinity)).toBe(-1);
    expect<f32>(value(ActivationKind.Tanh, LARGEST)).toBe(1);
    expect<f32>(value(ActivationKind.Tanh, SMALLEST)).toBe(SMALLEST);
    expect<f32>(value(ActivationKind.Tanh, -1e-40)).toBe(-1e-40);
    expect<f32>(value(ActivationKind.Tanh, f32.NaN)).toBeNaN();
    expect<f32>(slope(ActivationKind.Tanh, 0)).toBe(1);
    expect<f32>(slope(ActivationKind.Tanh, Infinity)).toBe(0);
    expect<f32>(slope(ActivationKind.Tanh, -LARGEST)).toBe(0);
    expect<f32>(slope(ActivationKind.Tanh, f32.NaN)).toBeNaN();
  });

  test("ReLU, leaky ReLU, linear", () => {
    expect<f32>(value(ActivationKind.Relu, 3)).toBe(3);
    expect<f32>(value(ActivationKind.Relu, -3)).toBe(0);
    expect<f32>(value(ActivationKind.Relu, -Infinity)).toBe(0);
    expect<f32>(value(ActivationKind.Relu, f32.NaN)).toBeNaN();
    expect<f32>(slope(ActivationKind.Relu, SMALLEST)).toBe(1);
    expect<f32>(slope(ActivationKind.Relu, 0)).toBe(0);
    expect<f32>(slope(ActivationKind.Relu, -1)).toBe(0);
    expect<f32>(value(ActivationKind.LeakyRelu, 3)).toBe(3);
    expect<f32>(value(ActivationKind.LeakyRelu, -3)).toBe(-0.75);
    expect<f32>(value(ActivationKind.LeakyRelu, f32.NaN)).toBeNaN();
    expect<f32>(slope(ActivationKind.LeakyRelu, 3)).toBe(1);
    expect<f32>(slope(ActivationKind.LeakyRelu, 0)).toBe(0.25);
    expect<f32>(value(ActivationKind.Linear, -3)).toBe(-3);
    expect<f32>(value(ActivationKind.Linear, -Infinity)).toBe(-Infinity);
    expect<f32>(slope(ActivationKind.Linear, -3)).toBe(1);
  });

  test("softsign", () => {
    expect<f32>(value(ActivationKind.Softsign, 1)).toBe(0.5);
    expect<f32>(value(ActivationKind.Softsign, -3)).toBe(-0.75);
    expect<u32>(reinterpret<u32>(value(ActivationKind.Softsign, -0.0))).toBe(0x80000000);
    expect<f32>(value(ActivationKind.Softsign, Infinity)).toBe(1);
    expect<f32>(value(ActivationKind.Softsign, -LARGEST)).toBe(-1);
    expect<f32>(value(ActivationKind.Softsign, f32.NaN)).toBeNaN();
    expect<f32>(slope(ActivationKind.Softsign, 0)).toBe(1);
    expect<f32>(slope(ActivationKind.Softsign, -3)).toBe(0.0625);
    expect<f32>(slope(ActivationKind.Softsign, 1e20)).toBe(1e-40);
    expect<f32>(slope(ActivationKind.Softsign, -Infinity)).toBe(0);
  });

  test("ELU and SELU", () => {
    expect<f32>(value(ActivationKind.Elu, 3)).toBe(3);
    expect<f32>(value(ActivationKind.Elu, 0)).toBe(0);
    expect<f32>(value(ActivationKind.Elu, -0.5)).toBe(-0.39346933364868164);
    expect<f32>(value(ActivationKind.Elu, -1e-9)).toBe(-1e-9);
    expect<f32>(value(ActivationKind.Elu, -1e-40)).toBe(-1e-40);
    expect<f32>(value(ActivationKind.Elu, -LARGEST)).toBe(-1);
    expect<f32>(value(ActivationKind.Elu, LARGEST)).toBe(LARGEST);
    expect<f32>(value(ActivationKind.Elu, -Infinity)).toBe(-1);
    expect<f32>(value(ActivationKind.Elu, Infinity)).toBe(Infinity);
    expect<f32>(value(ActivationKind.Elu, f32.NaN)).toBeNaN();
    expect<f32>(slope(ActivationKind.Elu, 0)).toBe(1);
    expect<f32>(slope(ActivationKind.Elu, Infinity)).toBe(1);
    expect<f32>(slope(ActivationKind.Elu, -Infinity)).toBe(0);
    expect<f32>(slope(ActivationKind.Elu, -103.9)).toBe(SMALLEST);
    expect<f32>(slope(ActivationKind.Elu, f32.NaN)).toBeNaN();
    expect<f32>(value(ActivationKind.Selu, 1)).toBe(1.0507010221481323);
    expect<f32>(value(ActivationKind.Selu, -Infinity)).toBe(-1.7580993175506592);
    expect<f32>(value(ActivationKind.Selu, Infinity)).toBe(Infinity);
    expect<f32>(value(ActivationKind.Selu, LARGEST)).toBe(Infinity);
    expect<f32>(value(ActivationKind.Selu, f32.NaN)).toBeNaN();
    expect<f32>(slope(ActivationKind.Selu, 0)).toBe(1.7580993175506592);
    expect<f32>(slope(ActivationKind.Selu, SMALLEST)).toBe(1.0507010221481323);
    expect<f32>(slope(ActivationKind.Selu, Infinity)).toBe(1.0507010221481323);
    expect<f32>(slope(ActivationKind.Selu, -Infinity)).toBe(0);
    expect<f32>(slope(ActivationKind.Selu, f32.NaN)).toBeNaN();
  });

  test("GELU, SiLU and softplus", () => {
    for (let kind = <i32>ActivationKind.Gelu; kind <= <i32>ActivationKind.Softplus; kind++) {
      const name = "kind " + kind.toString();
      expect<f32>(value(kind, LARGEST)).toBe(LARGEST, name);
      expect<f32>(value(kind, Infinity)).toBe(Infinity, name);
      expect<f32>(value(kind, -LARGEST)).toBe(0, name);
      expect<f32>(value(kind, -Infinity)).toBe(0, name);
      expect<f32>(value(kind, f32.NaN)).toBeNaN(name);
      expect<f32>(slope(kind, 0)).toBe(0.5, name);
      expect<f32>(slope(kind, -0.0)).toBe(0.5, name);
      expect<f32>(slope(kind, LARGEST)).toBe(1, name);
      expect<f32>(slope(kind, Infinity)).toBe(1, name);
      expect<f32>(slope(kind, -LARGEST)).toBe(0, name);
      expect<f32>(slope(kind, -Infinity)).toBe(0, name);
      expect<f32>(slope(kind, f32.NaN)).toBeNaN(name);
    }
    expect<f32>(value(ActivationKind.Gelu, 0)).toBe(0);
    expect<f32>(value(ActivationKind.Gelu, 1e-40)).toBe(5e-41);
    expect<f32>(value(ActivationKind.Gelu, 14)).toBe(14);
    expect<f32>(value(ActivationKind.Gelu, -14.3)).toBe(-SMALLEST);
    expect<f32>(value(ActivationKind.Silu, 0)).toBe(0);
    expect<f32>(value(ActivationKind.Silu, -1e-40)).toBe(-5e-41);
    expect<f32>(value(ActivationKind.Silu, 30)).toBe(30);
    expect<f32>(value(ActivationKind.Silu, -108)).toBe(-SMALLEST);
    expect<f32>(value(ActivationKind.Softplus, 0)).toBe(0.6931471824645996);
    expect<f32>(value(ActivationKind.Softplus, 30)).toBe(30);
    expect<f32>(value(ActivationKind.Softplus, -103.9)).toBe(SMALLEST);
    expect<f32>(slope(ActivationKind.Softplus, -103.9)).toBe(SMALLEST);
  });

  test("the slopes of SiLU and GELU rise above 1 and fall below 0", () => {
    expect<f32>(slope(ActivationKind.Gelu, 1.4142135)).toBeCloseTo(1.1289041, 6);
    expect<f32>(slope(ActivationKind.Gelu, -1.4142135)).toBeCloseTo(-0.1289041, 6);
    expect<f32>(slope(ActivationKind.Silu, 2.3993573)).toBeCloseTo(1.0998393, 6);
    expect<f32>(slope(ActivationKind.Silu, -2.3993573)).toBeCloseTo(-0.0998393, 6);
  });

  test("any length, in place or not, with the slope or without: the same bits and nothing outside", () => {
    const sizes: i32[] = [0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 33];
    for (let kind = 0; kind < KINDS; kind++) {
      for (let s = 0; s < sizes.length; s++) {
        const n = sizes[s];
        const name = "kind " + kind.toString() + ", n = " + n.toString();
        const u = guarded(n);
        const z = guarded(n);
        const slopes = guarded(n);
        for (let i = 0; i < n; i++) store<f32>(u + ((<usize>i) << 2), sample(i));
        // A NaN read from the bands would be reported.
        expect<i32>(activationForward(kind, 0.25, n, u, z, slopes)).toBe(0, name);
        for (let i = 0; i < n; i++) {
          expect<f32>(load<f32>(z + ((<usize>i) << 2))).toBe(value(kind, sample(i)), name);
          expect<f32>(load<f32>(slopes + ((<usize>i) << 2))).toBe(slope(kind, sample(i)), name);
        }
        expect<i32>(activationForward(kind, 0.25, n, u, u, 0)).toBe(0, name);
        expect<i32>(memory.compare(u, z, (<usize>n) << 2)).toBe(0, name);
        expect<bool>(bandsHold(u, n) && bandsHold(z, n) && bandsHold(slopes, n)).toBeTruthy(name);
        release(u);
        release(z);
        release(slopes);
      }
    }
  });

  test("one number that is not finite is found wherever it stands, when slopes are wanted", () => {
    const bad: f32[] = [f32.NaN, Infinity, -Infinity];
    for (let n = 1; n < 19; n++) {
      const u = guarded(n);
      const z = guarded(n);
      const slopes = guarded(n);
      for (let at = 0; at < n; at++) {
        for (let i = 0; i < n; i++) store<f32>(u + ((<usize>i) << 2), sample(i));
        store<f32>(u + ((<usize>at) << 2), bad[at % 3]);
        for (let kind = 0; kind < KINDS; kind++) {
          const name = "kind " + kind.toString();
          const always = kind == ActivationKind.Linear || kind == ActivationKind.LeakyRelu;
          expect<i32>(activationForward(kind, 0.25, n, u, z, slopes)).toBe(1, name);
          expect<i32>(activationForward(kind, 0.25, n, u, z, 0)).toBe(i32(always), name + " without slopes");
        }
      }
      release(u);
      release(z);
      release(slopes);
    }
  });
});

describe("activationBackward", () => {
  test("dz ⊙ slope (+ carried), any length, delta apart or in place of an operand", () => {
    const sizes: i32[] = [0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 33];
    for (let s = 0; s < sizes.length; s++) {
      const n = sizes[s];
      // 0: delta apart; 1: delta is dz; 2: delta is slope; 3: delta is carried; each without and with carried.
      for (let alias = 0; alias < 4; alias++) {
        for (let carries = alias == 3 ? 1 : 0; carries < 2; carries++) {
          const dz = guarded(n);
          const slopes = guarded(n);
          const carried = guarded(n);
          const apart = guarded(n);
          for (let i = 0; i < n; i++) {
            store<f32>(dz + ((<usize>i) << 2), <f32>(i - 3));
            store<f32>(slopes + ((<usize>i) << 2), <f32>(i % 5));
            store<f32>(carried + ((<usize>i) << 2), <f32>i * 100);
          }
          const delta = alias == 0 ? apart : alias == 1 ? dz : alias == 2 ? slopes : carried;
          activationBackward(n, dz, slopes, carries ? carried : 0, delta);
          for (let i = 0; i < n; i++) {
            expect<f32>(load<f32>(delta + ((<usize>i) << 2))).toBe(<f32>((i - 3) * (i % 5) + carries * 100 * i));
          }
          expect<bool>(bandsHold(dz, n) && bandsHold(slopes, n)).toBeTruthy();
          expect<bool>(bandsHold(carried, n) && bandsHold(apart, n)).toBeTruthy();
          release(dz);
          release(slopes);
          release(carried);
          release(apart);
        }
      }
    }
  });
});

describe("activate64", () => {
  test("agrees with float32, in place, with and without the slope", () => {
    const at = heap.alloc(64);
    for (let kind = 0; kind < KINDS; kind++) {
      for (let i = 0; i < 11; i++) {
        const u = sample(i);
        store<f64>(at, u);
        store<f64>(at, 7, 16);
        activate64(kind, 0.25, 1, at, at + 8, at + 16);
        activate64(kind, 0.25, 1, at, at, 0);
        expect<f64>(load<f64>(at)).toBe(load<f64>(at, 8));
        expect<f64>(load<f64>(at)).toBeCloseTo(value(kind, u), 6);
        expect<f64>(load<f64>(at, 16)).toBeCloseTo(slope(kind, u), 6);
      }
    }
    heap.free(at);
  });
});
