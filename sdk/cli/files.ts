/** Result files: written beside their place under a temporary name, then renamed, so that nobody reads half a file. */
import { closeSync, openSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { csvFormatRows } from "d3-dsv";
import { badOption } from "../core/check.js";
import type { Result } from "../experiments/types.js";
import { InputError } from "./command.js";

/** A place for a file, found writable before the work begins. */
export interface Target {
  /** Writes the text and puts the file in its place. */
  write(text: string): void;
  /** Takes the temporary file away, if it is still there. */
  discard(): void;
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
  throw new InputError(`cannot write ${option} ${path}: ${reason}; name a file in a folder you can write to`);
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

/** Temporary files that are still there: they go when the program is ended from outside, too. */
const temporaries = new Set<string>();

/** Takes all temporary files away. */
export function discardAll(): void {
  for (const path of temporaries) rmSync(path, { force: true });
  temporaries.clear();
}

/**
 * Makes sure before the work that a file can be written. A file, or what a link points at, is replaced as a whole; a pipe
 * or a device is written to.
 */
export function reserve(option: string, path: string): Target {
  if (path === "") refuse(option, '""', "the name is empty");
  const found = attempt(option, path, () => statSync(path, { throwIfNoEntry: false }));
  if (found?.isDirectory()) refuse(option, path, "it is a folder");
  if (found && !found.isFile()) {
    return {
      write: (text) => {
        attempt(option, path, () => {
          writeFileSync(path, text);
        });
      },
      discard: () => undefined,
    };
  }
  const place = found ? realpathSync(path) : path;
  const temporary = join(dirname(place), `.gradiometer.${crypto.randomUUID()}.tmp`);
  closeSync(attempt(option, path, () => openSync(temporary, "wx", found?.mode)));
  temporaries.add(temporary);
  const discard = (): void => {
    rmSync(temporary, { force: true });
    temporaries.delete(temporary);
  };
  return {
    write(text) {
      attempt(option, path, () => {
        writeFileSync(temporary, text);
        renameSync(temporary, place);
        temporaries.delete(temporary);
      });
    },
    discard,
  };
}

/** Which file a path names, through links and whether it exists or not; of what is no file, such as a pipe, its own path. */
function identity(path: string): string {
  try {
    const found = statSync(path, { throwIfNoEntry: false });
    if (found?.isFile()) return realpathSync.native(path); // the name as it is on disk where case makes no difference
    if (!found) return join(realpathSync.native(dirname(path)), basename(path));
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
    if (input !== undefined) throw badOption(option, `another file than ${input}, which is read`, path);
    const other = given.slice(0, index).find((earlier) => identity(earlier.path) === own);
    if (other) throw new InputError(`${other.option} and ${option} both name ${path}: give two files`);
  });
  const targets: { option: Name; path: string; target: Target }[] = [];
  const discard = (): void => {
    for (const { target } of targets) target.discard();
  };
  try {
    for (const { option, path } of given) targets.push({ option, path, target: reserve(option, path) });
  } catch (error) {
    discard();
    throw error;
  }
  return {
    /** Puts every file in its place; returns their paths. */
    write(texts: Readonly<Record<Name, () => string>>): string[] {
      for (const { option, target } of targets) target.write(texts[option]());
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
