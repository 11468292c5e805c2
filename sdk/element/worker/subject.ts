/** One net of a lab in the worker: it takes steps, and says at each frame what the page shows. */
import { accuracy } from "../../data/rows.js";
import { coreOf } from "../../core/create.js";
import { columnsOf, constantLoss } from "../../doctor/dataFacts.js";
import { errorFactors, isRnnConfig, preflight } from "../../doctor/preflight.js";
import type {
  Flow,
  FlowPart,
  Gradiometer,
  Mlp,
  MlpConfig,
  Rnn,
  RnnConfig,
  Sequence,
  Trainer,
  TrainerConfig,
} from "../../types.js";
import { measureView } from "../views/measures.js";
import { DecisionMap } from "./map.js";
import {
  FIELDS,
  type Look,
  type NetChoice,
  type NetFrame,
  type NetReady,
  type PostedRows,
  type TakenNet,
} from "./protocol.js";
import { batchOf, countOf, FULL_BATCH, labelsOf } from "./rows.js";
import { configOf, trainingOf } from "./setup.js";

/** What every kind of net does for its lab. */
export interface Subject {
  readonly ready: NetReady;
  step(): void;
  /** @param mapped  with the map and the accuracy, which cost several forward passes. */
  frame(look: Look, mapped: boolean): NetFrame;
  hash(): string;
  take(): TakenNet;
  dispose(): void;
}

export interface Chosen {
  readonly config: MlpConfig | RnnConfig;
  readonly training: TrainerConfig & { readonly batch?: number };
  readonly rows: PostedRows;
}

/** A choice with the lab's rows. */
export function choose(choice: NetChoice, rows: PostedRows, seed: number): Chosen {
  if ("own" in choice) {
    const { config, training, rows: others } = choice.own;
    return { config: { ...config, seed }, training, rows: others ?? rows };
  }
  const loss = rows.task === "classes" ? "cross-entropy" : "mean-squared-error";
  const config = configOf(choice.net, rows.inputs, rows.outputs, seed);
  return { config, training: trainingOf(choice.net, loss), rows };
}

/** @throws GradiometerError for what is no net; nothing is left behind */
export function makeSubject(lab: Gradiometer, chosen: Chosen): Subject {
  return isRnnConfig(chosen.config)
    ? new RecurrentSubject(lab, chosen, lab.rnn(chosen.config))
    : new LayeredSubject(lab, chosen, lab.mlp(chosen.config));
}

const parametersOf = (net: Mlp | Rnn): TakenNet["parameters"] =>
  Object.fromEntries(
    [...net.parameters(), ...net.statistics()].map(({ name, shape, values }) => [name, { shape, values }]),
  );

/** √χ from one layer to the next below, in the geometric mean. */
function factorOf(chis: readonly number[]): number {
  const logs = chis.map((chi) => Math.log(chi) / 2);
  return Math.exp(logs.reduce((all, log) => all + log, 0) / logs.length);
}

/** The loss of the best answer that ignores the inputs. */
function guessOf(lab: Gradiometer, { rows, training }: Chosen): number {
  return constantLoss((p) => coreOf(lab).wasm.log64(p), training.loss, columnsOf(rows.y, rows.outputs), countOf(rows));
}

/** What the table shows beside ‖δ‖. */
const TABLE = ["delta", "weight", "weightGradient", "updateToWeight", "saturated", "dead", "z"] as const;

class LayeredSubject implements Subject {
  readonly ready: NetReady;
  readonly #trainer: Trainer;
  readonly #rows: PostedRows;
  readonly #batch: number;
  readonly #labels: Uint8Array;
  readonly #map: DecisionMap;
  #accuracy = Number.NaN;

  constructor(
    private readonly lab: Gradiometer,
    private readonly chosen: Chosen,
    private readonly net: Mlp,
  ) {
    const { rows, training } = chosen;
    const { batch: own, ...config } = training;
    this.#rows = rows;
    this.#batch = batchOf(rows, own);
    this.#trainer = net.trainer(config);
    this.#labels = labelsOf(rows);
    this.#map = new DecisionMap(rows);
    const { findings } = preflight(lab, chosen.config);
    const factors = errorFactors(chosen.config as MlpConfig);
    this.ready = {
      parameters: net.parameters().reduce((sum, { values }) => sum + values.length, 0),
      axis: "layer",
      theory: this.#theory(factors),
      factor: factorOf(factors),
      findings,
      guess: guessOf(lab, chosen),
      config: chosen.config,
      training,
    };
  }

  /** ‖δ‖ by theory, from what was measured at the output down. */
  #theory(factors: readonly number[]): Float64Array {
    const { layers } = this.net.flow(...this.#probe(), this.chosen.training.loss, { only: ["delta"] });
    const theory = new Float64Array(layers.length);
    theory[factors.length] = layers[factors.length]!.delta.norm;
    for (let layer = factors.length - 1; layer >= 0; layer--)
      theory[layer] = theory[layer + 1]! * Math.sqrt(factors[layer]!);
    return theory;
  }

