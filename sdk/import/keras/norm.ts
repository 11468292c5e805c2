/** Keras's norms. */
import { decimal } from "../decimal.js";
import { toFloats } from "../view.js";
import { flag, number, own, type Reader, type Row, Unsupported } from "./row.js";

/** The axis of a norm must be the last of rows. */
export function checkAxis({ config }: Reader): void {
  const { axis } = config;
  const given: unknown = Array.isArray(axis) ? (axis.length === 1 ? axis[0] : NaN) : (axis ?? -1);
  if (given !== -1 && given !== 1) throw new Unsupported("a norm over another axis");
}

/** The row of a norm. */
export const norm =
  (kind: "batch" | "layer" | "rms"): Row =>
  (reader) => {
    const { config } = reader;
    checkAxis(reader);
    if (config["rms_scaling"] === true || config["renorm"] === true) throw new Unsupported("a norm of another kind");
    const [gain, shift] = kind === "rms" ? ["scale", undefined] : ["gamma", "beta"];
    const [scales, centers] = [
      kind === "rms" || flag(config, "scale", true),
      kind !== "rms" && flag(config, "center", true),
    ];
    const names = [
      ...(scales ? [gain] : []),
      ...(centers ? [shift!] : []),
      ...(kind === "batch" ? ["moving_mean", "moving_variance"] : []),
    ];
    const tensors = reader.tensors(names);
    if (tensors.some(({ dims }) => dims.length !== 1 || dims[0] !== tensors[0]!.dims[0]))
      throw new Unsupported("a norm whose tensors have different shapes");
    const values = new Map(names.map((name, index) => [name, toFloats(tensors[index]!)]));
    const get = (name: string | undefined): Float32Array | null => values.get(name ?? "") ?? null;
    return [
      {
        kind: "norm",
        ...own(reader),
        norm: kind,
        width: tensors[0]?.dims[0] ?? null,
        epsilon: number(config, "epsilon", kind === "rms" ? 1e-6 : 1e-3),
        ...(kind === "batch" && { momentum: decimal(Math.fround(1 - number(config, "momentum", 0.99))) }),
        weight: get(gain),
        bias: get(shift),
        mean: get("moving_mean"),
        variance: get("moving_variance"),
      },
    ];
  };
