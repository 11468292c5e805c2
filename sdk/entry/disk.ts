import type { Answer } from "./binaryAt.js";

/** Whether Node's modules can be had in what looks like a page and runs in Node: Jest's jsdom, Electron. */
export const hasDisk = (): boolean => typeof process === "object" && typeof process.getBuiltinModule === "function";

/** Reads a file, as the entry of Node does. */
export async function readDisk(url: URL): Promise<Answer> {
  return { bytes: await process.getBuiltinModule("node:fs/promises").readFile(url) };
}
