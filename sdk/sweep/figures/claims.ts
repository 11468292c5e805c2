import type { FigureSpec } from "../../figureSpec.js";
import { claimCounts } from "../alarms.js";
import type { ResultLine, Study } from "../types.js";

/** Alarms of an experiment's claims over many seeds. */
export function claimFigures(study: Study, lines: Iterable<ResultLine>): FigureSpec[] {
  const counts = claimCounts(study, lines);
  const ids = [...new Set(counts.map(({ experiment }) => experiment))];
  const shares = ids.map((id) => {
    const own = counts.filter(({ experiment }) => experiment === id);
    const runs = own.reduce((sum, one) => sum + one.runs, 0);
    return runs === 0 ? null : own.reduce((sum, one) => sum + one.alarms, 0) / runs;
  });
  const runs = counts.reduce((sum, one) => sum + one.runs, 0);
  const alarms = counts.reduce((sum, one) => sum + one.alarms, 0);
  return [
    {
      kind: "bars",
      title: `${alarms} alarms in ${runs} claims × seeds`,
      description: "Share of the runs in which a claim came out other than expected, over all claims of an experiment.",
      value: { label: "share of claims × seeds that came out other than expected", from: 0 },
      categories: ids,
      series: [{ name: "alarms", values: shares }],
    },
  ];
}
