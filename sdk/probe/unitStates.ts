import { checkRows } from "../nn/config.js";
import type { MlpEngine } from "../nn/engine.js";
import type { Rows } from "../types.js";
import { SATURATED_BELOW } from "./flow.js";

/** What a unit is on a batch. */
export const UnitState = {
  /** Its slope lets the error through on half of the rows at least. */
  Alive: 0,
  /** |φ′| is below a hundredth of its largest on more than half of the rows. */
  Saturated: 1,
  /** φ′ is 0 on every row: no gradient passes, and none ever will on these rows. */
  Dead: 2,
  /** φ′ or what the unit puts out is not finite on some row. */
  Broken: 3,
} as const;

/**
 * What every unit of every layer is on a batch, by its slopes: one of UnitState, [units] for each layer. `flow` has the shares
 * of the same: `dead` is the share of units that are dead here. A linear output has no slopes: its units are alive or broken.
 *
 * @throws GradiometerError BAD_SHAPE, NOT_FINITE (x)
 */
export function measureUnitStates(engine: MlpEngine, x: Rows): Uint8Array[] {
  const { core, graph } = engine;
  const batch = engine.stageRows(x);
  checkRows("x", batch, engine.leastBatch);
  const { buffers } = engine.ready(batch, true);
  const states: Uint8Array[] = graph.layers.map(({ fanOut }) => new Uint8Array(fanOut));
  const plan = engine.plan(batch, {
    observer: {
      output: (op, address) => {
        if (op.kind !== "elementwise") return;
        const values = (at: number): Float32Array => core.arena.f32(at, batch * op.fanOut);
        const slopes = op.keepsSlopes ? values(buffers.of(op, "slope")) : null;
        // As float32, like the slopes: leaky ReLU's .01 is at the limit, and not below.
        const limit = Math.fround(SATURATED_BELOW * op.activation.maxSlope);
        states[op.layer] = statesOf(values(address), slopes, op.fanOut, limit);
      },
    },
  });
  plan.forward(batch, 1);
  return states;
}

/** @param z, slopes  [rows, units]; no slopes: they are 1. */
function statesOf(z: Float32Array, slopes: Float32Array | null, units: number, limit: number): Uint8Array {
  const rows = z.length / units;
  const [zeros, low, broken] = [new Int32Array(units), new Int32Array(units), new Uint8Array(units)];
  for (let at = 0; at < z.length; at++) {
    const unit = at % units;
    const size = slopes ? Math.abs(slopes[at]!) : 1;
    if (size === 0) zeros[unit] = zeros[unit]! + 1;
    if (size < limit) low[unit] = low[unit]! + 1;
    if (!Number.isFinite(size) || !Number.isFinite(z[at])) broken[unit] = 1;
  }
  return Uint8Array.from({ length: units }, (_, unit) => {
    if (broken[unit] === 1) return UnitState.Broken;
    if (zeros[unit] === rows) return UnitState.Dead;
    return 2 * low[unit]! > rows ? UnitState.Saturated : UnitState.Alive;
  });
}
