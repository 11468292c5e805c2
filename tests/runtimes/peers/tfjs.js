/** A product of two matrices with TensorFlow.js, on its wasm backend. */
import * as tf from "@tensorflow/tfjs-core";
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";

/** `binaries`: the address that its wasm files are served at. */
export async function main({ binaries }) {
  setWasmPaths(binaries);
  await tf.setBackend("wasm");
  await tf.ready();
  return [...tf.matMul(tf.ones([2, 2]), tf.ones([2, 2])).dataSync()];
}
