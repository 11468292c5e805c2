import type { Command } from "commander";
import type { Gradiometer } from "../types.js";
import type { Screen } from "./terminal/screen.js";

/** What a command works with. */
export interface Context {
  readonly out: Screen;
  readonly error: Screen;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  load(): Promise<Gradiometer>;
  /** The folder of the command, which holds the package's files. */
  readonly home: URL;
  /** What is to be said if the run is ended from outside from now on. */
  farewell(line: string): void;
}

/** Adds one command to the program; `index.ts` lists them all. */
export type Register = (program: Command, context: Context) => void;

/** What ends a command with one line and an exit code of its own. */
export class ExitError extends Error {
  constructor(
    message: string,
    readonly exitCode: number,
  ) {
    super(message);
  }
}

/** Wrong input: one line that says what to do, exit code 2. */
export class InputError extends Error {}

/** Exit codes: what scripts can tell apart. */
export const EXIT = {
  alarm: 1,
  input: 2,
  unreachable: 3,
  defect: 70,
  hungUp: 129,
  interrupted: 130,
  terminated: 143,
} as const;
