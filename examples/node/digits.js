/**
 * The main job, `npm start`: nets of 2 to 30 layers learn real handwritten digits, with the old and with good
 * initialisations, with and without clipping, sign updates and skips. Every claim at the end is checked on what was just measured.
 *
 *     node examples/node/digits.js [--depths 2,5,10,30] [--seeds 5]
 *
 * Exit code 1 when a claim comes out other than foreseen.
 */
import { parseArgs } from "node:util";
import { load } from "gradiometer";
import { digits } from "gradiometer/data";

const { values: options } = parseArgs({
  options: { depths: { type: "string", default: "2,5,10,30" }, seeds: { type: "string", default: "5" } },
});
const depths = options.depths.split(",").map(Number);
const seeds = Number(options.seeds);
if (!Number.isInteger(seeds) || seeds < 1 || !depths.every((depth) => Number.isInteger(depth) && depth >= 2)) {
  console.error("digits.js: give --depths as integers from 2, separated by commas, and --seeds as an integer from 1");
  process.exit(2);
}

// One setting for every net; only what a row names differs.
const WIDTH = 32;
const BATCH = 32;
const EPOCHS = 20; // of 45 steps: 900
const SGD = { kind: "sgd", learningRate: 0.04 };
const SIGN = { kind: "sign-sgd", learningRate: { start: 0.02, decay: 0.998 } };
const CLIP = { kind: "norm", limit: 2 };
const WIDE = 64;
const HUGE = { kind: "normal", std: 3 / Math.sqrt(WIDE) }; // N(0, 9/n)
const HEALTHY = { kind: "sgd", learningRate: 0.1 };
const HEALTHY_SEEDS = 5;
const CHANCE = 0.2;

const terminal = process.stdout.isTTY === true;
const colour = terminal && !process.env.NO_COLOR && process.env.TERM !== "dumb";
const paint = (code) => (text) => (colour ? `\x1b[${code}m${text}\x1b[0m` : text);
const [bold, dim, red, green, yellow, cyan] = [1, 2, 31, 32, 33, 36].map(paint);
const columns = terminal ? Math.min(Math.max(process.stdout.columns || 80, 80), 100) : 100;
const percent = (share) => (Number.isFinite(share) ? `${(100 * share).toFixed(1)} %` : "–");
const short = (value) =>
  value !== 0 && (value < 0.01 || value >= 1000) ? value.toExponential(0) : value.toPrecision(2);

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

/** A line that the next print replaces; nothing in a pipe. */
function status(text) {
  if (terminal) process.stdout.write(`\r\x1b[K${dim(text)}`);
}

function print(text = "") {
  status("");
  console.log(text);
}

/** One block a layer. █ is the net's largest ‖δ‖, each step down a factor of 10, · less than 1e-7 of it, 0 exactly zero. */
function picture(norms, room) {
  const shown =
    norms.length <= room
      ? norms
      : Array.from({ length: room }, (_, i) => norms[Math.round((i * (norms.length - 1)) / (room - 1))]);
  const largest = Math.max(...norms);
  const block = (norm) => {
    if (!Number.isFinite(norm)) return "!";
    if (norm === 0) return "0";
    const height = 7 + Math.round(Math.log10(norm / largest));
    return height < 0 ? "·" : "▁▂▃▄▅▆▇█"[height];
  };
  return shown.map(block).join("");
}

function accuracy(network, { x, labels, count }) {
  const scores = network.forward(x);
  let right = 0;
  for (let row = 0; row < count; row++) {
    const own = scores.subarray(10 * row, 10 * row + 10);
    if (own.every(Number.isFinite) && own.indexOf(Math.max(...own)) === labels[row]) right++;
  }
  return right / count;
}

