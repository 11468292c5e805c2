/** A product of two matrices with jax-js, on its wasm backend. */
import { defaultDevice, init, numpy } from "@jax-js/jax";

export async function main() {
  await init("wasm");
  defaultDevice("wasm");
  return [...numpy.matmul(numpy.ones([2, 2]), numpy.ones([2, 2])).dataSync()];
}
