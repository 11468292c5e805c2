import type { FigureSpec } from "../../figureSpec.js";
import { curves, quantity, type Row, rowsOf, text } from "../tools/figures.js";
import type { Result } from "../types.js";

const net = (row: Row): string => text(row["net"]);
const of = (column: string) => (row: Row) => quantity(row[column]);

function lags(rows: readonly Row[]): FigureSpec[] {
  if (rows.length === 0) return [];
  const panel = (row: Row): string => (row["kind"] === "linear law" ? "linear: exactly ρ^lag" : "not linear");
  const x = of("lag");
  return [
    {
      kind: "lines",
      title: "How much of a gradient is left after so many steps back",
      description:
        "‖∂J/∂h_t‖ over the lag T − t, as a share of its value at the last step, for several recurrent nets.",
      note: "Lag 0 is the step at which the loss is. Q is orthogonal; a straight line is a constant factor per step.",
      x: { label: "lag", unit: "steps" },
      y: { label: "share of the gradient", scale: "log" },
      references: [{ value: 1, label: "nothing lost" }],
      series: [
        ...curves(rows, { name: net, panel, x, y: of("‖∂J/∂h_t‖/‖∂J/∂h_T‖") }),
        ...curves(
          rows.filter((row) => row["kind"] === "linear law"),
          { name: () => "theory: ρ^lag", panel, x, y: of("ρ^lag"), role: "theory", like: net },
        ),
      ],
    },
  ];
}

function takenOut(rows: readonly Row[]): FigureSpec[] {
  if (rows.length === 0) return [];
  return [
    {
      kind: "scatter",
      title: "Taking W_h out of the product makes another matrix of it",
      description: "The norm of the ordered product and of the same with the powers of W_h taken out, a point a net.",
      note: "On the diagonal both would agree. The matrices do not commute.",
      x: { label: "norm of the ordered product", scale: "log" },
      y: { label: "norm with W_h taken out", scale: "log" },
      diagonal: true,
      series: [{ name: "nets", x: rows.map(of("norm")), y: rows.map(of("norm with W_h taken out")) }],
    },
  ];
}

function draws(rows: readonly Row[]): FigureSpec[] {
  if (rows.length === 0) return [];
  const series = curves(rows, { name: (row) => text(row["W_h"]), x: of("draw"), y: of("log₁₀ ‖∂h_T/∂h₀‖") });
  return [
    {
      kind: "scatter",
      title: "A large W_h is not enough to explode",
      description: "log₁₀ ‖∂h_T/∂h₀‖ of every draw: sigmoid nets with Gaussian and with orthogonal W_h of one norm.",
      note: "Above the line a gradient has grown on its way back. The norm of W_h is the same for all.",
      x: { label: "draw" },
      y: { label: "log₁₀ ‖∂h_T/∂h₀‖", unit: "decades" },
      references: [{ value: 0, label: "explodes above" }],
      series,
    },
  ];
}

/** The figures of `recurrent-lag`. */
export function recurrentLagFigures(result: Result): FigureSpec[] {
  const every = result.tables.find(({ name }) => name.endsWith("every draw"))?.name ?? "";
  return [
    ...lags(rowsOf(result, "gradient over lag")),
    ...takenOut(rowsOf(result, "∂h_T/∂h_")),
    ...(every === "" ? [] : draws(rowsOf(result, every))),
  ];
}
