/**
 * A state as a link carries it, version 1:
 *
 *     v=1&d=moons.200.0.1&s=1&A=sigmoid.standard.10x32.sgd:0.5&B=tanh.orthogonal.10x32.sgd:0.1&view=time&n=600&h=305acb92.c19a595b
 *
 * Each key once. An unknown key, a second occurrence, a number out of range or more than 2,048 characters is a StateError that
 * names the key, and nothing of the link is taken.
 */
import { readData, writeData } from "./data.js";
import { readNet, writeNet } from "./net.js";
import { Reader, StateError } from "./reader.js";
import { CELLS, DEFAULT_OPTIONS, LAB_RANGES, type LabState, QUANTITIES, VIEW_RANGES, VIEWS } from "./state.js";

export const LONGEST = 2048;

/** What a link says beside the state. */
export interface Link {
  readonly state: LabState;
  /** The step at which the hashes were taken, and their first eight digits, net by net: the proof that a run was the same. */
  readonly proof: { readonly step: number; readonly hashes: readonly string[] } | null;
  readonly lang: string | null;
  readonly mode: "slide" | null;
}

/** Key → how the rest of its text is read into a draft. A key of a link is a row here, and one in `writeLink`. */
type Draft = { -readonly [Key in keyof LabState]: LabState[Key] } & {
  step?: number;
  hashes?: readonly string[];
  lang?: string;
  mode?: "slide";
};

const whole = (key: string, text: string, range: readonly [number, number]): number => {
  const from = new Reader(key, text);
  const value = from.number(...range, true);
  from.end();
  return value;
};

function readHashes(key: string, text: string): readonly string[] {
  if (!/^[0-9a-f]{8}(\.[0-9a-f]{8})?$/.test(text))
    throw new StateError(key, "eight hexadecimal digits per net", text.slice(0, 24));
  return text.split(".");
}

function word<Word extends string>(key: string, text: string, words: readonly Word[]): Word {
  const from = new Reader(key, text);
  const found = from.word(words);
  from.end();
  return found;
}

function readPreset(key: string, text: string): string {
  if (!/^[a-z0-9-]{1,48}$/.test(text)) throw new StateError(key, "the name of a preset", text.slice(0, 24));
  return text;
}

/** `cell:lstm.radius:1.steps:50.point:0.quantity:delta`, what is at its default left out. */
function readOptions(key: string, text: string): LabState["options"] {
  const from = new Reader(key, text);
  const options = { ...DEFAULT_OPTIONS };
  const draft = options as { -readonly [Key in keyof typeof options]: (typeof options)[Key] };
  const seen = new Set<string>();
  do {
    const name = from.word(["quantity", "cell", "radius", "steps", "point"] as const);
    if (seen.has(name)) throw from.error(`"${name}" once`);
    seen.add(name);
    from.expect(":");
    if (name === "quantity") draft.quantity = from.word(QUANTITIES);
    else if (name === "cell") draft.cell = from.word(CELLS);
    else if (name === "radius") draft.radius = from.number(...VIEW_RANGES.radius);
    else if (name === "steps") draft.steps = from.number(...VIEW_RANGES.steps, true);
    else draft.point = (from.skip("-") ? -1 : 1) * from.number(0, VIEW_RANGES.point[1]);
  } while (from.skip("."));
  from.end();
  return options;
}

function writeOptions(options: LabState["options"]): string {
  const names = Object.keys(DEFAULT_OPTIONS) as (keyof typeof DEFAULT_OPTIONS)[];
  return names
    .filter((name) => options[name] !== DEFAULT_OPTIONS[name])
    .map((name) => `${name}:${options[name]}`)
    .join(".");
}