/** Trains one net from one seed: what flowed through it at the start, and what became of it. */
async function once(lab, { activation, sizes, init, skip = "none", optimizer = SGD, clip }, seed) {
  const { train, test } = digits(lab, { seed });
  const network = lab.mlp({ sizes, activation, init, skip, seed });
  const { layers } = network.flow(train.x, train.y, "cross-entropy");
  const trainer = network.trainer({ loss: "cross-entropy", optimizer, ...(clip && { clip }) });
  await trainer.fit(train.x, train.y, { epochs: EPOCHS, batch: BATCH });
  const { firstNonFinite: nan, clippedFraction: clipped } = trainer;
  const loss = network.flow(train.x, train.y, "cross-entropy").loss;
  const result = {
    delta: layers.map((layer) => layer.delta.norm),
    weightRatio: layers[0].weightGradient.norm / layers.at(-1).weightGradient.norm,
    loss,
    accuracy: accuracy(network, test),
    nan,
    clipped,
  };
  network.dispose();
  return result;
}

const sum = { done: 0, total: 0 };

/** The same net from several seeds; every number is the median. */
async function measure(lab, net, runs = seeds) {
  const results = [];
  for (let seed = 0; seed < runs; seed++) {
    const bar = Math.round((20 * sum.done) / sum.total);
    status(
      `${"█".repeat(bar)}${"░".repeat(20 - bar)} ${Math.floor((100 * sum.done) / sum.total)} % · ${net.name}, seed ${seed + 1} of ${runs}`,
    );
    results.push(await once(lab, net, seed));
    sum.done += net.sizes.length;
  }
  const delta = results[0].delta.map((_, layer) => median(results.map((result) => result.delta[layer])));
  const across = (key) => median(results.map((result) => result[key]));
  return {
    ...net,
    delta,
    ratio: median(results.map((result) => result.delta[0] / result.delta.at(-1))),
    weightRatio: across("weightRatio"),
    loss: across("loss"),
    accuracy: across("accuracy"),
    clipped: across("clipped"),
    nan: results.find(({ nan }) => nan !== null)?.nan ?? null,
    nanShare: results.filter(({ nan }) => nan !== null).length / runs,
  };
}

/** What became of a net, in words. */
function verdict({ nan, accuracy: share }) {
  if (nan !== null) return red(`NaN at step ${nan.step}`);
  if (share <= CHANCE) return red("stuck at chance");
  if (share >= 0.85) return green("trains");
  return yellow(share >= 0.5 ? "trains slowly" : "barely learns");
}

const NAME = 20;
const ROOM = Math.min(columns - NAME - 45, 30);

function heading(title, text) {
  print(`\n${bold(title)}`);
  if (text) print(dim(text));
  const header = `  ${"net".padEnd(NAME)}${"‖δ‖, first → last layer".slice(0, ROOM + 1).padEnd(ROOM + 1)} first/last  loss held out  verdict`;
  print(dim(header));
}

function row(net) {
  const loss = Number.isFinite(net.loss) ? net.loss.toFixed(2) : "–";
  const cells = [
    `  ${net.name.padEnd(NAME)}`,
    cyan(picture(net.delta, ROOM).padEnd(ROOM + 1)),
    short(net.ratio).padStart(10),
    loss.padStart(6),
    percent(net.nan === null ? net.accuracy : NaN).padStart(9),
    `  ${verdict(net)}`,
  ];
  print(cells.join(""));
  if (net.nan !== null) {
    const { layer, tensor } = net.nan;
    print(dim(`  ${"".padEnd(NAME)}first in layer ${layer + 1} of ${net.delta.length}, tensor "${tensor}"`));
  }
}

const deep = (depth, width = WIDTH) => [64, ...Array(depth - 1).fill(width), 10];
const NAMES = { sigmoid: "sigmoid", tanh: "tanh", relu: "ReLU" };
const plain = (init, note = () => "") =>
  Object.keys(NAMES).flatMap((activation) =>
    depths.map((depth) => ({
      key: `${activation} ${depth}`,
      name: `${NAMES[activation]} ${depth}${note(activation, depth)}`,
      sizes: deep(depth),
      activation,
      init: init(activation, depth),
    })),
  );

const good = (activation, depth) =>
  activation === "relu" ? "he-normal" : activation === "tanh" && depth >= 30 ? "orthogonal" : "glorot-uniform";
