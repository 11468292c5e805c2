import { GradiometerError } from "../core/errors.js";
import type { Init } from "../types.js";
import type { CriticalVariances } from "./activation.js";
import { identity, type InitLayer, normal, orthogonal, type Target, uniform, variance } from "./fill.js";

/** The initialisations that are a word alone. */
export type InitName = Extract<Init, string>;
/** All of them, those with numbers by their kind. */
export type InitKind = InitName | Exclude<Init, string>["kind"];

/** The numbers that belong to a kind, by name. */
type NumbersOf<K extends InitKind> =
  Extract<Init, { kind: K }> extends infer Form ? ([Form] extends [never] ? object : Omit<Form, "kind">) : never;

/** A number of an initialisation: what it must be, in words too, and what the bare name stands for. */
interface InitNumber {
  readonly expected: string;
  readonly accept: (value: number) => boolean;
  /** An initialisation whose numbers all have one can be given as a word. */
  readonly bare?: number;
}

/** What mean-field theory calls the ensemble: Var w = σ_w²/fanIn, Var b = σ_b². */
export interface LayerEnsemble {
  readonly weightVariance: number;
  readonly biasVariance: number;
}

/** What is known of an initialisation. A new one is one row, and its name in the type `Init`. */
export interface InitRow<Numbers = Readonly<Record<string, number>>> {
  /** The numbers that it takes; {} for none. */
  readonly numbers: { readonly [N in keyof Numbers]: InitNumber };
  /** Fills W, and b where it is not to stay zero. */
  draw(target: Target, numbers: Numbers): void;
  /**
   * σ_w² and σ_b². Where the entries are not drawn one by one, σ_w² is the one that gives the mean square of x W:
   * E (x W)_j² = σ_w² · inputMoment in the mean over j.
   *
   * @param layer.inputMoment  mean square of what comes in.
   */
  ensemble(layer: InitLayer & { readonly inputMoment: number }, numbers: Numbers): LayerEnsemble;
  /** Whether entries are drawn one by one, or depend on each other, or are not random at all. */
  readonly entries: "independent" | "dependent" | "fixed";
  /** What it looks at beside the shape: `"data"` is a batch to measure on, lsuv.ts does that. */
  readonly needs: "nothing" | "activation" | "data";
  /** What other libraries call it. */
  readonly otherNames?: readonly string[];
}

/** Beyond this, draws or sums of them would leave float32. */
const LARGEST = 1e30;
const positive = {
  expected: "a number > 0 and ≤ 1e30",
  accept: (value: number): boolean => value > 0 && value <= LARGEST,
};
const notNegative = {
  expected: "a number from 0 to 1e30",
  accept: (value: number): boolean => value >= 0 && value <= LARGEST,
};

const weights = (weightVariance: number): LayerEnsemble => ({ weightVariance, biasVariance: 0 });

/** σ_w² of gain times a matrix with min(fanIn, fanOut) orthonormal rows or columns: ‖x W‖² over fanOut units. */
const isometry = ({ fanIn, fanOut }: InitLayer, gain: number): LayerEnsemble =>
  weights((gain * gain * Math.min(fanIn, fanOut)) / fanOut);

/** What most rows have in common: entries drawn one by one, from nothing but the shape. */
const drawn = { numbers: {}, entries: "independent", needs: "nothing" } as const;

/** @throws GradiometerError UNSUPPORTED when the activation has no such point. */
function criticalOf({ index, activation }: InitLayer): CriticalVariances {
  const point = activation.critical(activation.alpha);
  if (point) return point;
  const message = `init: "critical" has no point where χ₁ = 1 for the activation of layer ${index}`;
  throw new GradiometerError("UNSUPPORTED", message);
}

