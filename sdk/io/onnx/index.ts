import { VERSION } from "../../../build/generated/version.js";
import { checkMember } from "../../core/check.js";
import { elementAt } from "../../core/element.js";
import { makesU, mlpGraph, type Op } from "../../nn/graph.js";
import type { NormOp } from "../../nn/ops/norm.js";
import type { Bytes, Network, NormalisedMlpConfig, NormalisedRnnConfig, Parameter } from "../../types.js";
import { rnnActivation, writeActivation } from "./activation.js";
import { ONNX_CELLS } from "./cells.js";
import { GraphWriter } from "./model.js";

/** What is written of a network: an Mlp or an Rnn. */
export type OnnxSource = Pick<
  Network<never, NormalisedMlpConfig | NormalisedRnnConfig>,
  "config" | "parameters" | "statistics"
>;

/** A network's tensors as constants of the graph. */
class Tensors {
  private readonly byName: ReadonlyMap<string, Parameter>;

  constructor(
    private readonly graph: GraphWriter,
    network: OnnxSource,
  ) {
    this.byName = new Map([...network.parameters(), ...network.statistics()].map((tensor) => [tensor.name, tensor]));
  }

  /** The values of a tensor, which must be there. */
  values(name: string): Float32Array {
    return this.byName.get(name)!.values;
  }

  has(name: string): boolean {
    return this.byName.has(name);
  }

  /** Its name as a constant of the graph. */
  constant(name: string): string {
    const { shape, values } = this.byName.get(name)!;
    return this.graph.floats(name, shape, values);
  }

  /** Weight and bias of a Gemm. */
  affine(value: string, prefix: string, output?: readonly string[]): string {
    const bias = `${prefix}.bias`;
    const inputs = [value, this.constant(`${prefix}.weight`), ...(this.has(bias) ? [this.constant(bias)] : [])];
    return this.graph.node("Gemm", inputs, {}, output);
  }
}

/**
 * A network as an ONNX file (opset 17), which onnxruntime and others run: a net trained in a page. The same network gives the same
 * bytes.
 *
 * An Mlp takes `x`, [batch, inputs], and gives `output`, [batch, outputs]: logits stay logits, norms are those of inference, and skips
 * are sums. An Rnn takes `x`, [time, batch, inputs], and gives `output`, its readout of the last step, [batch, outputs], or without
 * one the last h; and `hidden`, h of every step, [time, batch, hidden].
 *
 * @throws GradiometerError UNSUPPORTED for a simple cell with gelu, silu or selu, which ONNX's RNN does not have; BAD_OPTION.
 */
export function writeOnnx(network: OnnxSource): Bytes {
  checkMember("network", network, "a network", "statistics");
  const { config } = network;
  const graph = new GraphWriter();
  const tensors = new Tensors(graph, network);
  return "hidden" in config ? writeRnn(graph, tensors, config) : writeMlp(graph, tensors, config);
}

function writeMlp(graph: GraphWriter, tensors: Tensors, config: NormalisedMlpConfig): Bytes {
  const { layers, inputs, outputs } = mlpGraph(config);
  let [value, stream] = ["x", "x"];
  for (const layer of layers) {
    for (const op of layer.ops) {
      value = writeOp(graph, tensors, op, { value, stream, config });
      if (makesU(layer, op)) stream = value;
    }
  }
  graph.node("Identity", [value], {}, ["output"]);
  return graph.finish(VERSION, { x: ["batch", inputs] }, { output: ["batch", outputs] });
}

interface At {
  readonly value: string;
  /** u of the layer below, to which a skip adds. */
  readonly stream: string;
  readonly config: NormalisedMlpConfig;
}

function writeOp(graph: GraphWriter, tensors: Tensors, op: Op, { value, stream, config }: At): string {
  switch (op.kind) {
    case "affine":
      return tensors.affine(value, `layers.${op.layer}`);
    case "residual": {
      const added = op.gain === 1 ? value : graph.node("Mul", [value, graph.constant(`gain.${op.layer}`, op.gain)]);
      return graph.node("Add", [stream, added]);
    }
    case "norm":
      return writeNorm(graph, tensors, op, value);
    case "elementwise":
      return writeActivation(graph, elementAt(config.activation, op.layer), value);
    case "scan":
      throw new TypeError("a recurrent layer in an Mlp");
  }
}

