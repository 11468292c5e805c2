/**
 * A multilayer perceptron as an ONNX file: Gemm and activation nodes. Protocol buffers need no more than this for it: a
 * field is a tag, then a varint, or a length and bytes.
 *
 * Field numbers: github.com/onnx/onnx, onnx/onnx.proto.
 */
const FLOAT = 1;
const NAMES = { tanh: "Tanh", relu: "Relu" };

function varint(value) {
  const bytes = [];
  for (; value > 127; value = Math.floor(value / 128)) bytes.push((value % 128) | 128);
  return [...bytes, value];
}

/** A field whose value is an integer, a string, bytes, or a message: a list of fields. */
function field(number, value) {
  if (typeof value === "number") return Buffer.from([...varint(8 * number), ...varint(value)]);
  const bytes = Array.isArray(value) ? Buffer.concat(value) : Buffer.from(value);
  return Buffer.concat([Buffer.from([...varint(8 * number + 2), ...varint(bytes.length)]), bytes]);
}

const node = (operator, inputs, output) =>
  field(1, [...inputs.map((name) => field(1, name)), field(2, output), field(4, operator)]);

const initializer = (name, shape, values) =>
  field(5, [
    ...shape.map((size) => field(1, size)),
    field(2, FLOAT),
    field(8, name),
    field(9, Buffer.from(values.buffer, values.byteOffset, values.byteLength)),
  ]);

function valueInfo(number, name, shape) {
  const dimensions = field(
    2,
    shape.map((size) => field(1, [field(1, size)])),
  );
  return field(number, [field(1, name), field(2, [field(1, [field(1, FLOAT), dimensions])])]);
}

/** The net for a batch of one: from `x` to `logits`. */
export function mlpModel({ sizes, activation }, parameters) {
  const last = parameters.length - 1;
  const graph = parameters.flatMap(({ fanIn, fanOut, weight, bias }, l) => {
    const inputs = [l === 0 ? "x" : `z${l - 1}`, `w${l}`, `b${l}`];
    const output = l === last ? "logits" : `u${l}`;
    return [
      node("Gemm", inputs, output),
      ...(l === last ? [] : [node(NAMES[activation], [output], `z${l}`)]),
      initializer(`w${l}`, [fanIn, fanOut], weight),
      initializer(`b${l}`, [fanOut], bias),
    ];
  });
  graph.push(field(2, "mlp"), valueInfo(11, "x", [1, sizes[0]]), valueInfo(12, "logits", [1, sizes.at(-1)]));
  const OPSET = [field(1, ""), field(2, 17)];
  return Buffer.concat([field(1, 8), field(8, OPSET), field(7, graph)]);
}
