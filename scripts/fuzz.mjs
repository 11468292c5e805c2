/**
 * Files as no honest writer makes them: safetensors and checkpoints, mutated, must be refused with BAD_FILE or read as what
 * they say, quickly, and without an allocation larger than the file.
 *
 *     npm run fuzz [-- --files N] [-- --seed N]        100,000 and 1 by default
 *
 * A mutated safetensors file that is accepted must give the very bits that an independent reader finds in it; a mutated
 * checkpoint must give the original's state. Half of the checkpoints get the digest of what they became: what is accepted
 * then must be restored, and be the same once more through a file.
 */
/* global TextDecoder */
import { createHash } from "node:crypto";
import { fileURLToPath } from "node:url";
import { GradiometerError, load } from "gradiometer";
import { readCheckpoint, readSafetensors, writeCheckpoint, writeSafetensors } from "gradiometer/io";

/** No file may take longer; they have some thousand bytes. */
const SECONDS = 1;
const DIGEST_AT = 8 + `{"__metadata__":{"gradiometer.sha256":"`.length;

/** mulberry32: integers below n. */
function generator(seed) {
  let state = seed >>> 0;
  return (n) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * n);
  };
}

/** A file with a header as it stands here, true or not. */
export function fileOf(header, data = new Uint8Array(0), length = undefined) {
  const text = typeof header === "string" ? Buffer.from(header) : header;
  const bytes = Buffer.alloc(8 + text.length + data.length);
  bytes.writeBigUInt64LE(BigInt(length ?? text.length));
  bytes.set(text, 8);
  bytes.set(data, 8 + text.length);
  return new Uint8Array(bytes);
}

/** What is mutated: every kind of network, optimizer and layout, and a header of another hand. */
function corpus(lab) {
  const mlp = lab.mlp({ sizes: [3, 4, 2], seed: 1 });
  const rnn = lab.rnn({ inputs: 2, hidden: 3, outputs: 1, seed: 2 });
  const gru = lab.rnn({ inputs: 1, hidden: 2, cell: "gru", init: { kind: "variance", weight: 1, bias: 1 }, seed: 3 });
  const normed = lab.mlp({ sizes: [2, 3, 1], norm: "batch", seed: 4 });
  const data = new Uint8Array(new Float64Array([0.1, -2, 1e30]).buffer);
  const files = [
    writeSafetensors(mlp.parameters()),
    writeSafetensors(mlp.parameters(), { layout: "pytorch", metadata: { note: "β = ½ 𝄞" } }),
    writeSafetensors(rnn.parameters(), { layout: "pytorch" }),
    writeSafetensors(gru.parameters(), { layout: "pytorch" }),
    writeSafetensors([...normed.parameters(), ...normed.statistics()], { layout: "pytorch" }),
    fileOf(' { "b\\u00e9" : {"shape":[ 3 ],"data_offsets":[0 , 24],"dtype":"F64"}\n}  '.slice(1), data),
  ];
  const rates = { kind: "sgd", learningRate: { start: 0.1, decay: 0.99 }, momentum: 0.9 };
  const trainings = [
    [mlp, { loss: "mean-squared-error", optimizer: { kind: "adam", learningRate: 0.01 }, keepLastFinite: true }],
    [rnn, { loss: "mean-squared-error", optimizer: rates, clip: { kind: "norm", limit: 1 } }],
    [normed, { loss: "mean-squared-error", optimizer: rates }],
    [gru, { loss: "mean-squared-error", optimizer: rates }],
  ];
  const batches = new Map([
    [mlp, [[1, 2, 3], [0, 1]]],
    [rnn, [{ values: [1, 2, 3, 4], time: 2 }, [1]]],
    [normed, [[1, 2, 3, 4], [1, 0]]],
    [gru, [{ values: [1, 2], time: 2 }, [1, 0]]],
  ]); // prettier-ignore
  const checkpoints = trainings.map(([network, training]) => {
    const trainer = network.trainer(training);
    const [x, y] = batches.get(network);
    for (let step = 0; step < 3; step++) trainer.step(x, y);
    return writeCheckpoint(trainer.state());
  });
  for (const network of [mlp, rnn, gru, normed]) network.dispose();
  return { files, checkpoints };
}

const TOKENS = [
  ...["{", "}", "[", "]", '"', "\\", ",", ":", "[[[[[[[[", "{}", "null", "true", "1e9", "-1", "0.5", "01", " ", "\0"],
  ...["9007199254740991", "9007199254740992", "18446744073709551615", "4294967296", "1".repeat(400), "\ufeff"],
  ...[
    '"__proto__":',
    '"__metadata__":{}',
    '"constructor"',
    '"F16"',
    '"F64"',
    '"I64"',
    '"I8"',
    '"\\ud800"',
    '"\\u0000"',
  ],
  ...['"dtype":"F32",', '"shape":[0],', '"shape":[],', '"data_offsets":[0,0],', '"a":', ',"steps":1', '\\"rate\\":'],
].map((token) => Buffer.from(token));
const BAD_UTF8 = [[0xff], [0xc0, 0xaf], [0xed, 0xa0, 0x80], [0xf0, 0x9f, 0x98], [0xe2, 0x82]].map((b) =>
  Buffer.from(b),
);

