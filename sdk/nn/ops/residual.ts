import { type Bound, NOTHING, type RowOp, type Site, type Site64, type Twin } from "./op.js";

/** u = u of the layer below + gain · (z W + b) (He 2016). What is added up stands in the stream, which it is put out as. */
export interface ResidualOp extends RowOp {
  readonly kind: "residual";
  readonly gain: number;
}

export function residual(layer: number, columns: number, gain: number): ResidualOp {
  return {
    kind: "residual",
    layer,
    fanIn: columns,
    fanOut: columns,
    gain,
    ...NOTHING,
    buffers: [],
    bind: (site) => bind(site, columns, gain),
    stateOf: () => 0,
    bind64: (site) => bind64(site, columns, gain),
  };
}

function bind({ core, input, stream, outputGradient, inputGradient }: Site, columns: number, gain: number): Bound {
  const { wasm } = core;
  return {
    forward: (batch) => {
      wasm.addScaled(batch * columns, gain, input, stream);
      return 0;
    },
    backward: (batch) => {
      if (inputGradient !== outputGradient) wasm.scale(batch * columns, gain, outputGradient, inputGradient);
    },
  };
}

function bind64({ core, stream }: Site64, columns: number, gain: number): Twin {
  const map = (batch: number, from: number, to: number, f: (value: number, i: number) => number): void => {
    const values = core.arena.f64(from, batch * columns);
    const out = core.arena.f64(to, batch * columns);
    for (let i = 0; i < values.length; i++) out[i] = f(values[i]!, i);
  };
  return {
    forward: (batch, input, output) => {
      const below = core.arena.f64(stream, batch * columns);
      map(batch, input, output, (value, i) => below[i]! + gain * value);
    },
    pull: (batch, above, below) => {
      map(batch, above, below, (value) => gain * value);
    },
  };
}
