/** Result files: written beside their place under a temporary name, then renamed, so that nobody reads half a file. */
import { closeSync, openSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { csvFormatRows } from "d3-dsv";
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

/** Opens the temporary file, so that a path that cannot be written is known at once. */
export function reserve(option: string, path: string): Target {
  if (path === "") refuse(option, '""', "the name is empty");
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) refuse(option, path, "it is a folder");
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
  closeSync(attempt(option, path, () => openSync(temporary, "wx")));
  const discard = () => rmSync(temporary, { force: true });
  return {
    write(text) {
      attempt(option, path, () => {
        writeFileSync(temporary, text);
        renameSync(temporary, path);
      });
    },
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
