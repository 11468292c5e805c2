/** A run as Markdown. */
import { list, number, percent, spread, table } from "./format.js";
import { ratioOf } from "./measure.js";
import { PEERS } from "./peers/index.js";
import { ceilingOf } from "./sections/products.js";
import { SECTIONS } from "./sections/index.js";

const measured = ({ sections }) => SECTIONS.filter(({ id }) => id in sections);

/** On what and with what it ran. */
function header({ date, machine, versions, sections }) {
  const { cpu, cores, arch, system, node } = machine;
  const peers = PEERS.filter(({ id }) => id in versions).map(({ id, title }) => `${title} ${versions[id]}`);
  const ceiling = sections.products && spread(ceilingOf(sections.products));
  return [
    `${cpu}, ${cores} cores, ${arch}, ${system}, Node ${node}, ${date.slice(0, 10)}; ${list(peers)}.`,
    "Each library: one thread, its own process, interleaved. Medians, with quartiles in brackets.",
    ...(ceiling ? [`Ceiling of separate multiplications and additions: ${ceiling} GFLOP/s.`] : []),
  ].join("\n");
}

/** All that is wanted, with whether it was reached; who was not there leaves `got` undefined. */
export const targetsOf = (run) =>
  measured(run).flatMap(({ id, targets }) =>
    targets(run.sections[id])
      .filter(({ got }) => got !== undefined || !run.own)
      .map((target) => {
        const { atLeast = -Infinity, atMost = Infinity, got } = target;
        const value = got?.median ?? got;
        return { ...target, section: id, reached: value >= atLeast && value <= atMost };
      }),
  );

function targetTable(targets) {
  const rows = targets.map(({ what, atLeast, atMost, unit, got, reached }) => {
    const share = unit === "share";
    const format = share ? percent : number;
    const bound = atLeast ?? atMost;
    const wanted = `${atLeast === undefined ? "≤" : "≥"} ${share ? percent(bound) : `${bound.toLocaleString("en-US")} ${unit}`}`;
    if (got === undefined) return [what, wanted, "–", "not measured"];
    return [what, wanted, typeof got === "number" ? format(got) : spread(got, format), reached ? "reached" : "missed"];
  });
  return table(["what", "target", "measured", "result"], rows);
}

function verdict(targets) {
  const known = targets.filter(({ got }) => got !== undefined);
  const missed = known.filter(({ reached }) => !reached).length;
  const rest = targets.length - known.length;
  return `${known.length - missed} of ${known.length} reached, ${missed} missed${rest > 0 ? `, ${rest} not measured` : ""}.`;
}

const failureLines = ({ failures }) => failures.map(({ where, error }) => `- ${where}: ${error}`);

/** Everything. */
export function report(run) {
  const targets = targetsOf(run);
  const parts = [header(run)];
  for (const { id, title, tables } of measured(run)) {
    parts.push(`### ${title}`);
    for (const { columns, rows } of tables(run.sections[id])) parts.push(table(columns, rows));
  }
  parts.push("### Targets", targetTable(targets), verdict(targets));
  if (run.failures.length > 0) parts.push("### Not measured", failureLines(run).join("\n"));
  return `${parts.join("\n\n")}\n`;
}

/** What docs/performance.md shows: the training steps, and the targets of everything else. */
export function summaryOf(run) {
  const { training } = run.sections;
  const rest = targetsOf(run).filter(({ section }) => section !== "training");
  const steps = SECTIONS.filter(({ id }) => id === "training" && training).flatMap(({ tables }) => tables(training));
  return [header(run), ...steps.map(({ columns, rows }) => table(columns, rows)), targetTable(rest)].join("\n\n");
}

/** What README.md shows: how many times as long a training step of each other library takes. */
export function speedOf({ sections, machine }) {
  const steps = Object.entries(sections.training);
  const others = PEERS.slice(1).filter(({ own, tasks }) => !own && tasks.includes("training"));
  const rows = steps.map(([name, { step }]) => [
    name,
    ...others.map(({ id }) => (step[id] ? `${number(ratioOf(step, id).median)} ×` : "–")),
  ]);
  return `${table(["net", ...others.map(({ title }) => title)], rows)}\n\n${machine.cpu}, one thread each.`;
}
