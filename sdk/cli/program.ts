/** The command line `gradiometer`. A new command is one file and one entry of `commands`; one that computes has its name in long.ts. */
import { parentPort, workerData } from "node:worker_threads";
import { Command, CommanderError } from "commander";
import { VERSION } from "../../build/generated/version.js";
import { GradiometerError } from "../core/errors.js";
import { load } from "../entry/node.js";
import { EXIT, ExitError, InputError, type Context, type Register } from "./command.js";
import { registerDiagnose } from "./diagnose.js";
import { registerDoctor } from "./doctor.js";
import { registerHashes } from "./hashes.js";
import { watchTemporaries } from "./files.js";
import { registerImport } from "./import.js";
import { registerLab } from "./lab.js";
import { registerList } from "./list.js";
import { registerRun } from "./run.js";
import { registerSweep } from "./sweep/command.js";
import { bearClosedStreams, type Report, type Streams } from "./supervise.js";
import { harmless, visible } from "./terminal/escape.js";
import { screenOf } from "./terminal/screen.js";
import { registerWorker } from "./queue/worker.js";
import { registerZoo } from "./zoo.js";

const commands: readonly Register[] = [
  registerList,
  registerRun,
  registerDoctor,
  registerDiagnose,
  registerZoo,
  registerSweep,
  registerWorker,
  registerHashes,
  registerImport,
  registerLab,
];

function program(context: Context): Command {
  const root = new Command("gradiometer")
    .description("Measures how gradients vanish, explode and recover in neural networks.")
    .version(VERSION)
    .helpCommand(false)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => context.out.write(text),
      // What commander would print about wrong input is said once, in one line, by `explain`.
      writeErr: () => {},
      getOutHelpWidth: () => context.out.columns,
    })
    .addHelpText("after", "\nTry: gradiometer list, then gradiometer run scalar-chain");
  for (const register of commands) register(root, context);
  return root;
}

/** Commander's message, with what to do where it has no idea of its own. */
function advice({ code, message }: CommanderError): string {
  if (code === "commander.help") return "no experiment given; gradiometer list shows them";
  const text = message.replace(/^error: /, "");
  const idea = /^(.*)\n\((Did you mean .*)\)$/s.exec(text);
  if (idea !== null) return `${idea[1]}. ${idea[2]}`;
  if (code === "commander.unknownCommand") return `${text}; gradiometer --help lists the commands`;
  return code === "commander.unknownOption" ? `${text}; --help lists the options` : text;
}

/** Says what went wrong, and gives the exit code. */
function explain(thrown: unknown, context: Context): number {
  const { colors } = context.error;
  const line = (text: string) => {
    context.error.write(`${colors.red("gradiometer:")} ${visible(text.trim())}\n`);
  };
  if (thrown instanceof CommanderError) {
    if (thrown.exitCode === 0) return 0;
    line(advice(thrown).replace(/\s*\n\s*/g, " "));
    return EXIT.input;
  }
  if (context.signal.aborted) {
    line("stopped; nothing was written");
    return EXIT.interrupted;
  }
  if (thrown instanceof ExitError) {
    line(thrown.message);
    return thrown.exitCode;
  }
  if (thrown instanceof InputError || thrown instanceof GradiometerError) {
    line(thrown.message);
    return EXIT.input;
  }
  const trace = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
  context.error.write(harmless(`gradiometer: this is a bug in gradiometer, please report it\n${trace}\n`, false));
  return EXIT.defect;
}

/** The streams as they are outside of this thread. */
function seeStreams(): void {
  const { out, error } = workerData as Streams;
  Object.assign(process.stdout, out);
  Object.assign(process.stderr, error);
}

/** What the main thread needs to know; nothing where this is the main thread. */
const report = (message: Report): void => parentPort?.postMessage(message);

/**
 * Reads the arguments, does what they say, and sets the exit code.
 *
 * @param home  the folder of the command, with the package's files.
 */
export async function main(home: URL): Promise<void> {
  const controller = new AbortController();
  if (parentPort) {
    seeStreams();
    parentPort.once("message", () => controller.abort());
    parentPort.unref();
    watchTemporaries((path, there) => report({ kind: "temporary", path, there }));
  } else bearClosedStreams((code) => process.exit(code));
  const context: Context = {
    out: screenOf(process.stdout),
    error: screenOf(process.stderr),
    signal: controller.signal,
    load,
    home,
    farewell: (line) => report({ kind: "farewell", line }),
  };
  try {
    const root = program(context);
    if (process.argv.length === 2) root.outputHelp();
    else await root.parseAsync();
  } catch (thrown) {
    process.exitCode = explain(thrown, context);
  }
  report({ kind: "done", exitCode: Number(process.exitCode ?? 0) });
}
