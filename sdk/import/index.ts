export { fileKind, type FileKind, type ImportFormat } from "./kind.js";
export { fromKeras, type Hdf5Reader, type KerasOptions } from "./keras/index.js";
export { fromOnnx } from "./onnx/index.js";
export { fromSafetensors } from "./safetensors.js";
export type { StateOptions } from "./stateDict.js";
export { fromTfjs, type TfjsWeights, weightPaths } from "./tfjs.js";
export { fromTorch } from "./torch/index.js";
export type {
  Imported,
  ImportedLayer,
  ImportedNetwork,
  ImportedTraining,
  ImportFindings,
  ImportOptions,
  Refusal,
  RefusedNetwork,
} from "./types.js";