/** Every initialisation. */
export const INITIALISATIONS = {
  standard: {
    ...drawn,
    draw: (t) => uniform(t, 1 / Math.sqrt(t.fanIn)),
    ensemble: () => weights(1 / 3),
    otherNames: ["default"],
  },
  "glorot-uniform": {
    ...drawn,
    draw: (t) => uniform(t, Math.sqrt(6 / (t.fanIn + t.fanOut))), // Glorot & Bengio 2010, eq. 16
    ensemble: ({ fanIn, fanOut }) => weights((2 * fanIn) / (fanIn + fanOut)),
    otherNames: ["xavier", "xavier-uniform"],
  },
  "glorot-normal": {
    ...drawn,
    draw: (t) => normal(t, Math.sqrt(2 / (t.fanIn + t.fanOut))),
    ensemble: ({ fanIn, fanOut }) => weights((2 * fanIn) / (fanIn + fanOut)),
    otherNames: ["xavier-normal"],
  },
  "he-uniform": {
    ...drawn,
    draw: (t) => uniform(t, Math.sqrt(6 / t.fanIn)), // He 2015, eq. 10
    ensemble: () => weights(2),
    otherNames: ["kaiming", "kaiming-uniform"],
  },
  "he-normal": {
    ...drawn,
    draw: (t) => normal(t, Math.sqrt(2 / t.fanIn)),
    ensemble: () => weights(2),
    otherNames: ["kaiming-normal"],
  },
  "lecun-uniform": {
    ...drawn,
    draw: (t) => uniform(t, Math.sqrt(3 / t.fanIn)), // LeCun 1998, §4.6
    ensemble: () => weights(1),
  },
  "lecun-normal": { ...drawn, draw: (t) => normal(t, 1 / Math.sqrt(t.fanIn)), ensemble: () => weights(1) },
  orthogonal: {
    numbers: { gain: { ...positive, bare: 1 } },
    draw: (t, { gain }) => orthogonal(t, gain),
    ensemble: (layer, { gain }) => isometry(layer, gain),
    entries: "dependent",
    needs: "nothing",
  },
  identity: {
    numbers: { gain: positive },
    draw: (t, { gain }) => identity(t, gain),
    ensemble: (layer, { gain }) => isometry(layer, gain),
    entries: "fixed",
    needs: "nothing",
    otherNames: ["eye"],
  },
  lsuv: {
    numbers: {},
    draw: (t) => orthogonal(t, 1), // where it starts; lsuv.ts does the rest
    ensemble: ({ inputMoment }) => weights(inputMoment > 0 ? 1 / inputMoment : 0), // Var u = 1
    entries: "dependent",
    needs: "data",
  },
  critical: {
    numbers: {},
    draw(t) {
      const { weight, bias } = criticalOf(t);
      variance(t, weight, bias);
    },
    ensemble(layer) {
      const { weight, bias } = criticalOf(layer);
      return { weightVariance: weight, biasVariance: bias };
    },
    entries: "independent",
    needs: "activation",
  },
  zeros: {
    numbers: {},
    draw: () => undefined, // the block is zero
    ensemble: () => weights(0),
    entries: "fixed",
    needs: "nothing",
  },
  normal: {
    ...drawn,
    numbers: { std: notNegative },
    draw: (t, { std }) => normal(t, std),
    ensemble: ({ fanIn }, { std }) => weights(fanIn * std * std),
  },
  uniform: {
    ...drawn,
    numbers: { limit: notNegative },
    draw: (t, { limit }) => uniform(t, limit),
    ensemble: ({ fanIn }, { limit }) => weights((fanIn * limit * limit) / 3),
  },
  variance: {
    ...drawn,
    numbers: { weight: notNegative, bias: notNegative },
    draw: (t, { weight, bias }) => variance(t, weight, bias),
    ensemble: (_, { weight, bias }) => ({ weightVariance: weight, biasVariance: bias }),
  },
} satisfies { readonly [K in InitKind]: InitRow<NumbersOf<K>> };

/** The same, to be looked up by any word. */
export const INIT_ROWS: Readonly<Record<string, InitRow>> = INITIALISATIONS;

/** Whether a word is enough: all its numbers, if any, have a value for that. */
export const isWord = ({ numbers }: InitRow): boolean => Object.values(numbers).every(({ bare }) => bare !== undefined);

/** The initialisations that can be given as a word. */
export const INIT_NAMES = Object.keys(INIT_ROWS).filter((kind) => isWord(INIT_ROWS[kind]!)) as readonly InitName[];

/** The row of a checked initialisation, with its numbers. */
export function resolveInit(init: Init): { readonly row: InitRow; readonly numbers: Readonly<Record<string, number>> } {
  const given: Readonly<Record<string, unknown>> = typeof init === "string" ? {} : { ...init };
  const row = INIT_ROWS[typeof init === "string" ? init : init.kind]!;
  const numbers = Object.entries(row.numbers).map(([name, { bare }]) => [name, Number(given[name] ?? bare)] as const);
  return { row, numbers: Object.fromEntries(numbers) };
}
