/**
 * A worker that trains and predicts, and keeps nothing: the whole net is in the request and in the answer.
 *
 *     POST /predict { config, parameters, x }                  → { output }
 *     POST /train   { config, parameters?, x, y, steps, … }    → { losses, clippedFraction, parameters, hash }
 *
 * `config` is that of `lab.mlp`, `parameters` are { name: numbers } as /train gave them; without them the net is new, from
 * the seed of its config. Plain SGD has no memory of its own, so 5 steps and 5 more are the same bits as 10.
 */
import { GradiometerError, load } from "gradiometer";

const MOST_BYTES = 1_000_000;
const MOST_STEPS = 1000;
const MOST_LAYERS = 1000;
const MOST_PARAMETERS = 1_000_000;
const MOST_ROWS = 10_000;
/** Numbers that a batch becomes on its way through the net, all layers together. */
const MOST_VALUES = 5_000_000;

/** What the caller did wrong, with the status that says so. */
class Refusal extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

/** NaN and ±∞, which JSON lacks, as what `Number` would read again. */
const json = (value, status = 200) =>
  new Response(
    JSON.stringify(value, (_, entry) => (typeof entry === "number" && !Number.isFinite(entry) ? String(entry) : entry)),
    { status, headers: { "content-type": "application/json" } },
  );

const parametersOf = (network) =>
  Object.fromEntries(network.parameters().map(({ name, values }) => [name, Array.from(values)]));

function predict(network, { x }) {
  return { output: Array.from(network.forward(x)) };
}

function train(network, { x, y, steps, loss = "cross-entropy", learningRate = 0.1, clip = 1 }) {
  if (!Number.isInteger(steps) || steps < 1 || steps > MOST_STEPS)
    throw new Refusal(400, `steps: expected an integer from 1 to ${MOST_STEPS}, but got ${steps}`);
  const trainer = network.trainer({
    loss,
    optimizer: { kind: "sgd", learningRate },
    clip: { kind: "norm", limit: clip },
  });
  const losses = Array.from({ length: steps }, () => trainer.step(x, y));
  const { clippedFraction } = trainer;
  return { losses, clippedFraction, parameters: parametersOf(network), hash: network.hash() };
}

/** The text of a body, of which no more is read than may be. */
async function textOf({ headers, body }) {
  const refusal = new Refusal(413, `body: expected at most ${MOST_BYTES} bytes`);
  if (Number(headers.get("content-length")) > MOST_BYTES) throw refusal;
  const decoder = new TextDecoder();
  let [text, bytes] = ["", 0];
  for await (const chunk of body ?? []) {
    bytes += chunk.length;
    if (bytes > MOST_BYTES) throw refusal; // which ends the loop, and so cancels the rest
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

async function bodyOf(request) {
  const text = await textOf(request);
  try {
    return Object(JSON.parse(text));
  } catch {
    throw new Refusal(400, "body: expected JSON");
  }
}

/** A few bytes can ask for a net of gigabytes. Sizes that are none are for the library to refuse. */
function checkNet(sizes) {
  if (!Array.isArray(sizes)) return;
  const layers = sizes.length - 1;
  if (layers > MOST_LAYERS) throw new Refusal(413, `sizes: expected at most ${MOST_LAYERS} layers, but got ${layers}`);
  if (!sizes.every((size) => typeof size === "number")) return;
  const count = sizes.slice(1).reduce((sum, fanOut, index) => sum + (sizes[index] + 1) * fanOut, 0);
  if (count > MOST_PARAMETERS)
    throw new Refusal(413, `sizes: expected at most ${MOST_PARAMETERS} parameters, but got ${count}`);
}

/** Rows that are none are for the library to refuse, too. */
function checkRows(sizes, x) {
  if (!Array.isArray(x) || !Array.isArray(sizes) || !sizes.every((size) => typeof size === "number" && size > 0))
    return;
  const rows = Array.isArray(x[0]) ? x.length : x.length / sizes[0];
  if (rows > MOST_ROWS) throw new Refusal(413, `x: expected at most ${MOST_ROWS} rows, but got ${Math.ceil(rows)}`);
  const units = sizes.reduce((sum, size) => sum + size, 0);
  if (rows * units > MOST_VALUES)
    throw new Refusal(413, `x: expected at most ${Math.floor(MOST_VALUES / units)} rows for this net, but got ${rows}`);
}

function checkParameters(parameters) {
  if (parameters === null || typeof parameters !== "object" || Array.isArray(parameters))
    throw new Refusal(400, "parameters: expected an object of { name: numbers }");
}

const routes = { "/predict": predict, "/train": train };

async function answer(request) {
  const { pathname } = new URL(request.url);
  if (!Object.hasOwn(routes, pathname)) throw new Refusal(404, `expected ${Object.keys(routes).join(" or ")}`);
  if (request.method !== "POST") throw new Refusal(405, "expected POST");
  const { config, parameters, ...rest } = await bodyOf(request);
  checkNet(config?.sizes);
  checkRows(config?.sizes, rest.x);
  if (parameters !== undefined) checkParameters(parameters);
  const lab = await load();
  const network = lab.mlp(config);
  if (parameters !== undefined) network.setParameters(parameters);
  return routes[pathname](network, rest);
}

export default {
  async fetch(request) {
    try {
      return json(await answer(request));
    } catch (error) {
      if (error instanceof Refusal) return json({ error: error.message }, error.status);
      if (error instanceof GradiometerError) return json({ error: error.message, code: error.code }, 400);
      throw error;
    }
  },
};
