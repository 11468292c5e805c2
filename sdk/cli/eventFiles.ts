/** The event files of a training: one, or those of a folder; the whole of them, or as they grow. */
import { closeSync, createReadStream, existsSync, openSync, readdirSync, readSync, statSync } from "node:fs";
import { open } from "node:fs/promises";
import { basename, join, relative, sep } from "node:path";
import { EventFileReader } from "../doctor/trace/events/read.js";
import { type EventOptions, EventRun } from "../doctor/trace/events/run.js";
import type { TraceLine } from "../doctor/trace/types.js";
import { isEventFile } from "../io/events/records.js";
import { InputError } from "./command.js";
import { named, wait } from "./traceFile.js";

const PIECE = 1 << 18;
const HEAD = 64;
/** Folders in folders that are looked into. */
const DEEPEST = 4;
const NAMED = 8;

/** An event file, and what its tags are set behind. */
interface EventFile {
  readonly path: string;
  readonly prefix: string;
}

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;

function beginsAsEvents(path: string): boolean {
  const [head, file] = [new Uint8Array(HEAD), openSync(path, "r")];
  try {
    return isEventFile(head.subarray(0, readSync(file, head)));
  } finally {
    closeSync(file);
  }
}

const NAME = "tfevents";

/** Whether this is a folder, or a file that begins as event files do, or will be one by its name. */
export function areEvents(path: string): boolean {
  try {
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat?.isFile() && stat.size > 0) return beginsAsEvents(path);
    return stat?.isDirectory() ?? basename(path).includes(NAME);
  } catch (thrown) {
    throw named(path, thrown);
  }
}

/** The event files under a folder by the folders that they are in, in the order of their names, which begin with the time. */
function filesUnder(folder: string): Map<string, string[]> {
  const found = new Map<string, string[]>();
  const look = (place: string, depth: number): void => {
    for (const entry of readdirSync(place, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = join(place, entry.name);
      if (entry.isDirectory() && depth < DEEPEST) look(path, depth + 1);
      else if (entry.isFile() && entry.name.includes(NAME)) found.set(place, [...(found.get(place) ?? []), path]);
    }
  };
  look(folder, 0);
  return found;
}

/** Keras writes the training and the validation data of one run into two folders with these names. */
const PART_OF_A_RUN = /^(train|training|val|valid|validation|test|eval)$/i;

/** The files of the one training in a folder; empty where there are none yet. @throws InputError where there are several trainings */
function filesOf(path: string): EventFile[] {
  if (!existsSync(path)) return [];
  if (!isFolder(path)) return [{ path, prefix: "" }];
  const folders = filesUnder(path);
  const names = [...folders.keys()].map((folder) => relative(path, folder));
  if (names.length === 0)
    throw new InputError(
      `cannot read ${path}: it is a folder, and there is no event file in it (events.out.tfevents…)`,
    );
  const one = names.length < 2 || names.includes("") || names.every((name) => PART_OF_A_RUN.test(name));
  if (!one) {
    const some = `${names.slice(0, NAMED).join(", ")}${names.length > NAMED ? " …" : ""}`;
    throw new InputError(`${path}: there are ${names.length} trainings in it; name the folder of one: ${some}`);
  }
  return [...folders].flatMap(([folder, files]) => {
    const name = relative(path, folder);
    const prefix = names.length === 1 || name === "" ? "" : `${name.split(sep).join("/")}/`;
    return files.map((file) => ({ path: file, prefix }));
  });
}

/** A trace from the event files of a training. @throws InputError with the name of the file */
export async function wholeEvents(path: string, options: EventOptions, signal: AbortSignal): Promise<TraceLine[]> {
  const [run, files] = [new EventRun(options), filesOf(path)];
  if (files.length === 0)
    throw new InputError(
      `cannot read ${path}: ${isFolder(path) ? "it is a folder, and there is no event file in it (events.out.tfevents…)" : "there is no such file"}`,
    );
  for (const file of files) {
    try {
      const reader = new EventFileReader(run, file.prefix);
      for await (const piece of createReadStream(file.path, { highWaterMark: PIECE, signal }))
        reader.push(piece as Uint8Array);
    } catch (thrown) {
      throw named(file.path, thrown);
    }
  }
  try {
    return run.lines();
  } catch (thrown) {
    throw named(path, thrown);
  }
}

/** How far a file has been read. */
interface Reading {
  readonly reader: EventFileReader;
  at: number;
}

/** Reads what has been added to a file. Returns whether there was anything. */
async function goOn(path: string, reading: Reading, buffer: Uint8Array): Promise<boolean> {
  const before = reading.at;
  const file = await open(path);
  try {
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, buffer.length, reading.at);
      if (bytesRead === 0) return reading.at > before;
      reading.at += bytesRead;
      reading.reader.push(buffer.subarray(0, bytesRead));
    }
  } finally {
    await file.close();
  }
}

/**
 * The trace from the event files of a training that still runs, anew whenever they have grown, until the signal comes. Neither
 * files nor folder need be there yet.
 *
 * @throws InputError with the name of the file
 */
export async function* followedEvents(
  path: string,
  options: EventOptions,
  signal: AbortSignal,
): AsyncGenerator<TraceLine[]> {
  const [run, buffer, readings] = [new EventRun(options), new Uint8Array(PIECE), new Map<string, Reading>()];
  while (!signal.aborted) {
    let grown = false;
    for (const { path: file, prefix } of filesOf(path)) {
      const reading = readings.get(file) ?? { reader: new EventFileReader(run, prefix), at: 0 };
      readings.set(file, reading);
      try {
        grown = (await goOn(file, reading, buffer)) || grown;
      } catch (thrown) {
        throw named(file, thrown);
      }
    }
    if (grown && run.hasLoss) yield run.lines();
    await wait(signal);
  }
}