  /** The rows that are looked at: the first batch. */
  #probe(): [Float32Array, Float32Array] {
    const { x, y, inputs, outputs } = this.#rows;
    const count = Math.min(countOf(this.#rows), FULL_BATCH);
    return [x.subarray(0, count * inputs), y.subarray(0, count * outputs)];
  }

  step(): void {
    const { x, y, inputs, outputs } = this.#rows;
    const count = countOf(this.#rows);
    const batches = Math.max(1, Math.floor(count / this.#batch));
    const from = (this.#trainer.steps % batches) * this.#batch;
    const to = from + this.#batch;
    this.#trainer.step(x.subarray(from * inputs, to * inputs), y.subarray(from * outputs, to * outputs));
  }

  frame(look: Look, mapped: boolean): NetFrame {
    const [x, y] = this.#probe();
    const all = look.table || look.view === "ratio";
    const only: readonly FlowPart[] = all ? TABLE : ["delta"];
    // The types say that every part is there; what was not asked for is absent.
    const { loss, layers }: Flow = this.net.flow<FlowPart>(x, y, this.chosen.training.loss, { only });
    const values = new Float64Array(layers.length * FIELDS.length).fill(Number.NaN);
    layers.forEach((layer, index) => {
      const at = index * FIELDS.length;
      values[at] = layer.delta.nonFinite > 0 ? Number.NaN : layer.delta.norm;
      if (!all) return;
      const { weight, weightGradient, updateToWeight, saturated, dead, z } = layer;
      values.set([weightGradient.norm, weight.norm, updateToWeight, saturated, dead, z.mean, z.std], at + 1);
    });
    if (mapped && this.#labels.length > 0) {
      const rows = y.length / this.#rows.outputs;
      this.#accuracy = accuracy(this.net.forward(x), this.#labels.subarray(0, rows));
    }
    const { firstNonFinite, skippedSteps, clippedFraction } = this.#trainer;
    return {
      loss,
      accuracy: this.#accuracy,
      layers: values,
      map: mapped ? this.#map.of(this.net) : null,
      firstNonFinite,
      skippedSteps,
      clippedFraction,
      view: measureView(
        look,
        { lab: this.lab, net: this.net, x, y, rows: this.#rows, loss: this.chosen.training.loss },
        mapped,
      ),
    };
  }

  hash(): string {
    return this.net.hash();
  }

  take(): TakenNet {
    return { parameters: parametersOf(this.net), rows: this.#rows };
  }

  dispose(): void {
    this.net.dispose();
  }
}

class RecurrentSubject implements Subject {
  readonly ready: NetReady;
  readonly #trainer: Trainer<Sequence>;
  readonly #x: Sequence;

  constructor(
    lab: Gradiometer,
    private readonly chosen: Chosen,
    private readonly net: Rnn,
  ) {
    const { rows, training } = chosen;
    const { loss, optimizer, clip } = training; // on all sequences in every step
    const time = rows.time ?? 1;
    this.#x = { values: rows.x, time };
    this.#trainer = net.trainer({ loss, optimizer, ...(clip && { clip }) });
    const { layers, findings } = preflight(lab, chosen.config);
    const chi = layers[0]!.chi;
    const theory = new Float64Array(time);
    theory[time - 1] = this.#norms().at(-1)!;
    for (let t = time - 2; t >= 0; t--) theory[t] = theory[t + 1]! * Math.sqrt(chi);
    this.ready = {
      parameters: net.parameters().reduce((sum, { values }) => sum + values.length, 0),
      axis: "time",
      theory,
      factor: Math.sqrt(chi),
      findings,
      guess: guessOf(lab, chosen),
      config: chosen.config,
      training,
    };
  }

  #norms(): Float64Array {
    return this.net.backward(this.#x, this.chosen.rows.y, this.chosen.training.loss).hiddenGradientNorms;
  }

  step(): void {
    this.#trainer.step(this.#x, this.chosen.rows.y);
  }

  frame(): NetFrame {
    const { loss, hiddenGradientNorms } = this.net.backward(this.#x, this.chosen.rows.y, this.chosen.training.loss);
    const values = new Float64Array(hiddenGradientNorms.length * FIELDS.length).fill(Number.NaN);
    hiddenGradientNorms.forEach((norm, t) => (values[t * FIELDS.length] = norm));
    const { output } = this.net.forward(this.#x);
    const labels = labelsOf(this.chosen.rows);
    const { firstNonFinite, skippedSteps, clippedFraction } = this.#trainer;
    return {
      loss,
      accuracy: output && labels.length > 0 ? accuracy(output, labels) : Number.NaN,
      layers: values,
      map: null,
      firstNonFinite,
      skippedSteps,
      clippedFraction,
      view: {},
    };
  }

  hash(): string {
    return this.net.hash();
  }

  take(): TakenNet {
    return { parameters: parametersOf(this.net), rows: this.chosen.rows };
  }

  dispose(): void {
    this.net.dispose();
  }
}
