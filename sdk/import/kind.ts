import { strFromU8 } from "fflate/browser";
import { isEventFile } from "../io/events/records.js";
import { isHdf5 } from "./keras/index.js";
import { isZip } from "./zip.js";

/** Files that a reader here takes. */
export type ImportFormat = "onnx" | "torch" | "safetensors" | "keras" | "tfjs";

/** What a file is, by its first bytes. */
export interface FileKind {
  /** Which reader takes it; null for none. */
  readonly format: ImportFormat | null;
  /** In a sentence: "an ONNX model". */
  readonly name: string;
  /** What to do with a file that no reader takes. */
  readonly advice?: string;
}

const kind = (format: ImportFormat, name: string): FileKind => ({ format, name });
const other = (name: string, advice: string): FileKind => ({ format: null, name, advice });

/** Bytes of the beginning that are looked at as text. */
const LOOKED_AT = 4096;
const LONGEST_HEADER = 100_000_000;

const begins = (bytes: Uint8Array, text: string, at = 0): boolean =>
  strFromU8(bytes.subarray(at, at + text.length), true) === text;

/** An ONNX model begins with its version, then the name of who made it, or its graph or operators. */
const isOnnx = (bytes: Uint8Array): boolean =>
  bytes[0] === 0x08 && bytes[1]! > 0 && bytes[1]! < 0x20 && [0x12, 0x1a, 0x22, 0x28, 0x3a, 0x42].includes(bytes[2]!);

/** A safetensors file begins with the length of a JSON header. */
function isSafetensors(bytes: Uint8Array): boolean {
  if (bytes.length < 10 || bytes[8] !== 0x7b) return false;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return view.getUint32(4, true) === 0 && view.getUint32(0, true) <= LONGEST_HEADER;
}

/** An archive says by the name of its first file, or of any, whose it is. */
function archive(text: string): FileKind {
  if (/\/(data\.pkl|\.format_version|byteorder)/.test(text)) return kind("torch", "a PyTorch file");
  if (/metadata\.json|config\.json|model\.weights\.h5/.test(text)) return kind("keras", "a Keras model");
  if (text.includes(".npy")) return other("a NumPy archive (.npz)", "save the state dict as safetensors");
  if (text.includes("[Content_Types].xml")) return other("an Office document", "save the table as CSV");
  return other("a zip archive", "unpack it first");
}

/** What a file is, by its beginning; null for what is none of the known ones, such as JSON of one's own or a table. */
export function fileKind(bytes: Uint8Array): FileKind | null {
  const text = strFromU8(bytes.subarray(0, LOOKED_AT), true);
  if (isZip(bytes)) return archive(text + strFromU8(bytes.subarray(-LOOKED_AT), true));
  if (isHdf5(bytes)) return kind("keras", "an HDF5 file, as Keras writes it");
  if (isEventFile(bytes)) return other("an event file of TensorBoard", "run gradiometer diagnose on it");
  if (begins(bytes, "\x93NUMPY")) return other("a NumPy array (.npy)", "save tables as CSV, networks as safetensors");
  if (begins(bytes, "GGUF")) return other("a GGUF model", "language models are not for this package");
  if (begins(bytes, "TFL3", 4)) return other("a TensorFlow Lite model", "export the Keras model as .keras, or as ONNX");
  if (begins(bytes, "PAR1")) return other("a Parquet table", "save it as CSV");
  if (begins(bytes, "\x1f\x8b")) return other("a gzip archive", "unpack it first");
  if (bytes[0] === 0x80 && bytes[1]! > 1 && bytes[1]! < 6)
    return kind("torch", "a pickle, as PyTorch wrote before 1.6");
  if (isSafetensors(bytes)) return kind("safetensors", "a safetensors file");
  if (isOnnx(bytes)) return kind("onnx", "an ONNX model");
  if (/^\s*\{[^]*"(modelTopology|weightsManifest)"/.test(text)) return kind("tfjs", "a TensorFlow.js model");
  return null;
}