function writeNorm(
  graph: GraphWriter,
  tensors: Tensors,
  { layer, fanOut, norm: { kind, epsilon } }: NormOp,
  value: string,
): string {
  const name = `layers.${layer}.norm`;
  const filled = (part: string, otherwise: number): string =>
    tensors.has(`${name}.${part}`)
      ? tensors.constant(`${name}.${part}`)
      : graph.floats(`${name}.${part}`, [fanOut], new Float32Array(fanOut).fill(otherwise));
  const small = { epsilon: { float: Math.fround(epsilon) } };
  if (kind === "layer")
    return graph.node("LayerNormalization", [value, filled("weight", 1), filled("bias", 0)], {
      axis: { int: -1 },
      ...small,
    });
  if (kind === "batch") {
    const inputs = [
      value,
      filled("weight", 1),
      filled("bias", 0),
      tensors.constant(`${name}.mean`),
      tensors.constant(`${name}.variance`),
    ];
    return graph.node("BatchNormalization", inputs, small);
  }
  const square = graph.node("ReduceMean", [graph.node("Mul", [value, value])], {
    axes: { ints: [-1] },
    keepdims: { int: 1 },
  });
  const root = graph.node("Sqrt", [graph.node("Add", [square, graph.constant(`${name}.epsilon`, epsilon)])]);
  const normed = graph.node("Div", [value, root]);
  return tensors.has(`${name}.weight`) ? graph.node("Mul", [normed, tensors.constant(`${name}.weight`)]) : normed;
}

/** [1, gates · hidden, columns] in ONNX's order of gates, from our [columns, gates · hidden]. */
function gateRows(values: Float32Array, gates: readonly number[], hidden: number, columns: number): Float32Array {
  const width = gates.length * hidden;
  const rows = new Float32Array(columns * width);
  for (let unit = 0; unit < width; unit++) {
    const row = elementAt(gates, Math.floor(unit / hidden)) * hidden + (unit % hidden);
    for (let column = 0; column < columns; column++) rows[row * columns + column] = values[column * width + unit]!;
  }
  return rows;
}

function writeRnn(graph: GraphWriter, tensors: Tensors, config: NormalisedRnnConfig): Bytes {
  const { inputs, hidden, outputs, cell, activation, bias } = config;
  const { operator, gates } = ONNX_CELLS[cell];
  const width = gates.length * hidden;
  const rows = (name: string, columns: number): string =>
    graph.floats(name, [1, width, columns], gateRows(tensors.values(name), gates, hidden, columns));
  const given = ["x", rows("input.weight", inputs), rows("recurrent.weight", hidden)];
  if (bias) {
    const both = new Float32Array(2 * width);
    both.set(gateRows(tensors.values("recurrent.bias"), gates, hidden, 1));
    if (cell === "gru") both.set(tensors.values("candidate.bias"), 2 * width - hidden);
    given.push(graph.floats("bias", [1, 2 * width], both));
  }
  const own = cell === "simple" ? rnnActivation(activation ?? "tanh") : {};
  const attributes = {
    hidden_size: { int: hidden },
    ...own,
    ...(cell === "gru" && { linear_before_reset: { int: 1 } }),
  };
  graph.node(operator, given, attributes, ["every", "final"]);
  graph.node("Squeeze", ["every", graph.integers("directions", [1])], {}, ["hidden"]);
  const readout = outputs !== undefined;
  const last = graph.node("Squeeze", ["final", graph.integers("direction", [0])], {}, readout ? ["last"] : ["output"]);
  if (readout) tensors.affine(last, "readout", ["output"]);
  return graph.finish(
    VERSION,
    { x: ["time", "batch", inputs] },
    { output: ["batch", outputs ?? hidden], hidden: ["time", "batch", hidden] },
  );
}
