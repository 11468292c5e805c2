export { fromOnnx } from "./onnx/index.js";
export type {
  Imported,
  ImportedLayer,
  ImportedNetwork,
  ImportedTraining,
  ImportOptions,
  Refusal,
  RefusedNetwork,
} from "./types.js";