const goodNames = { "he-normal": " He", orthogonal: " orthogonal", "glorot-uniform": " Glorot" };
const old = plain(() => "standard");
const better = plain(good, (activation, depth) => goodNames[good(activation, depth)]);
const huge = { depth: 10, width: WIDE, activation: "relu", init: HUGE };
const sigmoid = { activation: "sigmoid", init: "glorot-uniform" };
const remedies = [
  { ...huge, key: "huge", name: "ReLU 10 N(0, 9/n)" },
  { ...huge, key: "clipped", name: "the same, clipped", clip: CLIP },
  { key: "he 30 clipped", name: "ReLU 30 He, clipped", depth: 30, activation: "relu", init: "he-normal", clip: CLIP },
  { ...sigmoid, key: "sign 5", name: "sigmoid 5, sign", depth: 5, optimizer: SIGN },
  { ...sigmoid, key: "sign 10", name: "sigmoid 10, sign", depth: 10, optimizer: SIGN },
  { key: "tanh sign", name: "tanh 10 old, sign", depth: 10, activation: "tanh", init: "standard", optimizer: SIGN },
  { ...sigmoid, key: "sigmoid skips", name: "sigmoid 30, skips", depth: 30, skip: "scaled" },
  { key: "relu skips", name: "ReLU 30 He, skips", depth: 30, activation: "relu", init: "he-normal", skip: "scaled" },
]
  .filter(({ depth }) => depths.includes(depth))
  .map((net) => ({ ...net, sizes: deep(net.depth, net.width) }));
const healthy = {
  key: "healthy",
  name: "tanh 64-64-32-10",
  sizes: [64, 64, 32, 10],
  activation: "tanh",
  init: "glorot-uniform",
  optimizer: HEALTHY,
};

async function section(lab, title, text, nets) {
  if (nets.length === 0) return {};
  heading(title, text);
  const measured = {};
  for (const net of nets) {
    measured[net.key] = await measure(lab, net);
    row(measured[net.key]);
  }
  return measured;
}

/** Claims over whatever was measured; a claim whose nets were left out is left out. */
function claimsOf(before, after, cured, best) {
  const pick = (table, keys) => keys.map((key) => table[key]).filter((net) => net !== undefined);
  const highest = (nets) => (nets.length > 0 ? Math.max(...nets.map((net) => net.accuracy)) : undefined);
  const over = (activation, from) => depths.filter((depth) => depth >= from).map((depth) => `${activation} ${depth}`);
  /** Variance of δ gained per layer, going down, between the last hidden layer and the first. */
  const perLayer = (net) => net && (net.delta[0] / net.delta.at(-2)) ** (2 / (net.delta.length - 2));
  return [
    [
      "sigmoid stays at chance from depth 5, old initialisation",
      0,
      CHANCE,
      highest(pick(before, over("sigmoid", 5))),
      percent,
    ],
    [
      "tanh and ReLU stay at chance from depth 10, old initialisation",
      0,
      CHANCE,
      highest(pick(before, [...over("tanh", 10), ...over("relu", 10)])),
      percent,
    ],
    ["why: tanh 10 loses about two thirds of Var δ in every layer", 0.2, 0.5, perLayer(before["tanh 10"]), short],
    ["good initialisation: tanh 10 (Glorot) keeps Var δ nearly level", 0.7, 1.3, perLayer(after["tanh 10"]), short],
    ["good initialisation: tanh 10 (Glorot) learns the digits", 0.9, 1, after["tanh 10"]?.accuracy, percent],
    ["good initialisation: ReLU 10 (He) learns the digits", 0.9, 1, after["relu 10"]?.accuracy, percent],
    ["depth 30 is no obstacle to a bounded activation: tanh, orthogonal", 0.85, 1, after["tanh 30"]?.accuracy, percent],
    ["ReLU 10 from N(0, 9/n) explodes to NaN", 1, 1, cured.huge?.nanShare, percent],
    [
      "clipping by norm saves that very net",
      0.5,
      1,
      cured.clipped && (cured.clipped.nan ? 0 : cured.clipped.accuracy),
      percent,
    ],
    ["the sign of the gradient trains the sigmoid 5 that SGD cannot", 0.7, 1, cured["sign 5"]?.accuracy, percent],
    ["the healthy net, median of 5 seeds", 0.96, 1, best.accuracy, percent],
    [
      "slip: Glorot's initialisation cures the deep sigmoid too",
      0.5,
      1,
      highest(pick(after, over("sigmoid", 5))),
      percent,
      false,
    ],
    [
      "slip: a look at ‖∂W first‖ / ‖∂W last‖ shows the stuck tanh 30",
      0,
      0.1,
      before["tanh 30"]?.weightRatio,
      short,
      false,
    ],
  ]
    .filter(([, , , measured]) => measured !== undefined)
    .map(([statement, low, high, measured, show, foreseen = true]) => ({
      statement,
      expected:
        low === high
          ? show(low)
          : high === 1 && show === percent
            ? `≥ ${show(low)}`
            : low === 0
              ? `≤ ${show(high)}`
              : `${short(low)} … ${short(high)}`,
      measured: show(measured),
      holds: measured >= low && measured <= high,
      foreseen,
    }));
}

