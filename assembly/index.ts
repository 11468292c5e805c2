/**
 * The binary interface: everything that TypeScript calls, and nothing else. Memory is imported, its layout is the
 * caller's; pointers and counts are i32. Kernels keep no state: what they need comes as arguments.
 */
export { gemm, gemmTransposedA, gemmTransposedB, WORKSPACE_BYTES } from "./gemm/gemm";
export { normal, permutation, uniform } from "./random/distributions";
export {
  allFinite,
  columnSums,
  countBelow,
  countUnderflow,
  gatherRows,
  histogram,
  statistics,
  sumOfSquares,
  zeroColumns,
} from "./vector/reduce";
export { activationForward } from "./nn/activation";
export { activate64 } from "./nn/activation64";
export { activationBackward } from "./nn/activationBackward";
export { cos64, exp64, log64, sigmoid64, sigmoidSlope64, sin64, tanh64, tanhSlope64 } from "./math/double";
export { addScaled, scale } from "./vector/scale";
export { transpose } from "./vector/transpose";
export { affineForward, denseBackward, denseForward } from "./nn/dense";
export { firstBadTarget, loss } from "./nn/loss";
export { loss64 } from "./nn/loss64";
export { normRowsBackward, normRowsForward } from "./nn/norm";
export { moveStatistics, normColumnsBackward, normColumnsForward, normColumnsInference } from "./nn/normColumns";
export { lstmBackward, lstmForward } from "./nn/lstm";
export { gruBackward, gruForward } from "./nn/gru";
export { clipByValue } from "./nn/clip";
export { adam, rmsprop, rprop, sgd, signSgd } from "./nn/optimizer";
export { activationBackward64, affineBackward64, affineForward64, narrow, widen } from "./nn/double";
export { orthonormalise } from "./spectrum/qr";
export { gradedQr } from "./spectrum/graded";
export { jacobi } from "./spectrum/jacobi";
export { multiply } from "./spectrum/product";
export { sha256Begin, sha256End, sha256Update } from "./hash/sha256";
export { dataEnd } from "./layout";
export { FUSED } from "./lanes";
