import { badOption, checkKeys, checkNumber, unknownWord } from "../core/check.js";
import { GradiometerError } from "../core/errors.js";
import { nearest } from "../core/nearest.js";
import type { Activation, Init } from "../types.js";
import { resolveActivation } from "./activation.js";
import type { InitLayer, Target } from "./fill.js";
import { INIT_NAMES, INIT_ROWS, isWord, type LayerEnsemble, resolveInit } from "./initialisations.js";

/** What stands in a configuration: "orthogonal", or { kind: "orthogonal", gain }. */
const shapeOf = (kind: string): string => `{ kind: "${kind}", ${Object.keys(INIT_ROWS[kind]!.numbers).join(", ")} }`;

function unknownInit(name: string, init: unknown, words: readonly string[]): GradiometerError {
  const kinds = Object.keys(INIT_ROWS).filter((kind) => Object.keys(INIT_ROWS[kind]!.numbers).length > 0);
  const expected = `one of ${[...words, ...kinds.map(shapeOf)].join(", ")}`;
  if (typeof init !== "string") {
    const kind: unknown = typeof init === "object" && init !== null && "kind" in init ? init.kind : undefined;
    const meant = typeof kind === "string" ? nearest(kind, kinds) : undefined;
    const error = badOption(name, expected, init);
    return meant === undefined
      ? error
      : new GradiometerError(error.code, `${error.message}; did you mean ${shapeOf(meant)}?`);
  }
  const others = new Map(kinds.map((kind) => [kind, shapeOf(kind)]));
  for (const own of words) for (const other of INIT_ROWS[own]!.otherNames ?? []) others.set(other, own);
  return unknownWord(name, init, words, { others: Object.fromEntries(others), expected });
}

/**
 * @param measures  whether those that need a batch to measure on are among the choices.
 * @throws GradiometerError BAD_OPTION for what is no initialisation.
 */
export function checkInit(name: string, init: unknown, measures = false): Init {
  const allowed = (kind: string): boolean =>
    Object.hasOwn(INIT_ROWS, kind) && (measures || INIT_ROWS[kind]!.needs !== "data");
  if (typeof init === "string") {
    if (allowed(init) && isWord(INIT_ROWS[init]!)) return init as Init;
  } else if (typeof init === "object" && init !== null && "kind" in init) {
    const { kind } = init;
    const rules = typeof kind === "string" && allowed(kind) ? Object.entries(INIT_ROWS[kind]!.numbers) : [];
    if (rules.length > 0) {
      const given = checkKeys(name, init, ["kind", ...rules.map(([key]) => key)]);
      const numbers = rules.map(([key, { expected, accept }]) => {
        return [key, checkNumber(`${name}.${key}`, given[key], expected, accept)] as const;
      });
      return Object.freeze({ kind, ...Object.fromEntries(numbers) }) as Init;
    }
  }
  throw unknownInit(name, init, INIT_NAMES.filter(allowed));
}

/** Draws one weight matrix (and its bias) as a checked `init` says. */
export function initialise(init: Init, target: Target): void {
  const { row, numbers } = resolveInit(init);
  row.draw(target, numbers);
}

/**
 * The ensemble that a checked `init` draws per layer from.
 *
 * @param layer.inputMoment  mean square of what comes in.
 * @throws GradiometerError UNSUPPORTED for "critical" where the activation has no such point.
 */
export function ensembleOf(
  init: Init,
  layer: Omit<InitLayer, "activation"> & { readonly activation: Activation; readonly inputMoment: number },
): LayerEnsemble {
  const { row, numbers } = resolveInit(init);
  return row.ensemble({ ...layer, activation: resolveActivation(layer.activation) }, numbers);
}
