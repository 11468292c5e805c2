export { readCheckpoint, writeCheckpoint } from "./checkpoint.js";
export { type OnnxSource, writeOnnx } from "./onnx/index.js";
export {
  loadSafetensors,
  type ReadOptions,
  readSafetensors,
  type Safetensors,
  type Tensor,
  type WeightLayout,
  type WriteOptions,
  writeSafetensors,
} from "./safetensors.js";
