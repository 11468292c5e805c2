import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { number } from "../format.js";

const root = fileURLToPath(new URL("../../", import.meta.url));
const RAW = 32_000;
const GZIP = 14_000;
const TOGETHER = 30_000;

/** A file and all that it imports when it is loaded. */
function closure(file, seen = new Set()) {
  if (seen.has(file)) return seen;
  seen.add(file);
  if (!file.endsWith(".js")) return seen;
  for (const [, specifier] of readFileSync(file, "utf8").matchAll(/(?:from|import)\s*"(\.[^"]+)"/g))
    closure(resolve(dirname(file), specifier), seen);
  return seen;
}

/** Each file compressed by itself, as it is sent. */
function sizesOf(files) {
  const contents = [...files].map((file) => readFileSync(file));
  const sum = (compress) => contents.reduce((total, bytes) => total + compress(bytes).length, 0);
  return {
    raw: sum((bytes) => bytes),
    gzip: sum((bytes) => gzipSync(bytes, { level: 9 })),
    brotli: sum((bytes) => brotliCompressSync(bytes)),
  };
}

export const size = {
  id: "size",
  title: "Size of every entry with what it imports, bytes",

  /** @returns { entry: { raw, gzip, brotli } }. */
  measure() {
    const { exports, bin } = JSON.parse(readFileSync(`${root}package.json`, "utf8"));
    const files = Object.entries({ ...exports, "the command line": bin.gradiometer })
      .map(([entry, target]) => [entry, typeof target === "string" ? target : target.default])
      .filter(([, target]) => /\.(js|wasm)$/.test(target))
      .map(([entry, target]) => [entry, root + target.replace("./", "")]);
    return Object.fromEntries(files.map(([entry, file]) => [entry, sizesOf(closure(file))]));
  },

  tables(entries) {
    const rows = Object.entries(entries).map(([entry, { raw, gzip, brotli }]) => [
      entry.replace(/^\./, "gradiometer"),
      ...[raw, gzip, brotli].map(number),
    ]);
    return [{ columns: ["entry", "raw", "gzip", "brotli"], rows }];
  },

  targets(entries) {
    const wasm = entries["./gradiometer.wasm"];
    return [
      { what: "simd binary", atMost: RAW, unit: "bytes", got: wasm.raw },
      { what: "simd binary, gzipped", atMost: GZIP, unit: "bytes", got: wasm.gzip },
      { what: "binary and main entry, gzipped", atMost: TOGETHER, unit: "bytes", got: wasm.gzip + entries["."].gzip },
    ];
  },
};
