import { resolveActivation } from "../activation.js";
import { type Cell, recurrentProduct } from "./cell.js";
import { gateActivations64, gateOf } from "./gates64.js";

const SIGMOID = resolveActivation("sigmoid");
const TANH = resolveActivation("tanh");
const CANDIDATE = "candidate.bias";

/**
 * Gated recurrent unit (Cho 2014), gates r z n as in PyTorch's GRU, with the reset after the product:
 * n = tanh(x_t W_n + b_n + r ⊙ (h_{t−1} W_hn + candidate bias)), h_t = (1 − z) ⊙ n + z ⊙ h_{t−1}.
 */
export const gruCell: Cell = {
  gates: [SIGMOID, SIGMOID, TANH],
  states: 1,
  direct: true,
  keeps: { gate: 1, opposite: null, bias: 0 },
  tensors: ({ hidden }) => [{ name: CANDIDATE, shape: [hidden] }],
  buffers: ({ hidden }) => [
    { name: "h", columns: hidden, extent: "steps" },
    { name: "gates", columns: 3 * hidden, extent: "steps" },
    { name: "products", columns: 3 * hidden, extent: "steps" },
    { name: "candidate", columns: 3 * hidden, extent: "one" },
    { name: "slope", columns: 3 * hidden, extent: "steps", training: true },
  ],
  bind: (site, { hidden }) => {
    const { core, training, buffer, tensor, gradient } = site;
    const { arena, wasm } = core;
    const product = recurrentProduct(site, hidden, 3 * hidden);
    const [h, gates, products, candidate] = ["h", "gates", "products", "candidate"].map(buffer) as [
      number,
      number,
      number,
      number,
    ];
    const slope = training ? buffer("slope") : 0;
    const [bias, dBias] = [tensor(CANDIDATE), gradient(CANDIDATE)];
    const row = 4 * hidden;
    const block = candidate + 2 * row;
    const copy = (from: number, to: number): void => {
      arena.all.copyWithin(to >>> 2, from >>> 2, (from >>> 2) + hidden);
    };
    /** products of the first step ← the candidate's bias, since h_0 = 0. */
    const begin = (batch: number): void => {
      const floats = arena.f32(candidate, 3 * hidden);
      floats.fill(0);
      if (bias) copy(bias, block);
      for (let sample = 0; sample < batch; sample++) arena.all.set(floats, (products >>> 2) + 3 * hidden * sample);
    };
    return {
      gates,
      h,
      delta: slope,
      recurrentDelta: products,
      dc: 0,
      forward: (step, batch) => {
        const at = row * batch * step;
        const before = at - row * batch;
        if (step > 0) product(batch, h + before, candidate, 0, products + 3 * at);
        else begin(batch);
        // prettier-ignore
        return wasm.gruForward(batch, hidden, gates + 3 * at, products + 3 * at, slope && slope + 3 * at, step && h + before, h + at);
      },
      backward: (step, batch, dh, _dc, _total, delta, recurrentDelta) => {
        const at = row * batch * step;
        const before = step && h + at - row * batch;
        // prettier-ignore
        wasm.gruBackward(batch, hidden, gates + 3 * at, slope + 3 * at, products + 3 * at, before, dh, delta, recurrentDelta);
      },
      finish: (rows) => {
        if (!dBias) return;
        wasm.columnSums(rows, 3 * hidden, products, candidate);
        copy(block, dBias);
      },
    };
  },
  workOf: (hidden) => 12 * hidden,
  bind64: ({ core, state, work, tensor }, { hidden }) => {
    const { arena, wasm } = core;
    const weightAt = tensor("recurrent.weight");
    const biasAt = tensor(CANDIDATE);
    const productsAt = work + 8 * 9 * hidden;
    return {
      step: (fed, factor, stride) => {
        wasm.affineForward64(1, hidden, 3 * hidden, state, weightAt, 0, productsAt);
        const products = arena.f64(productsAt, 3 * hidden);
        const sums = arena.f64(work, 3 * hidden);
        const input = arena.f64(fed, 3 * hidden);
        const bias = biasAt ? arena.f32(biasAt, hidden) : new Float32Array(hidden);
        const q = products.subarray(2 * hidden);
        for (let k = 0; k < hidden; k++) q[k] = q[k]! + bias[k]!;
        for (let k = 0; k < 2 * hidden; k++) sums[k] = input[k]! + products[k]!;
        gateActivations64(core, gruCell.gates, hidden, work);
        const r = gateOf(core, gruCell.gates, hidden, work, 0);
        const z = gateOf(core, gruCell.gates, hidden, work, 1);
        for (let k = 0; k < hidden; k++) sums[2 * hidden + k] = input[2 * hidden + k]! + r.value[k]! * q[k]!;
        gateActivations64(core, gruCell.gates, hidden, work);
        const n = gateOf(core, gruCell.gates, hidden, work, 2);
        const h = arena.f64(state, hidden);
        const weight = arena.f32(weightAt, 3 * hidden * hidden);
        const to = arena.f64(factor, hidden * stride);
        for (let k = 0; k < hidden; k++) {
          const candidate = (1 - z.value[k]!) * n.slope[k]!;
          for (let j = 0; j < hidden; j++) {
            const w = (gate: number): number => weight[(3 * j + gate) * hidden + k]!;
            to[j * stride + k] =
              (h[k]! - n.value[k]!) * z.slope[k]! * w(1) +
              candidate * (r.value[k]! * w(2) + q[k]! * r.slope[k]! * w(0));
          }
          to[k * stride + k] = to[k * stride + k]! + z.value[k]!;
        }
        for (let k = 0; k < hidden; k++) h[k] = (1 - z.value[k]!) * n.value[k]! + z.value[k]! * h[k]!;
      },
    };
  },
};
