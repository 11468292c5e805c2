import type { FigureSpec } from "../../figureSpec.js";
import { quantity, rowsOf, text } from "../tools/figures.js";
import type { Result } from "../types.js";

/** The figures of `slips`. */
export function slipFigures(result: Result): FigureSpec[] {
  const rows = rowsOf(result, "slips");
  if (rows.length === 0) return [];
  return [
    {
      kind: "bars",
      title: `${rows.length} slips: what the text gives over what is true`,
      description: "The value of each printed formula divided by the true one.",
      note: "1 would be right. A bar to the left has the wrong sign; no bar: the truth is 0, or the slip is off the scale.",
      value: { label: "text over truth", from: -2, to: 3 },
      references: [{ value: 1, label: "right" }],
      categories: rows.map((row) => `${text(row["slip"])}: ${text(row["about"])}`),
      missing: "truth is 0, or off the scale",
      series: [
        {
          name: "text over truth",
          values: rows.map((row) => {
            const value = quantity(row["text over truth"]);
            return typeof value === "number" && Math.abs(value) <= 3 ? value : null;
          }),
        },
      ],
    },
  ];
}
