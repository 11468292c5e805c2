/**
 * The main job, `npm start`: nets of 2 to 30 layers learn real handwritten digits, with the old and with good
 * initialisations, with and without clipping, sign updates and skips. Every claim at the end is checked on what was just
 * measured.
 *
 *     node examples/node/digits.js [--depths 2,5,10,30] [--seeds 5]
 *
 * Exit code 1 when a claim differs from what is expected.
 */
import { load } from "gradiometer";
import { digits } from "gradiometer/data";
import { parseArgs } from "node:util";
import { bold, claimLines, cyan, dim, green, heading, percent, print, red, row, short, status } from "./terminal.js";

/** The command line, or one line about what is wrong with it. */
function readArguments() {
  const refuse = (reason) => {
    console.error(`digits.js: ${reason}; give --depths as integers from 2, such as 2,5,10, and --seeds from 1`);
    process.exit(2);
  };
  try {
    const options = { depths: { type: "string", default: "2,5,10,30" }, seeds: { type: "string", default: "5" } };
    const { values } = parseArgs({ options });
    const depths = values.depths.split(",").map(Number);
    const seeds = Number(values.seeds);
    if (!depths.every((depth) => Number.isInteger(depth) && depth >= 2)) refuse(`wrong depth in ${values.depths}`);
    if (!Number.isInteger(seeds) || seeds < 1) refuse(`wrong number of seeds ${values.seeds}`);
    return { depths, seeds };
  } catch (error) {
    return refuse(error.message.split(/[.\n]/)[0]);
  }
}

const { depths, seeds } = readArguments();

// One setting for every net; only what a row names differs.
const WIDTH = 32;
const BATCH = 32;
const EPOCHS = 20; // of 45 steps: 900
const SGD = { kind: "sgd", learningRate: 0.04 };
const SIGN = { kind: "sign-sgd", learningRate: { start: 0.02, decay: 0.998 } };
const CLIP = { kind: "norm", limit: 2 };
const WIDE = 64;
const HUGE = { kind: "normal", std: 3 / Math.sqrt(WIDE) }; // N(0, 9/n)
const HEALTHY_RATE = 0.1;
const HEALTHY_SEEDS = 5;
/** Below this share of right answers a net has learned nothing worth the name; guessing gives .1. */
const CHANCE = 0.2;

const deep = (depth, width = WIDTH) => [64, ...Array(depth - 1).fill(width), 10];

/** Sigmoid, tanh and ReLU at every depth, each initialised as `init` says: [what, how it is called]. */
function plain(init) {
  const names = { sigmoid: "sigmoid", tanh: "tanh", relu: "ReLU" };
  return Object.entries(names).flatMap(([activation, name]) =>
    depths.map((depth) => {
      const [how, called] = init(activation, depth);
      return {
        key: `${activation} ${depth}`,
        name: `${name} ${depth}${called}`,
        sizes: deep(depth),
        activation,
        init: how,
      };
    }),
  );
}

const old = plain(() => ["standard", ""]);

const good = plain((activation, depth) => {
  if (activation === "relu") return ["he-normal", " He"];
  return activation === "tanh" && depth >= 30 ? ["orthogonal", " orthogonal"] : ["glorot-uniform", " Glorot"];
});

const sigmoid = { activation: "sigmoid", init: "glorot-uniform" };
const relu = { activation: "relu", init: "he-normal" };
const exploding = { activation: "relu", init: HUGE, depth: 10, width: WIDE };
const remedies = [
  { ...exploding, key: "exploding", name: "ReLU 10 N(0, 9/n)" },
  { ...exploding, key: "clipped", name: "the same, clipped", clip: CLIP },
  { ...relu, key: "relu clipped", name: "ReLU 30 He, clipped", depth: 30, clip: CLIP },
  { ...sigmoid, key: "sigmoid 5 sign", name: "sigmoid 5, sign", depth: 5, optimizer: SIGN },
  { ...sigmoid, key: "sigmoid 10 sign", name: "sigmoid 10, sign", depth: 10, optimizer: SIGN },
  { activation: "tanh", init: "standard", key: "tanh sign", name: "tanh 10 old, sign", depth: 10, optimizer: SIGN },
  { ...sigmoid, key: "sigmoid skips", name: "sigmoid 30, skips", depth: 30, skip: "scaled" },
  { ...relu, key: "relu skips", name: "ReLU 30 He, skips", depth: 30, skip: "scaled" },
]
  .filter(({ depth }) => depths.includes(depth))
  .map((net) => ({ ...net, sizes: deep(net.depth, net.width) }));

