export { gemm, gemmTransposedA, gemmTransposedB, WORKSPACE_BYTES } from "./gemm/gemm";
