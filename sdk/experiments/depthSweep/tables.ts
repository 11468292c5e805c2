import { elementAt } from "../../core/element.js";
import type { ActivationName } from "../../types.js";
import { median } from "../tools/numbers.js";
import type { SweepFlow, SweepNet, SweepTraining } from "./net.js";
import { table } from "../tools/table.js";
import type { Cell, NamedInit, Table } from "../types.js";

/** A net of the sweep with what was measured on it. */
export type Swept = SweepNet & { flow: SweepFlow; training: SweepTraining | null };

/** One activation's runs to the target loss. */
export interface Racer {
  activation: ActivationName;
  initialisation: NamedInit;
  depth: number;
  /** Of each run, null where it did not arrive. */
  steps: (number | null)[];
}

/** The nets as a table of curves over the depth. */
export function netsTable(nets: readonly Swept[]): Table {
  return table(
    "nets",
    [
      "activation",
      "initialisation",
      "depth",
      "‖δ₁‖/‖δ_L‖",
      "per layer",
      "‖∂W₁‖/‖∂W_L‖",
      "accuracy",
      ["training loss", "nats"],
      ["test loss", "nats"],
      ["to the target loss", "steps"],
      "update/weight, layer 1",
      ["bound too high by", "decades"],
    ],
    nets.map(({ activation, initialisation, depth, flow, training }) => [
      activation,
      initialisation,
      depth,
      flow.delta,
      flow.factor,
      flow.weightGradient,
      training?.accuracy ?? null,
      training?.trainLoss ?? null,
      training?.testLoss ?? null,
      training?.stepsToTarget ?? null,
      elementAt(flow.layers, 0).flow.updateToWeight,
      flow.looseness,
    ]),
  );
}

/** Every layer of every net before training, measured beside bound. */
export function layersTable(nets: readonly Swept[]): Table {
  return table(
    "layers before training",
    [
      "activation",
      "initialisation",
      "depth",
      "layer",
      "‖δ‖",
      "bound on ‖δ‖",
      "share of the bound",
      "bound with ‖W‖_F",
      "‖∂W‖",
      "update/weight",
      "saturated",
      "dead",
      "underflow",
    ],
    nets.flatMap(({ activation, initialisation, depth, flow: { layers } }) =>
      layers.map(({ flow, bound, frobeniusBound }, index): Cell[] => [
        activation,
        initialisation,
        depth,
        index + 1,
        flow.delta.norm,
        bound,
        bound === null ? null : flow.delta.norm / bound,
        frobeniusBound,
        flow.weightGradient.norm,
        flow.updateToWeight,
        flow.saturated,
        flow.dead,
        flow.underflow,
      ]),
    ),
  );
}

/** Infinite when most runs did not arrive. */
export function medianSteps({ steps }: Racer): number {
  return median(steps.map((count) => count ?? Infinity));
}

/** How long each activation took. */
export function racesTable(races: readonly Racer[], targetLoss: number): Table {
  return table(
    `steps to a training loss of ${targetLoss}`,
    ["activation", "initialisation", "depth", ["median", "steps"], ["fewest", "steps"], "runs that arrived", "runs"],
    races.map((racer) => {
      const arrived = racer.steps.filter((count) => count !== null);
      const middle = medianSteps(racer);
      const fewest = arrived.length > 0 ? Math.min(...arrived) : null;
      const { activation, initialisation, depth, steps } = racer;
      return [
        activation,
        initialisation,
        depth,
        Number.isFinite(middle) ? middle : null,
        fewest,
        arrived.length,
        steps.length,
      ];
    }),
  );
}