const healthy = {
  name: "tanh 64-64-32-10",
  sizes: [64, 64, 32, 10],
  activation: "tanh",
  init: "glorot-uniform",
  optimizer: { kind: "sgd", learningRate: HEALTHY_RATE },
};

function accuracy(network, { x, labels, count }) {
  const scores = network.forward(x);
  let right = 0;
  for (let image = 0; image < count; image++) {
    const own = scores.subarray(10 * image, 10 * image + 10);
    if (own.indexOf(Math.max(...own)) === labels[image]) right++;
  }
  return right / count;
}

/** Trains one net from one seed: what flowed through it before the first step, and what became of it. */
async function trainOnce(lab, { activation, sizes, init, skip = "none", optimizer = SGD, clip }, seed) {
  const { train, test } = await digits(lab, { seed });
  const network = lab.mlp({ sizes, activation, init, skip, seed });
  const { layers } = network.flow(train.x, train.y, "cross-entropy");
  const trainer = network.trainer({ loss: "cross-entropy", optimizer, ...(clip && { clip }) });
  await trainer.fit(train.x, train.y, { epochs: EPOCHS, batch: BATCH });
  const measured = {
    delta: layers.map((layer) => layer.delta.norm),
    weightRatio: layers[0].weightGradient.norm / layers.at(-1).weightGradient.norm,
    loss: network.flow(train.x, train.y, "cross-entropy").loss,
    accuracy: accuracy(network, test),
    nan: trainer.firstNonFinite,
  };
  network.dispose();
  return measured;
}

function median(values) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

const work = { done: 0, total: 0 };

/** The same net from several seeds; every number is the median. */
async function measure(lab, net, runs = seeds) {
  const results = [];
  for (let seed = 0; seed < runs; seed++) {
    status(work.done / work.total, `${net.name}, seed ${seed + 1} of ${runs}`);
    results.push(await trainOnce(lab, net, seed));
    work.done += net.sizes.length;
  }
  const lost = results.filter(({ nan }) => nan !== null);
  return {
    ...net,
    chance: CHANCE,
    delta: results[0].delta.map((_, layer) => median(results.map(({ delta }) => delta[layer]))),
    ratio: median(results.map(({ delta }) => delta[0] / delta.at(-1))),
    weightRatio: median(results.map(({ weightRatio }) => weightRatio)),
    loss: median(results.map(({ loss }) => loss)),
    accuracy: median(results.map((result) => (result.nan === null ? result.accuracy : 0))),
    nan: lost[0]?.nan ?? null,
    lost: lost.length / runs,
  };
}

async function measureAll(lab, nets) {
  const measured = {};
  for (const net of nets) {
    measured[net.key] = await measure(lab, net);
    row(measured[net.key]);
  }
  return measured;
}

