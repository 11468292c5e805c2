/** Activations and their slopes in float64, for probes that must see what float32 cannot hold. */
import { ActivationKind } from "../abi";
import { sigmoid64, sigmoidSlope64, tanh64, tanhSlope64 } from "../math/double";
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
} from "../math/smooth";

/** φ(u) in float64. */
function value64(kind: i32, alpha: f64, u: f64): f64 {
  switch (kind) {
    case ActivationKind.Sigmoid:
      return sigmoid64(u);
    case ActivationKind.Tanh:
      return tanh64(u);
    case ActivationKind.Relu:
      return u < 0 ? 0 : u;
    case ActivationKind.LeakyRelu:
      return u > 0 ? u : alpha * u;
    case ActivationKind.Softsign:
      return u / (1 + abs<f64>(u));
    case ActivationKind.Elu:
      return elu64(u);
    case ActivationKind.Selu:
      return selu64(u);
    case ActivationKind.Gelu:
      return gelu64(u);
    case ActivationKind.Silu:
      return silu64(u);
    case ActivationKind.Softplus:
      return softplus64(u);
    default:
      return u;
  }
}

/** φ′(u) in float64. */
function slope64(kind: i32, alpha: f64, u: f64): f64 {
  switch (kind) {
    case ActivationKind.Sigmoid:
      return sigmoidSlope64(u);
    case ActivationKind.Tanh:
      return tanhSlope64(u);
    case ActivationKind.Relu:
      return u > 0 ? 1 : u <= 0 ? 0 : u;
    case ActivationKind.LeakyRelu:
      return u > 0 ? 1 : u <= 0 ? alpha : u;
    case ActivationKind.Softsign: {
      const inverse = 1 / (1 + abs<f64>(u));
      return inverse * inverse;
    }
    case ActivationKind.Elu:
      return eluSlope64(u);
    case ActivationKind.Selu:
      return seluSlope64(u);
    case ActivationKind.Gelu:
      return geluSlope64(u);
    case ActivationKind.Silu:
      return siluSlope64(u);
    case ActivationKind.Softplus:
      return sigmoid64(u);
    default:
      return 1;
  }
}

/**
 * activationForward in float64: u, z and slope (0: not wanted) are arrays of n float64, z may be u. Finite u; a few ulp,
 * as math/double.ts and math/smooth.ts have it.
 */
export function activate64(kind: i32, alpha: f64, n: i32, u: usize, z: usize, slope: usize): void {
  for (; n > 0; --n, u += 8, z += 8) {
    const x = f64.load(u);
    f64.store(z, value64(kind, alpha, x));
    if (slope) {
      f64.store(slope, slope64(kind, alpha, x));
      slope += 8;
    }
  }
}
