/**
 * Files of other programs as no honest writer makes them: networks (tests/golden/import) and traces of trainings
 * (tests/doctor/trace), mutated, must be refused with BAD_FILE or BAD_OPTION, or read, quickly, and without an allocation larger
 * than four times the file.
 *
 *     npm run fuzz:import [-- --files N] [-- --seed N] [-- --format onnx]        100,000 of every format by default
 *
 * What is read must be a network that the lab takes, or a diagnosis, and the same for a second reading. Archives have checksums: of
 * a mutated .pt or .keras either nothing is read, or what was read of the original. The other formats have none, or are cut short
 * as a training that still runs leaves them, so that they may say something else.
 */
import { fileURLToPath } from "node:url";
import { GradiometerError, load } from "gradiometer";
import { FORMATS } from "./fuzzFormats.mjs";

export { FORMATS };

/** No file may take longer; they have some thousand bytes. */
const SECONDS = 1;
const MOST_GROWTH = 4;
/** What a file of a few bytes may take. */
const ALLOWANCE = 70_000;
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

const spliced = (bytes, at, remove, insert) =>
  new Uint8Array(Buffer.concat([bytes.subarray(0, at), insert, bytes.subarray(at + remove)]));
const LARGE = [0xff, 0xff, 0xff, 0xff, 0x7f];
const TOKENS = [
  "{",
  "}",
  "[",
  "]",
  '"',
  ":",
  ",",
  "[[[[[[[[",
  "null",
  "-1",
  "1e99",
  "9007199254740993",
  "../",
  "__proto__",
];

/** The ways to change a file at a place, each (bytes, at, below) → bytes. */
const MUTATIONS = [
  (bytes, at, below) => bytes.with(at, bytes[at] ^ (1 << below(8))),
  (bytes, at, below) => bytes.with(at, below(256)),
  (bytes, at, below) => bytes.with(at, [0, 1, 0x7f, 0x80, 0xff][below(5)]),
  (bytes, at) => bytes.slice(0, at),
  (bytes, at, below) => spliced(bytes, at, 0, Buffer.alloc(1 + below(64), below(256))),
  (bytes, at, below) => spliced(bytes, at, 1 + below(32), Buffer.alloc(0)),
  (bytes, at, below) => spliced(bytes, at, 0, bytes.subarray(at, at + 1 + below(128))),
  (bytes, at, below) => spliced(bytes, at, below(6), Buffer.from(LARGE)),
  (bytes, at, below) => spliced(bytes, at, below(4), Buffer.from(TOKENS[below(TOKENS.length)])),
  (bytes, at, below) => {
    const from = below(bytes.length);
    return spliced(bytes, at, 16, bytes.subarray(from, from + 16));
  },
];

function mutate(bytes, below) {
  let mutated = bytes;
  for (let rest = 1 + below(3); rest > 0 && mutated.length > 8; rest--)
    mutated = MUTATIONS[below(MUTATIONS.length)](mutated, below(mutated.length), below);
  return mutated;
}

const ARRAYS = ["Float32Array", "Float64Array", "Uint8Array", "Uint32Array"];

/** The largest typed array, in bytes, that `work` asks for until it is done. */
async function largestAllocation(work) {
  const originals = ARRAYS.map((name) => globalThis[name]);
  let largest = 0;
  ARRAYS.forEach((name, index) => {
    globalThis[name] = new Proxy(originals[index], {
      construct(target, args, self) {
        if (typeof args[0] === "number") largest = Math.max(largest, target.BYTES_PER_ELEMENT * args[0]);
        return Reflect.construct(target, args, self);
      },
    });
  });
  try {
    await work();
  } finally {
    ARRAYS.forEach((name, index) => (globalThis[name] = originals[index]));
  }
  return largest;
}

const fail = (what) => {
  throw new Error(what);
};

/** Reads a file; what it gave, or nothing when it was refused as it should be. */
async function attempt(read, bytes) {
  let result;
  const started = performance.now();
  const largest = await largestAllocation(async () => {
    try {
      result = await read(bytes);
    } catch (error) {
      if (!(error instanceof GradiometerError) || (error.code !== "BAD_FILE" && error.code !== "BAD_OPTION"))
        throw error;
    }
  });
  const seconds = (performance.now() - started) / 1000;
  if (seconds > SECONDS) fail(`${seconds} s for ${bytes.length} bytes`);
  if (largest > MOST_GROWTH * bytes.length + ALLOWANCE) fail(`an allocation of ${largest} bytes for ${bytes.length}`);
  return { result, seconds };
}

/**
 * Mutates and reads so many files of a format. Returns how many were read, refused by a layer, and refused as files.
 *
 * @throws the first error that is not BAD_FILE, or what else went wrong, with the number of its file.
 */
export async function fuzzImport({ format, files, seed }) {
  const lab = await load();
  const { files: originals, read, sealed, text: textOf, judge, mutate: own = mutate } = FORMATS[format];
  const corpus = [];
  for (const { name, bytes } of originals) {
    const [first, second] = [
      await attempt((one) => read(one, name), bytes),
      await attempt((one) => read(one, name), bytes),
    ];
    const text = first.result && textOf(first.result);
    if (text !== (second.result && textOf(second.result))) fail(`${name}: a second reading is another`);
    corpus.push({ name, bytes, text });
  }
  const below = generator(seed);
  const counts = { read: 0, refused: 0, bad: 0, slowest: 0 };
  for (let index = 0; index < files; index++) {
    const { name, bytes: original, text } = corpus[below(corpus.length)];
    const bytes = own(original, below, mutate);
    try {
      const { result, seconds } = await attempt((one) => read(one, name), bytes);
      counts.slowest = Math.max(counts.slowest, seconds);
      counts[result ? judge(lab, result) : "bad"]++;
      if (!result) continue;
      if (sealed && text !== textOf(result)) fail("another network than the original's");
    } catch (cause) {
      throw new Error(`${format} file ${index} of seed ${seed}, ${name}: ${cause.message}`, { cause });
    }
  }
  return counts;
}

function valueOf(option, otherwise) {
  const place = process.argv.indexOf(option);
  return place < 0 ? otherwise : process.argv[place + 1];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const wanted = valueOf("--format", undefined);
  for (const format of wanted === undefined ? Object.keys(FORMATS) : [wanted]) {
    const started = performance.now();
    const files = Number(valueOf("--files", 100_000));
    const { read, refused, bad, slowest } = await fuzzImport({ format, files, seed: Number(valueOf("--seed", 1)) });
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    console.log(`${format}: ${files} mutated files in ${seconds} s: ${bad} BAD_FILE, ${refused} refused by a layer, ${read} read; slowest ${(1000 * slowest).toFixed(1)} ms`); // prettier-ignore
  }
}