const KEYS: Readonly<Record<string, (draft: Draft, text: string) => void>> = {
  v: (_draft, text) => {
    if (text !== "1") throw new StateError("v", "1", text.slice(0, 24));
  },
  p: (draft, text) => (draft.preset = readPreset("p", text)),
  d: (draft, text) => (draft.data = readData("d", text)),
  s: (draft, text) => (draft.seed = whole("s", text, LAB_RANGES.seed)),
  A: (draft, text) => {
    draft.own = text === "zoo";
    if (!draft.own) draft.a = readNet("A", text);
  },
  B: (draft, text) => (draft.b = text === "off" ? null : readNet("B", text)),
  view: (draft, text) => (draft.view = word("view", text, VIEWS)),
  o: (draft, text) => (draft.options = readOptions("o", text)),
  max: (draft, text) => (draft.max = whole("max", text, LAB_RANGES.steps)),
  speed: (draft, text) => (draft.speed = whole("speed", text, LAB_RANGES.speed)),
  n: (draft, text) => (draft.step = whole("n", text, [0, LAB_RANGES.steps[1]])),
  h: (draft, text) => (draft.hashes = readHashes("h", text)),
  lang: (draft, text) => {
    if (!/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(text)) throw new StateError("lang", "a language", text.slice(0, 24));
    draft.lang = text;
  },
  mode: (draft, text) => (draft.mode = word("mode", text, ["slide"] as const)),
};

/**
 * Reads a link's state, with or without its "#".
 *
 * @param presetOf  the state of a preset by its name, undefined where there is none.
 * @param fallback  what a link leaves unsaid.
 * @throws StateError
 */
export function readLink(
  text: string,
  fallback: LabState,
  presetOf: (name: string) => LabState | undefined = () => undefined,
): Link {
  const body = text.replace(/^#/, "");
  if (body.length > LONGEST)
    throw new StateError("state", `at most ${LONGEST} characters`, `${body.length} characters`);
  const pairs = [...new URLSearchParams(body)];
  const seen = new Set<string>();
  for (const [key] of pairs) {
    if (!Object.hasOwn(KEYS, key))
      throw new StateError(key.slice(0, 24), `one of ${Object.keys(KEYS).join(", ")}`, key.slice(0, 24));
    if (seen.has(key)) throw new StateError(key, "the key once", "it twice");
    seen.add(key);
  }
  let draft: Draft = { ...fallback };
  const preset = pairs.find(([key]) => key === "p")?.[1];
  if (preset !== undefined) {
    const found = presetOf(readPreset("p", preset));
    if (found === undefined) throw new StateError("p", "the name of a preset", preset);
    draft = { ...found };
  }
  for (const [key, value] of pairs) KEYS[key]!(draft, value);
  const { step, hashes, lang, mode, ...state } = draft;
  if (state.own && state.data.kind !== "zoo") throw new StateError("A", "the data of a net of the zoo", "zoo");
  if (hashes && hashes.length !== (state.b === null ? 1 : 2))
    throw new StateError("h", "a hash for each net", hashes.join("."));
  return {
    state: { ...state, max: Math.max(state.max, step ?? 1) },
    proof: step !== undefined && hashes ? { step, hashes } : null,
    lang: lang ?? null,
    mode: mode ?? null,
  };
}

/** A state as a link says it; reading it again gives the same state. */
export function writeLink(state: LabState, more: Partial<Omit<Link, "state">> = {}): string {
  const { preset, data, seed, a, own, b, view, options, max, speed } = state;
  const shown = writeOptions(options);
  const pairs: [string, string | number | null | undefined][] = [
    ["v", 1],
    ["p", preset],
    ["d", writeData(data)],
    ["s", seed],
    ["A", own ? "zoo" : writeNet(a)],
    ["B", b === null ? "off" : writeNet(b)],
    ["view", view],
    ["o", shown === "" ? null : shown],
    ["max", max],
    ["speed", speed],
    ["n", more.proof?.step],
    ["h", more.proof?.hashes.map((hash) => hash.slice(0, 8)).join(".")],
    ["lang", more.lang],
    ["mode", more.mode],
  ];
  return pairs
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([key, value]) => `${key}=${value}`)
    .join("&");
}
