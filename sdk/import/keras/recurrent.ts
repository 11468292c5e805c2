/** Keras's SimpleRNN, LSTM and GRU. */
import { show } from "../../core/check.js";
import { matrix } from "../step.js";
import { countOf, type View } from "../view.js";
import { activationOf, wordOf } from "./activation.js";
import { flag, own, type Row, Unsupported } from "./row.js";

/** Gates of Keras in the order of this package's: i f c o is i f g o, and z r h becomes r z n. */
const CELLS = {
  simple: { gates: [0] },
  lstm: { gates: [0, 1, 2, 3] },
  gru: { gates: [1, 0, 2] },
} as const;

/** The row of a cell. */
export const recurrent =
  (cell: keyof typeof CELLS): Row =>
  (reader) => {
    const { config } = reader;
    const { gates } = CELLS[cell];
    if (config["go_backwards"] === true) throw new Unsupported("time that runs backward");
    if (config["return_sequences"] === true)
      throw new Unsupported("a layer that puts out every step: here the last goes on");
    const phi = activationOf(wordOf(config["activation"] ?? "tanh"));
    if (phi === undefined || (cell !== "simple" && phi !== "tanh"))
      throw new Unsupported(`the activation ${show(wordOf(config["activation"]))} in its cell`);
    const gate = wordOf(config["recurrent_activation"] ?? "sigmoid");
    if (cell !== "simple" && gate !== "sigmoid")
      throw new Unsupported(`gates of ${show(gate)}; here they are sigmoids`);
    if (cell === "gru" && config["reset_after"] !== true)
      throw new Unsupported("a GRU that resets before the product; reset_after: true is possible");
    const biased = flag(config, "use_bias", true);
    const [kernel, states, bias] = reader.tensors(
      biased ? ["kernel", "recurrent_kernel", "bias"] : ["kernel", "recurrent_kernel"],
    );
    const [inputs = 0, width = 0] = kernel!.dims;
    const hidden = states!.dims[0] ?? 0;
    const fits =
      kernel!.dims.length === 2 &&
      states!.dims.length === 2 &&
      inputs > 0 &&
      hidden > 0 &&
      width === gates.length * hidden &&
      states!.dims[1] === width;
    if (!fits || (bias && countOf(bias) !== (cell === "gru" ? 2 : 1) * width))
      throw new Unsupported("weights that do not fit each other");
    const column = (unit: number): number => gates[Math.floor(unit / hidden)]! * hidden + (unit % hidden);
    const turned = ({ read }: View, rows: number): Float32Array =>
      matrix(rows, width, (i, unit) => read(i * width + column(unit)));
    const all = bias && turned(bias, cell === "gru" ? 2 : 1);
    const [own1, other] = [all?.slice(0, width), all?.slice(width)];
    const added = width - hidden;
    const sums =
      cell === "gru" && own1 && other
        ? own1.map((value, unit) => (unit >= added || other[unit] === 0 ? value : value + other[unit]!))
        : own1;
    return [
      {
        kind: "recurrent",
        ...own(reader),
        cell,
        ...(cell === "simple" && { activation: phi }),
        inputs,
        hidden,
        input: turned(kernel!, inputs),
        recurrent: turned(states!, hidden),
        bias: sums ?? null,
        candidate: cell === "gru" && other ? other.slice(added) : null,
      },
    ];
  };