function claimLine({ statement, expected, measured, holds, foreseen }) {
  const alarm = holds !== foreseen;
  const mark = (alarm ? red : holds ? green : yellow)(holds ? "✓" : "✗");
  const outcome = alarm ? red("ALARM: not as foreseen") : dim(foreseen ? "as foreseen" : "fails, as foreseen");
  return `  ${mark} ${statement}\n    expected ${expected} · measured ${bold(measured)} · ${outcome}`;
}

const start = performance.now();
const lab = await load();
const { train, test, attribution } = digits(lab);
for (const net of [...old, ...better, ...remedies]) sum.total += net.sizes.length * seeds;
sum.total += healthy.sizes.length * HEALTHY_SEEDS;

print(bold("Gradients that vanish, explode and recover, on real handwritten digits"));
print(`${train.count} images of 8 × 8 pixels to learn from, ${test.count} held out; chance is 10 %.`);
print(
  `Nets 64-${WIDTH}-…-${WIDTH}-10; the number is the depth in weight layers. SGD at rate ${SGD.learningRate}, batches of`,
);
print(
  `${BATCH}, ${EPOCHS} epochs (900 steps), cross-entropy. Every number is the median of ${seeds} seed${seeds > 1 ? "s" : ""}.`,
);
print(`‖δ‖ is the error that reaches a layer before the first step: ${cyan("█")} the largest of the net, each step`);
print(`down a factor of 10, ${cyan("·")} less than 1e-7 of it, ${cyan("0")} nothing left in 32 bits.`);

const before = await section(lab, "The old initialisation, U(±1/√n)", "", old);
const after = await section(lab, "Good initialisations: Glorot, He, orthogonal", "", better);
const cured = await section(
  lab,
  "Clipping, and the sign of the gradient",
  `clip: ‖g‖ ≤ ${CLIP.limit}; sign: w ← w − .01 · .998^t · sign(g), Glorot unless old`,
  remedies,
);
heading(`A healthy net, ${HEALTHY_SEEDS} seeds`);
const best = await measure(lab, healthy, HEALTHY_SEEDS);
row(best);

const claims = claimsOf(before, after, cured, best);
print(`\n${bold("Claims")}`);
for (const claim of claims) print(claimLine(claim));
const alarms = claims.filter(({ holds, foreseen }) => holds !== foreseen).length;
const seconds = ((performance.now() - start) / 1000).toFixed(0);
print(
  `\n${alarms === 0 ? green(`All ${claims.length} claims came out as foreseen`) : red(`${alarms} of ${claims.length} claims: ALARM`)}, in ${seconds} s.`,
);
print(`\n${bold("What to try next")}`);
print("  npx gradiometer list                              what can be measured");
print("  npx gradiometer run scalar-chain                  the chain rule, factor by factor");
print("  npx gradiometer run depth-sweep --depths 2,10,50  deeper");
print("  node examples/node/train.js                       your first net, in a few lines");
print(dim(`\nData: ${attribution}`));
if (alarms > 0) process.exitCode = 1;
