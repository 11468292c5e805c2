import { coreOf } from "../../core/create.js";
import { normals, Purpose, streamOf } from "../../core/random.js";
import { dyingRelu } from "../../theory/index.js";
import type { Activation } from "../../types.js";
import { netSeed } from "../tools/netSeed.js";
import { standardError } from "../tools/numbers.js";
import { table } from "../tools/table.js";
import { withMlp } from "../tools/withMlp.js";
import type { Bench, Cell, Measurement } from "../types.js";
import type { DyingReluParameters } from "./experiment.js";

/** Nets between two reports of progress. */
const REPORT_EVERY = 100;

/** Lu 2019: nets that give 0 on one input, over width and depth, beside the theorem; and the same with leaky units. */
export async function measureBirths(
  { lab, parameters, seed }: Bench<DyingReluParameters>,
  report: (done: number, label: string) => Promise<void>,
): Promise<Measurement> {
  const { widths, depths, nets, activation, alpha } = parameters;
  const leaky: Activation = { kind: "leaky-relu", alpha };
  const dead = (kind: Activation, width: number, depth: number, one: number, x: Float32Array): boolean =>
    withMlp(
      lab,
      {
        sizes: Array<number>(depth + 1).fill(width),
        activation: Array<Activation>(depth).fill(kind),
        init: "he-normal",
        bias: false,
        seed: netSeed(seed, one),
      },
      (network) => network.forward(x).every((value) => value === 0),
    );
  const found: { width: number; depth: number; share: number; theory: number; leakyShare: number }[] = [];
  let done = 0;
  for (const width of widths) {
    const x = normals(coreOf(lab), seed, streamOf(Purpose.Experiment, width), width, 0, 1);
    for (const depth of depths) {
      let [count, leakyCount] = [0, 0];
      for (let one = 0; one < nets; one++) {
        if (one % REPORT_EVERY === 0) await report(done, `births: ${depth} × ${width}`);
        if (dead(activation === "relu" ? "relu" : leaky, width, depth, done, x)) count++;
        // a tenth of them is enough to see that none ever is
        if (one % 10 === 0 && dead(leaky, width, depth, done, x)) leakyCount++;
        done++;
      }
      const theory = dyingRelu({ width, depth });
      found.push({ width, depth, share: count / nets, theory, leakyShare: leakyCount / Math.ceil(nets / 10) });
    }
  }
  if (found.length === 0) return { tables: [], measured: {} };
  const narrowest = Math.min(...widths);
  const deepest = Math.max(...depths);
  return {
    tables: [
      table(
        `dead at birth: ${nets} nets each`,
        ["width", "depth", "share dead", "standard error", "theory", "standard error, theory", "leaky, share dead"],
        found.map(({ width, depth, share, theory, leakyShare }): Cell[] => [
          width,
          depth,
          share,
          standardError(share, nets),
          theory,
          standardError(theory, nets),
          leakyShare,
        ]),
      ),
    ],
    measured: {
      // a share can be no finer than one net
      "C14.birth": Math.max(
        ...found.map(({ share, theory }) => Math.abs(share - theory) / Math.max(standardError(theory, nets), 1 / nets)),
      ),
      "C14.narrow": found.find(({ width, depth }) => width === narrowest && depth === deepest)!.share,
      "C14.leaky-birth": Math.max(...found.map(({ leakyShare }) => leakyShare)),
    },
  };
}
