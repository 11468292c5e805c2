import { it } from "vitest";
import { DEFAULT_STATE, type LabState } from "../../sdk/element/state/state.js";
import { DEFAULT_NET, type NetState } from "../../sdk/element/state/net.js";
import { runLab } from "./support/runLab.js";
import { FIELDS } from "../../sdk/element/worker/protocol.js";
const net = (p: Partial<NetState>): NetState => ({ ...DEFAULT_NET, ...p });
const cases: [string, Partial<LabState>, number][] = JSON.parse(process.env["CASES"] ?? "[]").map(
  ([n, a, b, s, d]: any) => [n, { a: net(a), b: b && net(b), ...(d && { data: d }) }, s],
);
it("explore", () => {
  for (const [name, part, steps] of cases)
    for (const seed of [1, 2, 3]) {
      const t = performance.now();
      const r = runLab({ ...DEFAULT_STATE, ...part, seed } as LabState, steps, undefined, Math.min(steps, 50), true);
      const out = r.frame.nets.map((n, i) => {
        const F = FIELDS.length,
          f = r.first.nets[i]!,
          L = f.layers.length / F;
        const hear = (q: typeof f) => q.layers[0]! / q.layers[(L - 1) * F]!;
        const col = (q: typeof f, c: number) => Array.from({ length: L - 1 }, (_, l) => q.layers[l * F + c]!);
        const dead0 = col(f, 5),
          dead1 = col(n, 5);
        const broke = n.firstNonFinite;
        return `loss ${f.loss.toPrecision(3)}→${n.loss.toPrecision(3)} acc ${n.accuracy?.toFixed(3)} hear ${hear(f).toExponential(2)}→${hear(n).toExponential(2)} dead ${Math.max(...dead0).toFixed(2)}→${Math.max(...dead1).toFixed(2)} sat ${Math.max(...col(f, 4)).toFixed(2)} fac ${r.ready[i]!.factor.toFixed(3)} nf ${broke ? JSON.stringify(broke) : "-"} clip ${n.clippedFraction.toFixed(2)} find ${r.ready[i]!.findings.join(",")}${r.ready[i]!.error?.message ?? ""}`;
      });
      console.log(
        `${name} s${seed} ${((performance.now() - t) / 1000).toFixed(1)}s\n   A ${out[0]}\n   B ${out[1] ?? "-"}`,
      );
    }
}, 600000);
