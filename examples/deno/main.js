/**
 * A server function: draws how much of the error reaches each layer of a net, as SVG that a page can show as an image.
 *
 *     deno task start [port]
 *     http://127.0.0.1:8000/?depth=20&activation=sigmoid&init=standard
 *
 * It may read dist/ (the binary) and listen, nothing else. In a project of yours: `deno add npm:gradiometer` in place of
 * the imports in deno.json.
 */
import { GradiometerError, load } from "gradiometer";
import { figure } from "gradiometer/figure";

const WIDTH = 32;
const SAMPLES = 64;
const DEEPEST = 100;

const lab = await load();

/** ‖δ‖ of every layer, first layer first, on rows that a net of its own makes up: pure in the net's configuration. */
function errors({ depth, activation, init }) {
  const source = lab.mlp({ sizes: [1, WIDTH], init: { kind: "normal", std: 1 }, seed: 1 });
  const x = source.forward(Float32Array.from({ length: SAMPLES }, (_, row) => (2 * row + 1) / SAMPLES - 1));
  source.dispose();
  const network = lab.mlp({ sizes: [WIDTH, ...Array(depth - 1).fill(WIDTH), 1], activation, init, seed: 1 });
  const y = Float32Array.from({ length: SAMPLES }, (_, row) => row % 2);
  try {
    return network.flow(x, y, "binary-cross-entropy").layers.map(({ delta }) => delta.norm);
  } finally {
    network.dispose();
  }
}

function draw(net) {
  const norms = errors(net);
  return figure({
    kind: "lines",
    title: `${net.activation}, ${net.init}: ${net.depth} layers`,
    description: "The norm of the error that back-propagation brings to each layer, before training.",
    x: { label: "layer" },
    y: { label: "‖δ‖", scale: "log" },
    series: [{ name: "‖δ‖", x: norms.map((_, layer) => layer + 1), y: norms }],
  });
}

const text = (status, message) => new Response(`${message}\n`, { status });

/** The server, without a network: a Request in, a Response out. */
export function handler(request) {
  if (request.method !== "GET") return text(405, "expected GET");
  const { searchParams } = new URL(request.url);
  const net = { depth: 10, activation: "tanh", init: "glorot-uniform", ...Object.fromEntries(searchParams) };
  const depth = Number(net.depth);
  if (!Number.isInteger(depth) || depth < 1 || depth > DEEPEST)
    return text(400, `depth: expected an integer from 1 to ${DEEPEST}, but got ${net.depth}`);
  try {
    return new Response(draw({ ...net, depth }), { headers: { "content-type": "image/svg+xml" } });
  } catch (error) {
    if (error instanceof GradiometerError) return text(400, error.message);
    throw error;
  }
}

if (import.meta.main) Deno.serve({ hostname: "127.0.0.1", port: Number(Deno.args[0] ?? 8000) }, handler);
