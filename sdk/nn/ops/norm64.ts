import type { Site64, Twin } from "./op.js";

/** A norm's float64 twin: which tensors it has (0: ones, zeros), and over how many columns it goes. */
interface Shape {
  readonly columns: number;
  readonly epsilon: number;
  readonly gain: number;
  readonly shift: number;
}

/** Tensors as numbers of their own, since views die when memory grows. */
function vector({ core }: Site64, address: number, columns: number, otherwise: number): Float64Array {
  return address ? Float64Array.from(core.arena.f32(address, columns)) : new Float64Array(columns).fill(otherwise);
}

/** One line of numbers that are normalised together: where it begins, and how far apart they are. */
interface Line {
  readonly start: number;
  readonly step: number;
  readonly length: number;
}

/** x̂ along one line; returns 1/√(variance + ε). `epsilon` is in the unit of u². */
function normalise(
  u: Float64Array,
  { start, step, length }: Line,
  hat: Float64Array,
  centred: boolean,
  epsilon: number,
) {
  let mean = 0;
  if (centred) for (let i = 0; i < length; i++) mean += u[start + i * step]! / length;
  let variance = 0;
  for (let i = 0; i < length; i++) {
    const beyond = u[start + i * step]! - mean;
    variance += (beyond * beyond) / length;
  }
  const inverse = 1 / Math.sqrt(variance + epsilon);
  for (let i = 0; i < length; i++) hat[start + i * step] = (u[start + i * step]! - mean) * inverse;
  return inverse;
}

/** below ← inverse·(g − mean(g) − x̂·mean(g ⊙ x̂)) along one line, in place over g: the projection of a norm's Jacobian. */
function project(g: Float64Array, { start, step, length }: Line, hat: Float64Array, centred: boolean, inverse: number) {
  let mean = 0;
  let along = 0;
  for (let i = 0; i < length; i++) {
    const at = start + i * step;
    if (centred) mean += g[at]! / length;
    along += (g[at]! * hat[at]!) / length;
  }
  for (let i = 0; i < length; i++) {
    const at = start + i * step;
    g[at] = inverse * (g[at]! - mean - hat[at]! * along);
  }
}

/** Along the lines that `linesOf` gives of a batch. */
function along(site: Site64, shape: Shape, centred: boolean, linesOf: (batch: number) => Iterable<Line>): Twin {
  const { core, grown, state } = site;
  const { arena } = core;
  const { columns } = shape;
  const gain = vector(site, shape.gain, columns, 1);
  const shift = vector(site, shape.shift, columns, 0);
  const blocks = (batch: number) => {
    const hat = arena.f64(state, batch * columns);
    return { hat, inverses: arena.f64(state + 8 * batch * columns, Math.max(batch, columns)) };
  };
  return {
    forward: (batch, input, output) => {
      const { hat, inverses } = blocks(batch);
      const u = arena.f64(input, batch * columns);
      const v = arena.f64(output, batch * columns);
      // What is normalised is free of the signal's unit; ε is not.
      const epsilon = grown.down(grown.down(shape.epsilon));
      let line = 0;
      for (const each of linesOf(batch)) inverses[line++] = grown.down(normalise(u, each, hat, centred, epsilon));
      for (let i = 0; i < v.length; i++) v[i] = grown.down(gain[i % columns]! * hat[i]! + shift[i % columns]!);
    },
    pull: (batch, above, below) => {
      const { hat, inverses } = blocks(batch);
      const dv = arena.f64(above, batch * columns);
      const du = arena.f64(below, batch * columns);
      for (let i = 0; i < dv.length; i++) du[i] = gain[i % columns]! * dv[i]!;
      let line = 0;
      for (const each of linesOf(batch)) project(du, each, hat, centred, inverses[line++]!);
    },
  };
}

/** Layer and RMS norm in float64. */
export function overRows64(site: Site64, { centred, ...shape }: Shape & { readonly centred: boolean }): Twin {
  const { columns } = shape;
  return along(site, shape, centred, function* (batch) {
    for (let row = 0; row < batch; row++) yield { start: row * columns, step: 1, length: columns };
  });
}

/** Batch norm by the statistics of the batch, in float64. */
export function overColumns64(site: Site64, shape: Shape): Twin {
  const { columns } = shape;
  return along(site, shape, true, function* (batch) {
    for (let column = 0; column < columns; column++) yield { start: column, step: columns, length: batch };
  });
}

/** Batch norm by the averages that ran along: an affine map of each unit. */
export function inference64(
  site: Site64,
  { mean, variance, ...shape }: Shape & { readonly mean: number; readonly variance: number },
): Twin {
  const { core, grown } = site;
  const { arena } = core;
  const { columns, epsilon } = shape;
  const shift = vector(site, shape.shift, columns, 0);
  const means = vector(site, mean, columns, 0);
  const variances = vector(site, variance, columns, 1);
  const factor = vector(site, shape.gain, columns, 1).map((gain, i) => gain / Math.sqrt(variances[i]! + epsilon));
  return {
    forward: (batch, input, output) => {
      const u = arena.f64(input, batch * columns);
      const v = arena.f64(output, batch * columns);
      for (let i = 0; i < u.length; i++) {
        const column = i % columns;
        v[i] = factor[column]! * (u[i]! - grown.down(means[column]!)) + grown.down(shift[column]!);
      }
    },
    pull: (batch, above, below) => {
      const dv = arena.f64(above, batch * columns);
      const du = arena.f64(below, batch * columns);
      for (let i = 0; i < dv.length; i++) du[i] = factor[i % columns]! * dv[i]!;
    },
  };
}
