/** ONNX Runtime on its wasm backend, one thread; it can no longer train. */
import * as ort from "onnxruntime-web";
import { batchOf, parametersOf } from "../nets.js";
import { mlpModel } from "../onnx.js";

ort.env.wasm.numThreads = 1;

export const version = ort.env.versions.web;

export async function inference(net) {
  const { x } = batchOf({ ...net, batch: 1 });
  const session = await ort.InferenceSession.create(mlpModel(net, parametersOf(net)), { executionProviders: ["wasm"] });
  const forward = async () => {
    const { logits } = await session.run({ x: new ort.Tensor("float32", x, [1, net.sizes[0]]) });
    return logits.data;
  };
  return { forward };
}
