/** Result files: written beside their place under a temporary name, then renamed, so that nobody reads half a file. */
import {
  chmodSync,
  closeSync,
  copyFileSync,
  linkSync,
  lstatSync,
  openSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { csvFormatRows } from "d3-dsv";
import { GradiometerError } from "../core/errors.js";
import type { Result } from "../experiments/types.js";
import { InputError } from "./command.js";

/** Text, bytes, or bytes piece by piece. */
type Content = string | Uint8Array | Generator<Uint8Array>;

function writeContent(path: string, content: Content): void {
  if (typeof content === "string" || ArrayBuffer.isView(content)) {
    writeFileSync(path, content);
    return;
  }
  const file = openSync(path, "w");
  try {
    for (const piece of content) writeFileSync(file, piece);
  } finally {
    closeSync(file);
  }
}

/** A place for a file, found writable before the work begins. */
export interface Target {
  /** Writes the content to a temporary file in the same folder; a pipe is written to directly. */
  write(content: Content): void;
  /** Puts the file in its place; what was there before is kept until `settle`. */
  place(): void;
  /** Puts back what was there before. */
  restore(): void;
  /** Takes away what is left of the work, whichever way it ended. */
  settle(): void;
}

const REASONS: Record<string, string> = {
  ENOENT: "the folder does not exist",
  ENOTDIR: "the folder does not exist",
  EACCES: "permission denied",
  EPERM: "permission denied",
  EROFS: "the file system is read-only",
  ENOSPC: "the disk is full",
  ENAMETOOLONG: "the name is too long",
  ELOOP: "its links go round in circles",
};

function refuse(option: string, path: string, reason: string): never {
  throw new InputError(`cannot write ${option} ${path}: ${reason}; choose a file in a folder that you can write to`);
}

/** Runs a file operation; its failure is one line about the option that named the file. */
function attempt<T>(option: string, path: string, operation: () => T): T {
  try {
    return operation();
  } catch (thrown) {
    const { code = "", message } = thrown as NodeJS.ErrnoException;
    return refuse(option, path, REASONS[code] ?? message);
  }
}

/** Told of every temporary file before it is there and when it is gone, so that it goes when the program is ended from outside. */
let watcher: (path: string, there: boolean) => void = () => undefined;

/** Has `watch` told of the temporary files. */
export function watchTemporaries(watch: (path: string, there: boolean) => void): void {
  watcher = watch;
}

/** A name beside a place for a file that is there for a while. */
function temporaryBeside(place: string): { path: string; remove(): void } {
  const path = join(dirname(place), `.gradiometer.${crypto.randomUUID()}.tmp`);
  watcher(path, true);
  return {
    path,
    remove() {
      rmSync(path, { force: true });
      watcher(path, false);
    },
  };
}

/** Where a link leads that leads to nothing yet, through links that lead to links. @throws as lstat and readlink do */
function endOf(path: string): string {
  let place = path;
  for (let links = 0; lstatSync(place, { throwIfNoEntry: false })?.isSymbolicLink(); links++) {
    if (links > 40) throw Object.assign(new Error("too many links"), { code: "ELOOP" });
    place = resolve(dirname(place), readlinkSync(place));
  }
  return place;
}

/** The same file under a second name, or a copy where the file system has no such names. */
function keep(place: string, as: string): void {
  try {
    linkSync(place, as);
  } catch {
    copyFileSync(place, as);
  }
}

/** A file that is no file: a pipe or a device is written to, and what was written cannot be taken back. */
function pipe(option: string, path: string): Target {
  const nothing = (): void => undefined;
  const write = (content: Content): void => attempt(option, path, () => writeContent(path, content));
  return { write, place: nothing, restore: nothing, settle: nothing };
}

/**
 * Makes sure before the work that a file can be written. A file, or what a link points at, whether it is there or not, is
 * replaced as a whole and keeps its mode; a pipe or a device is written to.
 */
export function reserve(option: string, path: string): Target {
  if (path === "") refuse(option, '""', "the name is empty");
  const found = attempt(option, path, () => statSync(path, { throwIfNoEntry: false }));
  if (found?.isDirectory()) refuse(option, path, "it is a folder");
  if (found && !found.isFile()) return pipe(option, path);
  const place = attempt(option, path, () => (found ? realpathSync(path) : endOf(path)));
  const fresh = temporaryBeside(place);
  const before = found && temporaryBeside(place);
  const settle = (): void => {
    fresh.remove();
    before?.remove();
  };
  try {
    attempt(option, path, () => {
      closeSync(openSync(fresh.path, "wx"));
      if (found) chmodSync(fresh.path, found.mode & 0o7777); // the mask of the process would take bits away
    });
  } catch (error) {
    settle();
    throw error;
  }
  return {
    write: (content) => attempt(option, path, () => writeContent(fresh.path, content)),
    place: () =>
      attempt(option, path, () => {
        if (before) keep(place, before.path);
        renameSync(fresh.path, place);
      }),
    restore: () =>
      attempt(option, path, () => (before ? renameSync(before.path, place) : rmSync(place, { force: true }))),
    settle,
  };
}

/** Writes all contents, or leaves every file as it was: none takes its place before all are written. */
export function writeAll(outputs: readonly { target: Target; content: Content }[]): void {
  const placed: Target[] = [];
  try {
    for (const { target, content } of outputs) target.write(content);
    for (const { target } of outputs) {
      target.place();
      placed.push(target);
    }
  } catch (error) {
    for (const target of placed.reverse()) target.restore();
    throw error;
  } finally {
    for (const { target } of outputs) target.settle();
  }
}

/** Which file a path names, through links and whether it exists or not; of what is no file, such as a pipe, its own path. */
function identity(path: string): string {
  try {
    const found = statSync(path, { throwIfNoEntry: false });
    if (found?.isFile()) return realpathSync.native(path); // the name as it is on disk where case makes no difference
    if (!found) {
      const place = endOf(path);
      return join(realpathSync.native(dirname(place)), basename(place));
    }
  } catch {
    // whoever reads or reserves it says what is wrong
  }
  return resolve(path);
}

/**
 * Places for the files that options name; an option that was not given has none. `inputs` are the files that are read.
 *
 * @throws GradiometerError BAD_OPTION when an option names an input, InputError when two name one file or it cannot be written.
 */
export function reserveAll<Name extends string>(
  paths: Readonly<Record<Name, string | undefined>>,
  inputs: readonly string[] = [],
) {
  const given = (Object.entries(paths) as [Name, string | undefined][]).flatMap(([option, path]) =>
    path === undefined ? [] : [{ option, path }],
  );
  given.forEach(({ option, path }, index) => {
    const own = identity(path);
    const input = inputs.find((read) => identity(read) === own);
    if (input !== undefined) {
      const read = input === path ? path : `${path}, which is ${input},`;
      throw new GradiometerError("BAD_OPTION", `${option}: ${read} is an input; choose another file`);
    }
    const other = given.slice(0, index).find((earlier) => identity(earlier.path) === own);
    if (other) throw new InputError(`${other.option} and ${option} both name ${path}; give each its own file`);
  });
  const targets: { option: Name; path: string; target: Target }[] = [];
  const discard = (): void => {
    for (const { target } of targets) target.settle();
  };
  try {
    for (const { option, path } of given) targets.push({ option, path, target: reserve(option, path) });
  } catch (error) {
    discard();
    throw error;
  }
  return {
    /** Puts every file in its place, or none; returns their paths. */
    write(contents: Readonly<Record<Name, () => Content>>): string[] {
      writeAll(targets.map(({ option, target }) => ({ target, content: contents[option]() })));
      return targets.map(({ path }) => path);
    },
    /** Takes away what was not written. */
    discard,
  };
}

/**
 * All tables as one CSV. The first column names the table, then comes every column of every table, a unit in brackets
 * behind its name; a row leaves the columns of other tables empty.
 */
export function csvText(result: Result): string {
  const header = (column: Result["tables"][number]["columns"][number]) =>
    column.unit === undefined || column.unit === "1" ? column.name : `${column.name} [${column.unit}]`;
  const headers = [...new Set(result.tables.flatMap(({ columns }) => columns.map(header)))];
  const rows = result.tables.flatMap(({ name, columns }) => {
    const byHeader = new Map(columns.map((column) => [header(column), column.values]));
    const count = columns[0]?.values.length ?? 0;
    return Array.from({ length: count }, (_, row) => [
      name,
      ...headers.map((key) => String(byHeader.get(key)?.[row] ?? "")),
    ]);
  });
  return `${csvFormatRows([["table", ...headers], ...rows])}\n`;
}

/** The Result itself, indented by two spaces. */
export function jsonText(result: Result): string {
  return `${JSON.stringify(result, null, 2)}\n`;
}
