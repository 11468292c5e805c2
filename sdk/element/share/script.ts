/** The program for Node that makes the same nets, trains them to the same step and goes on where the page stops. */
import { VERSION } from "../../../build/generated/version.js";
import { batchOf } from "../worker/rows.js";
import type { PostedRows } from "../worker/protocol.js";
import { rowsText } from "./rowsFile.js";
import { linkOf, type SharedNet, type Snapshot } from "./snapshot.js";

/** A program, and the tables that it reads beside itself. */
export interface Script {
  readonly text: string;
  readonly files: readonly { readonly name: string; readonly text: string }[];
}

/** How the rows of a lab are made by the public entries. */
interface Source {
  readonly imports: readonly string[];
  readonly lines: readonly string[];
}

const isRecurrent = ({ config }: SharedNet): boolean => !("sizes" in config);

const READ = `/** x1 … xn and y1 … ym of each line; of sequences, step after step. */
function readRows(file, outputs, time = 1) {
  const lines = readFileSync(new URL(file, import.meta.url), "utf8").trimEnd().split("\\n").slice(1);
  const table = lines.map((line) => line.split(",").map(Number));
  const inputs = (table[0].length - outputs) / time;
  const x = Array.from({ length: time }, (_, t) => table.flatMap((row) => row.slice(t * inputs, (t + 1) * inputs)));
  return { x: Float32Array.from(x.flat()), y: Float32Array.from(table.flatMap((row) => row.slice(time * inputs))) };
}`;

const readCall = (file: string, { outputs, time }: PostedRows): string =>
  `readRows(${JSON.stringify(`./${file}`)}, ${outputs}${time === undefined ? "" : `, ${time}`})`;

const COMMON = "rows.csv";
const fileOf = (net: SharedNet): string => (net.ownRows ? `rows-${net.name.toLowerCase()}.csv` : COMMON);

/** The rows that all nets share. */
function sourceOf({ state: { data, seed } }: Snapshot, rows: PostedRows): Source {
  switch (data.kind) {
    case "moons": {
      const { samples, noise } = data;
      return {
        imports: ["twoMoons"],
        lines: [`const rows = twoMoons(lab, ${JSON.stringify({ samples, noise, seed })});`],
      };
    }
    case "spirals": {
      const { samples, noise } = data;
      return {
        imports: ["spirals"],
        lines: [`const rows = spirals(lab, ${JSON.stringify({ samples, noise, turns: 1, seed })});`],
      };
    }
    case "digits": {
      const { samples } = data;
      return {
        imports: ["digits"],
        lines: [
          `const images = (await digits(lab, ${JSON.stringify({ seed, test: 0 })})).train;`,
          `const rows = { x: images.x.subarray(0, ${samples} * ${rows.inputs}), y: images.y.subarray(0, ${samples} * ${rows.outputs}) };`,
        ],
      };
    }
    case "rows":
    case "zoo":
      return { imports: [], lines: [`const rows = ${readCall(COMMON, rows)};`] };
  }
}

/** One net as the program lists it. */
function netText(net: SharedNet): string {
  const { name, config, training, hash, taken } = net;
  const { batch: own, ...given } = training;
  const { loss, optimizer, clip } = given;
  const { time, outputs } = taken.rows;
  const recurrent = isRecurrent(net);
  const members = [
    `name: "${name}"`,
    `config: ${JSON.stringify(config)}`,
    `training: ${JSON.stringify(recurrent ? { loss, optimizer, ...(clip && { clip }) } : given)}`,
    net.ownRows ? `rows: ${readCall(fileOf(net), taken.rows)}` : "rows",
    recurrent ? `time: ${time ?? 1}` : `batch: ${batchOf(taken.rows, own)}, outputs: ${outputs}`,
    `hash: ${JSON.stringify(hash)}`,
  ];
  return `  {\n${members.map((one) => `    ${one},\n`).join("")}  },\n`;
}

const LAYERED = `
/** All rows of a net in batches of one size, one behind the other and then from the first again. */
function train(trainer, { rows: { x, y }, batch, outputs }) {
  const count = y.length / outputs;
  const inputs = x.length / count;
  const batches = Math.max(1, Math.floor(count / batch));
  while (trainer.steps < STEPS) {
    const from = (trainer.steps % batches) * batch;
    const to = from + batch;
    trainer.step(x.subarray(from * inputs, to * inputs), y.subarray(from * outputs, to * outputs));
  }
}
`;

const RECURRENT = `
/** All sequences of a net in every step. */
function trainOnSequences(trainer, { rows: { x, y }, time }) {
  while (trainer.steps < STEPS) trainer.step({ values: x, time }, y);
}
`;

/** @returns an ECMAScript module over the public entries, which prints each net's hash and compares it with the page's */
export function scriptOf(snapshot: Snapshot): Script {
  const { nets, step } = snapshot;
  const shared = nets.find(({ ownRows }) => !ownRows);
  const source = shared ? sourceOf(snapshot, shared.taken.rows) : { imports: [], lines: [] };
  const reading = nets.filter((net) => net.ownRows || source.imports.length === 0);
  const files = new Map(reading.map((net) => [fileOf(net), net.taken.rows]));
  const recurrent = nets.some(isRecurrent);
  const layered = nets.some((net) => !isRecurrent(net));
  const make = !recurrent
    ? "lab.mlp(net.config)"
    : !layered
      ? "lab.rnn(net.config)"
      : "(net.time ? lab.rnn(net.config) : lab.mlp(net.config))";
  const run = !recurrent
    ? "train(trainer, net)"
    : !layered
      ? "trainOnSequences(trainer, net)"
      : "(net.time ? trainOnSequences : train)(trainer, net)";
  const beside = [...files.keys()];
  const text = `// The nets of a <gradient-lab> at step ${step}. npm install gradiometer@${VERSION}; node lab.mjs${beside.length > 0 ? `, with ${beside.join(" and ")} beside it` : ""}
// #${linkOf(snapshot)}
${files.size > 0 ? 'import { readFileSync } from "node:fs";\n' : ""}import { load } from "gradiometer";
${source.imports.length > 0 ? `import { ${source.imports.join(", ")} } from "gradiometer/data";\n` : ""}
const STEPS = ${step};
${files.size > 0 ? `\n${READ}\n` : ""}${layered ? LAYERED : ""}${recurrent ? RECURRENT : ""}
const lab = await load();
${source.lines.map((line) => `${line}\n`).join("")}const nets = [
${nets.map(netText).join("")}];

for (const net of nets) {
  const network = ${make};
  const trainer = network.trainer(net.training);
  ${run};
  const hash = network.hash();
  const same = hash === net.hash ? "the same bits as on the page" : \`other bits than on the page: \${net.hash}\`;
  console.log(net.name, hash, net.hash === null ? "before the first step" : same);
  // Go on from here: trainer.step(…), network.flow(…), network.state() …
}
`;
  return { text, files: [...files].map(([name, rows]) => ({ name, text: rowsText(rows) })) };
}