/** What is claimed about the nets that were measured; a claim whose nets were left out is left out. */
function claimsOf(before, after, cured, best) {
  const highest = (table, activation, from) => {
    const nets = depths.filter((depth) => depth >= from).map((depth) => table[`${activation} ${depth}`]);
    return nets.length > 0 ? Math.max(...nets.map((net) => net.accuracy)) : undefined;
  };
  /** Factor of Var δ per layer, going down, between the last hidden layer and the first. */
  const perLayer = (net) => net && (net.delta[0] / net.delta.at(-2)) ** (2 / (net.delta.length - 2));
  const atLeast = (low) => ({ low, high: Infinity, expected: `≥ ${percent(low)}`, show: percent });
  const stuck = { low: 0, high: CHANCE, expected: `≤ ${percent(CHANCE)}`, show: percent };
  const between = (low, high) => ({ low, high, expected: `${short(low)} … ${short(high)}`, show: short });
  const claim = (statement, bounds, value, foreseen = true) => ({ statement, ...bounds, value, foreseen });
  return [
    claim("old initialisation: sigmoid stays at chance from depth 5", stuck, highest(before, "sigmoid", 5)),
    claim("old initialisation: tanh stays at chance from depth 10", stuck, highest(before, "tanh", 10)),
    claim("old initialisation: ReLU stays at chance from depth 10", stuck, highest(before, "relu", 10)),
    claim(
      "why: going down, each layer of tanh 10 keeps a third of Var δ",
      between(0.25, 0.42),
      perLayer(before["tanh 10"]),
    ),
    claim("with Glorot's initialisation nearly all of it", between(0.7, 1.2), perLayer(after["tanh 10"])),
    claim("and tanh 10 learns the digits", atLeast(0.9), after["tanh 10"]?.accuracy),
    claim("so does ReLU 10 with He's", atLeast(0.85), after["relu 10"]?.accuracy),
    claim("bounded, 30 layers, orthogonal: tanh 30 learns them too", atLeast(0.85), after["tanh 30"]?.accuracy),
    claim("ReLU 10 from N(0, 9/n) ends in NaN, from every seed", atLeast(1), cured.exploding?.lost),
    claim("clipped by norm, that very net trains", atLeast(0.7), cured.clipped?.accuracy),
    claim(
      "the sign of the gradient trains the sigmoid 5 that SGD cannot",
      atLeast(0.7),
      cured["sigmoid 5 sign"]?.accuracy,
    ),
    claim("skips train sigmoid 30", atLeast(0.7), cured["sigmoid skips"]?.accuracy),
    claim(`a healthy net, median of ${HEALTHY_SEEDS} seeds`, atLeast(0.96), best.accuracy),
    claim("slip: Glorot's initialisation cures deep sigmoid nets", atLeast(0.5), highest(after, "sigmoid", 5), false),
    claim(
      "slip: ‖∂W first‖/‖∂W last‖ shows that tanh 30 is stuck",
      between(0, 0.1),
      before["tanh 30"]?.weightRatio,
      false,
    ),
  ]
    .filter(({ value }) => value !== undefined)
    .map((spec) => ({
      ...spec,
      measured: spec.show(spec.value),
      holds: spec.value >= spec.low && spec.value <= spec.high,
    }));
}

const start = performance.now();
const lab = await load();
const { train, test, attribution } = await digits(lab);
for (const net of [...old, ...good, ...remedies]) work.total += net.sizes.length * seeds;
work.total += healthy.sizes.length * HEALTHY_SEEDS;

print(bold("Gradients that vanish, explode and recover, on real handwritten digits"));
const plural = seeds > 1 ? "s" : "";
print(`${train.count} images of 8 × 8 pixels to learn from, ${test.count} held out. Nets 64-${WIDTH}-…-${WIDTH}-10;`);
print(`the number is the depth in weight layers. SGD at rate ${SGD.learningRate}, batches of ${BATCH},`);
print(`900 steps, cross-entropy. Numbers are medians of ${seeds} seed${plural}; chance is 10 %.`);
print();
print("‖δ‖ is the error that reaches a layer before the first step, first layer on the");
print(`left: ${cyan("█")} the largest of the net, each step down a factor of 10, ${cyan("·")} below 1e-7 of`);
print(`it, ${cyan("0")} nothing left in float32.`);

heading("The old initialisation, U(±1/√n)");
const before = await measureAll(lab, old);
heading("Good initialisations: Glorot, He, orthogonal");
const after = await measureAll(lab, good);
if (remedies.length > 0)
  heading(
    "Clipping, the sign of the gradient, skips",
    `  clipped: the gradient's norm is at most ${CLIP.limit} (N(0, 9/n) is ${WIDE} units wide)`,
    "  sign: w ← w − .02 · .998^step · sign(g); skips: u ← u + gain · (z W + b)",
  );
const cured = await measureAll(lab, remedies);
heading(`A healthy net: rate ${HEALTHY_RATE}, ${HEALTHY_SEEDS} seeds`);
const best = await measure(lab, healthy, HEALTHY_SEEDS);
row(best);

print(`\n${bold("Claims")}`);
const claims = claimsOf(before, after, cured, best);
claims.forEach(claimLines);
const alarms = claims.filter(({ holds, foreseen }) => holds !== foreseen).length;
const summary =
  alarms === 0
    ? green(`All ${claims.length} claims came out as expected`)
    : red(`ALARM in ${alarms} of ${claims.length} claims`);
print(`\n${summary}, in ${((performance.now() - start) / 1000).toFixed(0)} s.`);

print(`\n${bold("What to try next")}`);
print("  npx gradiometer list                                what can be measured");
print("  npx gradiometer run scalar-chain                    the chain, by factors");
print("  npx gradiometer run depth-sweep --depths 2,10,50    deeper");
print("  node examples/node/train.js                         a first net, short");
const data = `Data: ${attribution}`.match(/.{1,79}(\s|$)/g);
print(dim(`\n${data.join("\n")}`));
if (alarms > 0) process.exitCode = 1;