const spliced = (bytes, at, remove, insert) =>
  new Uint8Array(Buffer.concat([bytes.subarray(0, at), insert, bytes.subarray(at + remove)]));

/** The ways to change a file at a place, each (bytes, at, below) → bytes. */
const MUTATIONS = [
  (bytes, at, below) => bytes.with(at, bytes[at] ^ (1 << below(8))),
  (bytes, at, below) => bytes.with(at, below(256)),
  (bytes, at, below) => bytes.with(at, 0x30 + below(10)),
  (bytes, at) => bytes.slice(0, at),
  (bytes, at, below) => spliced(bytes, at, 0, Buffer.alloc(1 + below(64), below(256))),
  (bytes, at, below) => spliced(bytes, at, 1 + below(32), Buffer.alloc(0)),
  (bytes, at, below) => spliced(bytes, at, 0, bytes.subarray(at, at + 1 + below(128))),
  (bytes, at, below) => spliced(bytes, at, below(4), TOKENS[below(TOKENS.length)]),
  (bytes, at, below) => spliced(bytes, at, below(4), BAD_UTF8[below(BAD_UTF8.length)]),
  (bytes, _, below) => bytes.with(below(8), below(256)),
  swapNumbers,
];

/** Puts one number of the header where another stands, and again so: offsets that overlap, shapes that do not fit. */
function swapNumbers(bytes, at, below) {
  const { text, end } = headerOf(bytes);
  const numbers = [...text.matchAll(/\d+/g)];
  if (numbers.length === 0) return bytes.slice(0, at);
  const [from, to] = [numbers[below(numbers.length)], numbers[below(numbers.length)]];
  const changed = text.slice(0, to.index) + from[0] + text.slice(to.index + to[0].length);
  return fileOf(Buffer.from(changed, "latin1"), bytes.subarray(end));
}

/** The header as far as there is one, a character a byte. */
function headerOf(bytes) {
  const length = bytes.length < 8 ? 0 : Number(Buffer.from(bytes).readBigUInt64LE());
  const end = Math.min(bytes.length, 8 + length);
  return { text: Buffer.from(bytes.subarray(8, end)).toString("latin1"), end };
}

/** One to three mutations, mostly in the header; every second time its length is then put right. */
function mutate(bytes, below) {
  const { end } = headerOf(bytes);
  const data = bytes.length - end;
  let mutated = bytes;
  for (let rest = 1 + below(3); rest > 0 && mutated.length > 8; rest--) {
    const at = below(4) > 0 ? Math.min(below(end), mutated.length - 1) : below(mutated.length);
    mutated = MUTATIONS[below(MUTATIONS.length)](mutated, at, below);
  }
  const length = mutated.length - 8 - data;
  if (below(2) === 0 && length > 0) Buffer.from(mutated.buffer).writeBigUInt64LE(BigInt(length));
  return mutated;
}

/** The digest that a checkpoint must have, put in its place. */
function signed(bytes) {
  const copy = Buffer.from(bytes);
  if (copy.length < DIGEST_AT + 64) return new Uint8Array(copy);
  copy.fill("0", DIGEST_AT, DIGEST_AT + 64);
  copy.write(createHash("sha256").update(copy).digest("hex"), DIGEST_AT, "latin1");
  return new Uint8Array(copy);
}

/** What the format says is in a file, with the runtime's own parser: names in order, shapes and bits. */
function plainly(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const data = 8 + Number(view.getBigUint64(0, true));
  const { __metadata__: metadata = {}, ...entries } = JSON.parse(
    new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(8, data)),
  );
  const turn = metadata["gradiometer.layout"] === "pytorch";
  const tensors = Object.entries(entries).map(
    ([
      name,
      {
        dtype,
        shape,
        data_offsets: [begin, end],
      },
    ]) => {
      const [size, get] = READERS[dtype];
      const values = Array.from({ length: (end - begin) / size }, (_, i) => get(view, data + begin + size * i));
      const [rows, columns] = shape;
      if (!turn || shape.length !== 2) return { name, shape, values };
      const turned = values.map((_, k) => values[(k % rows) * columns + Math.floor(k / rows)]);
      return { name, shape: [columns, rows], values: turned };
    },
  );
  return text(turn ? renamed(tensors) : tensors);
}

const READERS = {
  F32: [4, (view, at) => view.getFloat32(at, true)],
  F64: [8, (view, at) => view.getFloat64(at, true)],
  I64: [8, (view, at) => Number(view.getBigInt64(at, true))],
};

