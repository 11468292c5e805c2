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

async function bodyOf(request) {
  const text = await request.text();
  if (text.length > MOST_BYTES) throw new Refusal(413, `body: expected at most ${MOST_BYTES} characters`);
  try {
    return Object(JSON.parse(text));
  } catch {
    throw new Refusal(400, "body: expected JSON");
  }
}

const routes = { "/predict": predict, "/train": train };

async function answer(request) {
  const { pathname } = new URL(request.url);
  if (!Object.hasOwn(routes, pathname)) throw new Refusal(404, `expected ${Object.keys(routes).join(" or ")}`);
  if (request.method !== "POST") throw new Refusal(405, "expected POST");
  const { config, parameters, ...rest } = await bodyOf(request);
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
