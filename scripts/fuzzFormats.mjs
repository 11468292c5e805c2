/** The formats that scripts/fuzzImport.mjs mutates: a row each. What it is made of, how it is read, and what a reading must come to. */
/* global TextDecoder */
import { readdirSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { GradiometerError } from "gradiometer";
import { diagnose, readEvents, readTrace } from "gradiometer/doctor";
import { fromKeras, fromOnnx, fromSafetensors, fromTfjs, fromTorch } from "gradiometer/import";
import * as hdf5 from "jsfive";

const networks = new URL("../tests/golden/import/", import.meta.url);
const trainings = new URL("../tests/doctor/trace/", import.meta.url);

const bytesOf = (name) => new Uint8Array(readFileSync(new URL(name, networks)));

/** The files of a format, as [name, bytes]. */
const named = (ending) =>
  readdirSync(networks)
    .filter((name) => name.endsWith(ending))
    .map((name) => ({ name, bytes: bytesOf(name) }));

/** What is read as a text in which equal things are equal. */
const textOfNetwork = ({ kind, config, parameters, refused }) =>
  JSON.stringify([kind, config, Object.entries(parameters).map(([name, values]) => [name, Buffer.from(values.buffer).toString("hex")]), refused]); // prettier-ignore

/** The lab must take what was read. Returns what the reading came to. */
function build(lab, { kind, config, parameters }) {
  if (kind === null) return "refused";
  let network;
  try {
    network = lab[kind](config);
  } catch (error) {
    if (error instanceof GradiometerError && error.code === "OUT_OF_MEMORY") return "read";
    throw error;
  }
  network.setParameters(parameters);
  const missing = [...network.parameters(), ...network.statistics()].find(({ name }) => !(name in parameters));
  network.dispose();
  if (missing) throw new Error(`${missing.name} was not read`);
  return "read";
}

/** A row of networks. @param sealed  whether checksums vouch for what its files hold. */
const network = (ending, read, sealed) => ({
  files: named(ending),
  read,
  sealed,
  text: textOfNetwork,
  judge: build,
});

const unpacked = (path) => gunzipSync(readFileSync(new URL(path, trainings)));

/** A diagnosis must be one: sentences without holes in them. */
function sound(_lab, { verdict, findings, unseen }) {
  if (!["healthy", "floor", "slow", "sick", "unexplained"].includes(verdict)) throw new Error(`the verdict ${verdict}`);
  const hole = [...findings.map(({ evidence }) => evidence), ...unseen.map(({ missing }) => missing)].find((text) =>
    /undefined|\[object/.test(text),
  );
  if (hole) throw new Error(`a sentence with a hole in it: ${hole}`);
  return "read";
}

const textOfDiagnosis = (diagnosis) => JSON.stringify(diagnosis);

/** The header and a few records of nets of all kinds. */
const traces = ["given/lstm-lag-200", "given/transformer", "nets/relu-normal-10", "nets/rate-huge", "given/conv"].map(
  (name) => {
    const text = unpacked(`recorded/${name}.1.jsonl.gz`).toString("utf8");
    return { name, bytes: new Uint8Array(Buffer.from(text.split("\n").slice(0, 4).join("\n"))) };
  },
);

const eventFiles = ["torch-healthy", "torch-exploding", "keras/train", "keras/validation"].map((name) => {
  const folder = new URL(`events/${name}/`, trainings);
  return { name, bytes: new Uint8Array(unpacked(`events/${name}/${readdirSync(folder)[0]}`)) };
});

/** CRC-32C, bit by bit, as event files mask it. */
function maskedCrc(bytes) {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
  }
  crc = ~crc >>> 0;
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}

/** Where the records of an event file begin, and how long what they hold is. */
function recordsOf(bytes) {
  const found = [];
  for (let at = 0; at < bytes.length; at += found.at(-1).length + 16)
    found.push({ at, length: Buffer.from(bytes.buffer, bytes.byteOffset).readUInt32LE(at) });
  return found;
}

/** Half of the files are changed anywhere, and half within a record, which gets the checksums of what it became. */
function mutateEvents(bytes, below, mutate) {
  if (below(2) === 0) return mutate(bytes, below);
  const records = recordsOf(bytes);
  const { at, length } = records[below(records.length)];
  const changed = mutate(bytes.slice(at + 12, at + 12 + length), below);
  const [head, foot] = [Buffer.alloc(12), Buffer.alloc(4)];
  head.writeUInt32LE(changed.length);
  head.writeUInt32LE(maskedCrc(head.subarray(0, 8)), 8);
  foot.writeUInt32LE(maskedCrc(changed));
  return new Uint8Array(Buffer.concat([bytes.subarray(0, at), head, changed, foot, bytes.subarray(at + 16 + length)]));
}

/**
 * Formats: their `files`, how one is `read` (its result, or a promise of it), whether checksums vouch for what they hold
 * (`sealed`), what a result is as a `text`, and what it comes to (`judge`), which throws where it is wrong. `mutate` where a format
 * is changed in its own way.
 */
export const FORMATS = {
  onnx: network(".onnx", (bytes) => fromOnnx(bytes), false),
  torch: network(".pt", (bytes) => fromTorch(bytes), true),
  safetensors: network(".safetensors", (bytes) => fromSafetensors(bytes), false),
  // Of a model.json the JSON is mutated, never its weights.
  tfjs: network(
    ".model.json",
    (bytes, name) => fromTfjs(bytes, bytesOf(name.replace("model.json", "weights.bin"))),
    false,
  ),
  hdf5: network(".h5", (bytes) => fromKeras(bytes, { hdf5 }), false),
  keras: network(".keras", (bytes) => fromKeras(bytes, { hdf5 }), true),
  trace: {
    files: traces,
    read: (bytes) => diagnose(readTrace([new TextDecoder().decode(bytes)])),
    sealed: false,
    text: textOfDiagnosis,
    judge: sound,
  },
  events: {
    files: eventFiles,
    read: (bytes) => diagnose(readEvents(bytes)),
    sealed: false,
    text: textOfDiagnosis,
    judge: sound,
    mutate: mutateEvents,
  },
};