/** PyTorch's names as ours, for what is in the corpus. */
function renamed(tensors) {
  const part = (wanted) => tensors.find(({ name }) => name.split(".").at(-1) === wanted);
  const [recurrent, input, hidden] = ["weight_hh_l0", "bias_ih_l0", "bias_hh_l0"].map(part);
  return tensors.flatMap((tensor) => {
    const { name, shape, values } = tensor;
    if (name.endsWith(".num_batches_tracked")) return [];
    if (recurrent && tensor === part("weight_ih_l0")) return [{ ...tensor, name: "input.weight" }];
    if (tensor === recurrent) return [{ ...tensor, name: "recurrent.weight" }];
    if (recurrent && tensor === hidden) return [];
    if (recurrent && tensor === input) {
      const [states, columns] = recurrent.shape;
      const [other, n] = [hidden.values, values.length];
      const gru = columns === 3 * states && columns === n;
      const sum = values.map((v, k) => ((gru && k >= n - states) || other[k] === 0 ? v : Math.fround(v) + Math.fround(other[k]))); // prettier-ignore
      const bias = { name: "recurrent.bias", shape, values: sum };
      return gru ? [bias, { name: "candidate.bias", shape: [states], values: other.slice(n - states) }] : [bias];
    }
    const own = name.replace(/\.norm\.running_mean$/, ".norm.mean").replace(/\.norm\.running_var$/, ".norm.variance");
    return [{ ...tensor, name: own }];
  });
}

/** Tensors as a text in which equal ones are equal. */
function text(tensors) {
  return tensors
    .map(
      ({ name, shape, values }) =>
        JSON.stringify([name, shape]) + Buffer.from(Float32Array.from(values).buffer).toString("hex"),
    ) // prettier-ignore
    .sort()
    .join("\n");
}

/** The largest array of floats, in bytes, that `work` asks for. */
function largestAllocation(work) {
  const Original = globalThis.Float32Array;
  let largest = 0;
  globalThis.Float32Array = new Proxy(Original, {
    construct(target, args, self) {
      if (typeof args[0] === "number") largest = Math.max(largest, 4 * args[0]);
      return Reflect.construct(target, args, self);
    },
  });
  try {
    work();
  } finally {
    globalThis.Float32Array = Original;
  }
  return largest;
}

/** Reads a file; what it gave, or nothing when it was refused as it should be. */
function attempt(read, bytes) {
  let result;
  const started = performance.now();
  const largest = largestAllocation(() => {
    try {
      result = read(bytes);
    } catch (error) {
      if (!(error instanceof GradiometerError) || error.code !== "BAD_FILE") throw error;
    }
  });
  const seconds = (performance.now() - started) / 1000;
  if (seconds > SECONDS) throw new Error(`${seconds} s for ${bytes.length} bytes`);
  if (largest > bytes.length) throw new Error(`an allocation of ${largest} bytes for ${bytes.length}`);
  return { result, seconds };
}

const fail = (what) => {
  throw new Error(what);
};

/** What an accepted checkpoint must be. */
function holdCheckpoint(lab, state, original, resigned) {
  const again = writeCheckpoint(state);
  if (!resigned && Buffer.compare(again, original) !== 0) fail("another state than the original's");
  if (!resigned) return;
  if (Buffer.compare(again, writeCheckpoint(readCheckpoint(again))) !== 0) fail("another state after a second reading");
  lab.restore(state).network.dispose();
}

/**
 * Mutates and reads so many files. Returns how many were accepted and refused, and the slowest in seconds.
 *
 * @throws the first error that is not BAD_FILE, or what else went wrong, with the number of its file.
 */
export async function fuzz({ files, seed }) {
  const lab = await load();
  const { files: plain, checkpoints } = corpus(lab);
  const below = generator(seed);
  const counts = { accepted: 0, refused: 0, slowest: 0 };
  for (let index = 0; index < files; index++) {
    const kind = below(4);
    const original = kind < 2 ? plain[below(plain.length)] : checkpoints[below(checkpoints.length)];
    const bytes = kind < 3 ? mutate(original, below) : signed(mutate(original, below));
    try {
      const { result, seconds } = attempt(kind < 2 ? readSafetensors : readCheckpoint, bytes);
      counts.slowest = Math.max(counts.slowest, seconds);
      counts[result ? "accepted" : "refused"]++;
      if (!result) continue;
      if (kind >= 2) holdCheckpoint(lab, result, original, kind === 3);
      else if (text(result.tensors) !== plainly(bytes)) fail("other tensors than the file's");
    } catch (cause) {
      throw new Error(`file ${index} of seed ${seed}: ${cause.message}`, { cause });
    }
  }
  return counts;
}

function numberOf(option, otherwise) {
  const place = process.argv.indexOf(option);
  const value = place < 0 ? otherwise : Number(process.argv[place + 1]);
  if (Number.isSafeInteger(value) && value >= 0) return value;
  console.error(`${option}: expected an integer ≥ 0, got ${process.argv[place + 1]}`);
  process.exit(2);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const started = performance.now();
  const { accepted, refused, slowest } = await fuzz({
    files: numberOf("--files", 100_000),
    seed: numberOf("--seed", 1),
  });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(
    `${accepted + refused} mutated files in ${seconds} s: ${refused} refused with BAD_FILE, ${accepted} read as`,
  );
  console.log(`what they say; the slowest took ${(1000 * slowest).toFixed(1)} ms; no allocation larger than its file`);
}
