import { basename } from "node:path";
import type { ImportedNetwork } from "../import/index.js";
import { writeSafetensors } from "../io/index.js";
import { statisticsOf, tensorsOf } from "../nn/graph.js";
import { graphOf } from "../nn/kinds.js";
import type { Bytes } from "../types.js";
import { EXIT, type Context, InputError, type Register } from "./command.js";
import { reserveAll } from "./files.js";
import { importFile, refusedLine } from "./foreign.js";
import { type ForeignOptions, stateOptions } from "./netOf.js";
import { visible } from "./terminal/escape.js";
import { paragraph } from "./terminal/screen.js";
import { tableText } from "./terminal/table.js";

interface Options extends ForeignOptions {
  json?: string;
  safetensors?: string;
}

const NOTES = `
Reads ONNX (.onnx), PyTorch (.pt, .pth: a state dict or a checkpoint), safetensors, TensorFlow.js (model.json) and, with the
package jsfive, Keras (.keras, .h5). Nothing in the file is run. What no network here can be is named by its layer.

  gradiometer import model.onnx --json net.json --safetensors weights.safetensors
  gradiometer doctor model.onnx data.csv --loss cross-entropy --optimizer adam:0.01 --epochs 100

Exit code: 0 it is a network, 1 some of its layers have no counterpart, 2 bad input.`;

/** Parameters and statistics with their shapes. */
function parametersFile({ kind, config, parameters }: ImportedNetwork): Bytes {
  const graph = graphOf(kind, config);
  const specs = [...tensorsOf(graph), ...statisticsOf(graph)];
  return writeSafetensors(
    specs.flatMap(({ name, shape }) => (parameters[name] ? [{ name, shape, values: parameters[name] }] : [])),
  );
}

async function show(path: string, options: Options, { out }: Context): Promise<void> {
  const { imported, kind } = await importFile(path, stateOptions(options));
  const { colors } = out;
  const say = (text: string): void => out.write(`${paragraph(text, out.columns)}\n`);
  const rows = imported.kind === null ? [] : imported.layers;
  out.write(`${colors.bold(visible(basename(path)))}: ${kind.name}\n\n`);
  if (rows.length > 0) {
    const table = tableText(
      [
        { header: "layer", cells: rows.map(({ name }) => name), align: "left" },
        { header: "operator", cells: rows.map(({ operator }) => operator), align: "left" },
        { header: "here", cells: rows.map(({ became }) => became), align: "left" },
      ],
      out,
    );
    out.write(`${table.text}\n\n`);
  }
  if (imported.kind === null) {
    for (const { layer, operator, reason } of imported.refused) say(`${layer} (${operator}): ${reason}.`);
    if (options.json ?? options.safetensors)
      throw new InputError(`nothing was written; ${refusedLine(path, imported)}`);
    process.exitCode = EXIT.alarm;
    return;
  }
  say(`lab.${imported.kind}(${JSON.stringify(imported.config)})`);
  if (imported.training) say(`Trained with ${JSON.stringify(imported.training)}`);
  for (const note of imported.notes) say(`Note: ${note}.`);
  const files = reserveAll({ "--json": options.json, "--safetensors": options.safetensors }, [path]);
  try {
    const net = {
      name: basename(path).replace(/\.\w+$/, ""),
      config: imported.config,
      training: imported.training ?? {},
    };
    const written = files.write({
      "--json": () => `${JSON.stringify(net, null, 2)}\n`,
      "--safetensors": () => parametersFile(imported),
    });
    for (const file of written) out.write(`\nWrote ${visible(file)}\n`);
  } finally {
    files.discard();
  }
}

/** `gradiometer import <file>`: what network a file of another framework holds. */
export const registerImport: Register = (program, context) => {
  program
    .command("import")
    .description("Reads a network of ONNX, PyTorch, safetensors, Keras or TensorFlow.js, and says what it is here.")
    .argument("<file>", "the model")
    .option("--loss <name>", "the loss that it is trained with, when the file does not say")
    .option("--activation <name>", "of the hidden layers, which a state dict does not say")
    .option("--output <name>", "of the last layer, which a state dict does not say")
    .option("--json <file>", "write the configuration, for gradiometer doctor to start from")
    .option("--safetensors <file>", "write the parameters")
    .addHelpText("after", NOTES)
    .action((path: string, options: Options) => show(path, options, context));
};
