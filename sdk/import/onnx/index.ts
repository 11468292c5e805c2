import { asUint8Array } from "../../core/brand.js";
import { badOption } from "../../core/check.js";
import { assemble, refused, Report } from "../assemble.js";
import { checkImported, guarded } from "../guard.js";
import { checkOptions } from "../options.js";
import type { Imported, ImportOptions } from "../types.js";
import { walk } from "./graph.js";
import { readModel } from "./proto.js";

/**
 * The network of an ONNX file: Gemm, MatMul and Add, the activations (GELU, SiLU and softsign also as the chains of nodes that
 * exporters write), layer, RMS and batch norms at inference, RNN, LSTM and GRU of one direction. Folded: constant scaling of the
 * inputs, Flatten, Identity, Dropout, batch norms that have no place of their own. A softmax at the end is left out, since
 * cross-entropy contains it. Numbers may be float16, bfloat16, float32 or float64. Nothing is executed and nothing is loaded from
 * elsewhere: external data are refused.
 *
 * @param bytes  the file.
 * @throws GradiometerError BAD_FILE for what is no ONNX file, or is damaged; BAD_OPTION. A net of other layers is no error:
 *         they stand in `refused`.
 */
export function fromOnnx(bytes: Uint8Array, options: ImportOptions = {}): Imported {
  const own = asUint8Array(bytes);
  if (!own) throw badOption("bytes", "a Uint8Array", bytes);
  const { loss } = checkOptions(options);
  return guarded("ONNX", () => {
    const model = readModel(own);
    const { steps, notes, refused: list } = walk(model);
    if (list.length > 0) {
      const report = new Report(notes);
      report.refused.push(...list);
      return refused(report, {});
    }
    const framework = model.producer === "pytorch" ? "pytorch" : undefined;
    const imported = assemble(steps, { framework, training: {}, loss, notes });
    checkImported("ONNX", imported);
    return imported;
  });
}
