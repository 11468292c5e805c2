import type { Core } from "../../core/create.js";
import type { NormName } from "../../types.js";
import { inference64, overColumns64, overRows64 } from "./norm64.js";
import type { Bound, BufferSpec, RowOp, Site, Site64, Twin } from "./op.js";

/** A norm with every default filled in. */
export interface ResolvedNorm {
  readonly kind: NormName;
  readonly epsilon: number;
  readonly affine: boolean;
  readonly momentum: number;
}

/** v = gain ⊙ norm(u) + shift, in every hidden layer between u and φ. */
export interface NormOp extends RowOp {
  readonly kind: "norm";
  readonly norm: ResolvedNorm;
}

/** Names of an op's tensors, some of which it may not have. */
interface Names {
  readonly gain: string;
  readonly shift: string;
  readonly mean: string;
  readonly variance: string;
}

/** One norm at its place. */
interface Placed {
  readonly site: Site;
  readonly columns: number;
  readonly norm: ResolvedNorm;
  readonly names: Names;
}

/** What is known of a kind of norm. A new one is one row, its kernels and its float64. */
export interface NormRow {
  /** Whether PyTorch's has a bias beside its weight. */
  readonly shifts: boolean;
  /** Whether it normalises a unit over the batch, keeps averages of it for inference, and so needs two rows. */
  readonly overBatch: boolean;
  readonly buffers: (columns: number) => readonly BufferSpec[];
  readonly bind: (placed: Placed) => Bound;
  readonly bind64: (site: Site64, columns: number, norm: ResolvedNorm, names: Names) => Twin;
}

const normalised = (columns: number): BufferSpec => ({ name: "normalised", columns, extent: "batch", training: true });

/** Over the units of a row. `centred` is 1 for a layer norm, 0 for RMS. */
const overRows = (centred: 0 | 1): Omit<NormRow, "shifts"> => ({
  overBatch: false,
  buffers: (columns) => [normalised(columns), { name: "inverse", columns: 1, extent: "batch", training: true }],
  bind: ({ site, columns, norm: { epsilon }, names }) => {
    const { core, training, input, output, outputGradient, inputGradient, carried, tensor, gradient, buffer } = site;
    const { wasm } = core;
    const [gain, shift, dGain, dShift] = affineOf(names, tensor, gradient);
    const [hat, inverse] = training ? [buffer("normalised"), buffer("inverse")] : [0, 0];
    return {
      forward: (batch) => {
        wasm.normRowsForward(centred, batch, columns, input, gain, shift, epsilon, hat, inverse, output);
        return 0;
      },
      backward: (batch) => {
        // prettier-ignore
        wasm.normRowsBackward(centred, batch, columns, hat, inverse, gain, outputGradient, carried, inputGradient, dGain, dShift);
      },
    };
  },
  bind64: (site, columns, { epsilon }, { gain, shift }) =>
    overRows64(site, { columns, epsilon, centred: centred === 1, gain: site.tensor(gain), shift: site.tensor(shift) }),
});

/** Over the rows of a unit: by their own statistics in a pass that trains, else by the averages that run along. */
const overColumns: Omit<NormRow, "shifts"> = {
  overBatch: true,
  buffers: (columns) => [
    normalised(columns),
    ...["inverse", "mean", "variance"].map((name): BufferSpec => ({ name, columns, extent: "one", training: true })),
  ],
  bind: ({ site, columns, norm: { epsilon, momentum }, names }) => {
    const { core, training, input, output, outputGradient, inputGradient, carried, tensor, gradient, buffer } = site;
    const { wasm } = core;
    const [gain, shift, dGain, dShift] = affineOf(names, tensor, gradient);
    const [runningMean, runningVariance] = [tensor(names.mean), tensor(names.variance)];
    if (!training) {
      return {
        forward: (batch) => {
          // prettier-ignore
          wasm.normColumnsInference(batch, columns, input, runningMean, runningVariance, epsilon, gain, shift, output);
          return 0;
        },
        backward: () => undefined,
      };
    }
    const [hat, inverse, mean, variance] = ["normalised", "inverse", "mean", "variance"].map(buffer) as Four;
    return {
      forward: (batch) => {
        // prettier-ignore
        wasm.normColumnsForward(batch, columns, input, gain, shift, epsilon, mean, variance, hat, inverse, output);
        return 0;
      },
      backward: (batch) => {
        // prettier-ignore
        wasm.normColumnsBackward(batch, columns, hat, inverse, gain, outputGradient, carried, inputGradient, dGain, dShift);
      },
      settle: (batch) => {
        wasm.moveStatistics(columns, batch, momentum, mean, variance, runningMean, runningVariance);
      },
    };
  },
  bind64: (site, columns, { epsilon }, { gain, shift, mean, variance }) => {
    const at = { columns, epsilon, gain: site.tensor(gain), shift: site.tensor(shift) };
    if (site.training) return overColumns64(site, at);
    return inference64(site, { ...at, mean: site.tensor(mean), variance: site.tensor(variance) });
  },
};

type Four = [number, number, number, number];

/** Addresses of gain and shift and of their gradients; 0: none. */
function affineOf({ gain, shift }: Names, tensor: Site["tensor"], gradient: Site["gradient"]): Four {
  return [tensor(gain), tensor(shift), gradient(gain), gradient(shift)];
}

/** The norms that networks can be built with. */
export const NORMS = {
  layer: { shifts: true, ...overRows(1) },
  rms: { shifts: false, ...overRows(0) },
  batch: { shifts: true, ...overColumns },
} satisfies Readonly<Record<NormName, NormRow>>;

/** @param prefix  of the tensors: `layers.0.norm` names `layers.0.norm.weight`. */
export function norm(layer: number, prefix: string, columns: number, resolved: ResolvedNorm): NormOp {
  const row: NormRow = NORMS[resolved.kind];
  const names: Names = {
    gain: `${prefix}.weight`,
    shift: `${prefix}.bias`,
    mean: `${prefix}.mean`,
    variance: `${prefix}.variance`,
  };
  const vectors = (...own: readonly string[]) => own.map((name) => ({ name, shape: [columns] }));
  const ones = [...(resolved.affine ? [names.gain] : []), ...(row.overBatch ? [names.variance] : [])];
  return {
    kind: "norm",
    layer,
    fanIn: columns,
    fanOut: columns,
    norm: resolved,
    tensors: resolved.affine ? vectors(names.gain, ...(row.shifts ? [names.shift] : [])) : [],
    statistics: row.overBatch ? vectors(names.mean, names.variance) : [],
    buffers: row.buffers(columns),
    initialise: ({ arena }: Core, tensor) => {
      for (const name of ones) arena.f32(tensor(name), columns).fill(1);
    },
    bind: (site) => row.bind({ site, columns, norm: resolved, names }),
    stateOf: (batch) => batch * columns + Math.max(batch, columns),
    bind64: (site) => row.bind64(site, columns, resolved, names),
  };
}
