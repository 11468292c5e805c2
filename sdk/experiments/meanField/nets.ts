/** Random nets at a point of the plane, and what theory says of them. */
import { type Core, coreOf } from "../../core/create.js";
import { elementAt } from "../../core/element.js";
import { bands } from "../../theory/bands.js";
import { ln } from "../../theory/elementary.js";
import { type MeanField, meanField, varianceMap } from "../../theory/meanField.js";
import type { Gradiometer, MlpConfig } from "../../types.js";
import { drawNormals, drawSeed, drawSignals } from "../tools/draws.js";
import type { Point } from "./points.js";
import { varianceSpread } from "./spread.js";

/** Targets so far away that the error at the output owes nothing to the output. */
const FAR = 1000;

export interface Nets {
  readonly width: number;
  /** Layers with the activation; a linear one on top brings the error in. */
  readonly depth: number;
  readonly count: number;
  /** Factor on σ_w² of the nets, and not of the theory. */
  readonly weightScale: number;
  readonly seed: number;
}

/** One net, from layer 1 to layer L. */
export interface Drawn {
  /** Mean square of u. */
  readonly q: readonly number[];
  /** ‖δ‖². */
  readonly delta: readonly number[];
}

/** Mean square of inputs from which the variance is at its fixed point in the first layer already; 1 where there is none. */
export function settledMoment({ weightVariance, biasVariance }: Point, { q }: MeanField): number {
  const moment = (q - biasVariance) / weightVariance;
  return moment > 0 && Number.isFinite(moment) ? moment : 1;
}

/** One net, drawn and sent one random input of the given mean square. */
export function drawNet(core: Core, point: Point, moment: number, nets: Nets, index: number): Drawn {
  const { width, depth, weightScale, seed } = nets;
  const numbers = drawNormals(core, seed, index, 2 * width);
  const x = numbers.slice(0, width);
  const square = x.reduce((sum, value) => sum + value * value, 0) / width;
  const scale = Math.sqrt(moment / square); // the mean square is exact, whatever the draw
  const config: MlpConfig = {
    sizes: Array<number>(depth + 2).fill(width),
    activation: point.activation,
    init: { kind: "variance", weight: point.weightVariance * weightScale, bias: point.biasVariance },
    seed: drawSeed(seed, index),
  };
  const layers = drawSignals(core, config, {
    x: x.map((value) => scale * value),
    y: numbers.slice(width).map((value) => FAR * value),
    loss: "sum-squared-error",
  });
  const hidden = layers.slice(0, depth);
  return {
    q: hidden.map(({ u }) => (u.norm * u.norm) / width),
    delta: hidden.map(({ delta }) => delta.norm * delta.norm),
  };
}

/** A point measured beside its theory. */
export interface Measured {
  readonly point: Point;
  readonly theory: MeanField;
  readonly nets: readonly Drawn[];
  /** Mean of q over the theory's q in every layer and net. */
  readonly variance: number;
  /** Theory's standard deviation of that mean at this width and number of nets. */
  readonly spread: number;
  /** Mean of ‖δ_l‖²/‖δ_{l+1}‖² over layers and nets: χ₁, without bias from the logarithm. */
  readonly chi: number;
  /** Standard error of that mean. */
  readonly error: number;
  /** Geometric mean over the nets of ‖δ_l‖²/‖δ_L‖², and theory's line with its band, l = 1 … L. */
  readonly profile: readonly {
    readonly one: number;
    readonly mean: number;
    readonly line: number;
    readonly std: number;
  }[];
}

/** All nets of a point. Logarithms in the profile are natural. */
export function summarise(point: Point, moment: number, nets: readonly Drawn[], width: number): Measured {
  const depth = elementAt(nets, 0).q.length;
  const { activation, weightVariance, biasVariance } = point;
  const map = varianceMap({ activation, weightVariance, biasVariance, depth, inputMoment: moment });
  const ratios = nets.flatMap(({ delta }) => delta.slice(1).map((above, index) => elementAt(delta, index) / above));
  const chi = ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length;
  const squares = ratios.reduce((sum, ratio) => sum + (ratio - chi) * (ratio - chi), 0);
  const variances = nets.flatMap(({ q }) => q.map((value, index) => value / elementAt(map, index).q));
  const net = varianceSpread(
    point,
    map.map(({ q }) => q),
    width,
  );
  const { mean, std } = bands({
    widths: Array<number>(depth + 1).fill(width),
    activation,
    weightVariance,
    biasVariance,
    inputMoment: moment,
  }).backward;
  const logs = nets.map(({ delta }) => delta.map((value) => ln(value / elementAt(delta, depth - 1))));
  return {
    point,
    theory: meanField({ activation, weightVariance, biasVariance }),
    nets,
    variance: variances.reduce((sum, value) => sum + value, 0) / variances.length,
    spread: net / Math.sqrt(nets.length),
    chi,
    error: Math.sqrt(squares / (ratios.length - 1) / ratios.length),
    profile: Array.from({ length: depth }, (_, index) => ({
      one: elementAt(elementAt(logs, 0), index),
      mean: logs.reduce((sum, log) => sum + elementAt(log, index), 0) / logs.length,
      line: mean[index + 1]!,
      std: std[index + 1]!,
    })),
  };
}

/** Draws all nets of a point and sums them up. */
export async function measurePoint(
  lab: Gradiometer,
  point: Point,
  nets: Nets,
  report: () => Promise<void>,
): Promise<Measured> {
  const { activation, weightVariance, biasVariance } = point;
  const moment = settledMoment(point, meanField({ activation, weightVariance, biasVariance }));
  const drawn: Drawn[] = [];
  for (let index = 0; index < nets.count; index++) {
    if (index % 4 === 0) await report();
    drawn.push(drawNet(coreOf(lab), point, moment, nets, index));
  }
  return summarise(point, moment, drawn, nets.width);
}
