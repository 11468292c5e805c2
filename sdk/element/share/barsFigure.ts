/** A card's bars for `gradiometer/figure`. */
import type { FigureSpec } from "../../figureSpec.js";
import { deltasOf } from "../card/sentence.js";
import type { Text } from "../strings/text.js";
import type { Seen } from "../views/view.js";

const plain = (value: number): number | "NaN" => (Number.isFinite(value) ? value : "NaN");

/** @param sentence  what the card says of it */
export function barsFigure(net: "a" | "b", seen: Seen | null, text: Text, sentence: string): FigureSpec {
  const deltas = seen ? deltasOf(seen.frame) : [];
  const xs = deltas.map((_, layer) => layer + 1);
  const theory = seen ? Array.from(seen.ready.theory, plain) : [];
  return {
    kind: "lines",
    title: text("barsTitle", { net: net.toUpperCase() }),
    description: text("barsLabel", { sentence }),
    x: { label: text(seen?.ready.axis === "time" ? "timeAxis" : "layerAxis") },
    y: { label: "‖δ‖", scale: "log" },
    series: [
      { name: text("stepCount", { step: seen?.step ?? 0 }), x: xs, y: deltas.map(plain) },
      { name: text("theoryName"), x: xs, y: theory, role: "theory" },
    ],
  };
}
