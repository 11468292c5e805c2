import { describe, expect, it } from "vitest";
import { DATA_KINDS, DATA_RANGES, type DataState } from "../../sdk/element/state/data.js";
import { type Link, LONGEST, readLink, writeLink } from "../../sdk/element/state/link.js";
import { WORDS, DEFAULT_NET, type NetState, RANGES } from "../../sdk/element/state/net.js";
import { StateError } from "../../sdk/element/state/reader.js";
import {
  CELLS,
  DEFAULT_STATE,
  LAB_RANGES,
  type LabState,
  QUANTITIES,
  VIEW_RANGES,
  VIEWS,
} from "../../sdk/element/state/state.js";

/** Numbers from 0 to 1, the same in every run: Lehmer's generator. */
function draws(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48271) % 2147483647) / 2147483647;
}

interface Draw {
  (): number;
}

const pick = <Value>(draw: Draw, values: readonly Value[]): Value => values[Math.floor(draw() * values.length)]!;
const whole = (draw: Draw, [from, to]: readonly [number, number]): number =>
  from + Math.floor(draw() * (to - from + 1));

/** In the range, of few or of many digits, at its ends too. */
function real(draw: Draw, [from, to]: readonly [number, number]): number {
  const chance = draw();
  if (chance < 0.1) return from;
  if (chance < 0.2) return to;
  const value =
    chance < 0.25
      ? from + 10 ** -whole(draw, [5, 300])
      : chance < 0.6 && from > 0
        ? from * (to / from) ** draw()
        : from + draw() * (to - from);
  return Math.min(to, Math.max(from, Number(value.toPrecision(whole(draw, [1, 12])))));
}

function netOf(draw: Draw): NetState {
  const [init, clip] = [pick(draw, WORDS.init), pick(draw, WORDS.clip)];
  return {
    activation: pick(draw, WORDS.activation),
    init,
    variance: init === "variance" ? real(draw, RANGES.variance) : DEFAULT_NET.variance,
    depth: whole(draw, RANGES.depth),
    width: whole(draw, RANGES.width),
    skip: pick(draw, WORDS.skip),
    norm: pick(draw, WORDS.norm),
    optimizer: pick(draw, WORDS.optimizer),
    rate: real(draw, RANGES.rate),
    clip,
    limit: clip === "none" ? DEFAULT_NET.limit : real(draw, RANGES.limit),
  };
}

function dataOf(draw: Draw): DataState {
  const kind = pick(draw, DATA_KINDS);
  if (kind === "rows") return { kind, name: "" };
  if (kind === "zoo") return { kind, name: "deep-sigmoid" };
  if (kind === "digits") return { kind, samples: whole(draw, DATA_RANGES.digits) };
  return { kind, samples: whole(draw, DATA_RANGES.samples), noise: real(draw, DATA_RANGES.noise) };
}

function stateOf(draw: Draw): LabState {
  const data = dataOf(draw);
  const own = data.kind === "zoo" && draw() < 0.5;
  return {
    preset: null,
    data,
    seed: whole(draw, LAB_RANGES.seed),
    // The zoo's net has no controls.
    a: own ? DEFAULT_STATE.a : netOf(draw),
    own,
    b: draw() < 0.3 ? null : netOf(draw),
    view: pick(draw, VIEWS),
    options: {
      quantity: pick(draw, QUANTITIES),
      cell: pick(draw, CELLS),
      radius: real(draw, VIEW_RANGES.radius),
      steps: whole(draw, VIEW_RANGES.steps),
      point: real(draw, VIEW_RANGES.point),
    },
    max: whole(draw, LAB_RANGES.steps),
    speed: whole(draw, LAB_RANGES.speed),
  };
}

function moreOf(draw: Draw, { b, max }: LabState): Omit<Link, "state"> {
  const hash = (): string => whole(draw, [0, 0xffffffff]).toString(16).padStart(8, "0");
  return {
    proof: draw() < 0.5 ? { step: whole(draw, [0, max]), hashes: b ? [hash(), hash()] : [hash()] } : null,
    lang: pick(draw, [null, "fr", "ko", "pt-BR"]),
    mode: pick(draw, [null, "slide"]),
  };
}

const PIECES = [
  ...["v", "p", "d", "s", "A", "B", "view", "o", "max", "speed", "n", "h", "lang", "mode", "__proto__", "constructor"],
  ...[
    "=",
    "&",
    ".",
    ":",
    "x",
    "-",
    "#",
    "%",
    "+",
    ";",
    "\u0000",
    "\u202e",
    "😀",
    "é",
    "한",
    '"',
    "<",
    ">",
    "'",
    "\\",
    "${",
  ],
  ...["1", "0", "-1", "1e9", "1e-99", "NaN", "Infinity", "0x10", "1e999", "١", "999999999999999999999"],
  ...[
    "sigmoid",
    "standard",
    "variance:",
    "10x32",
    "sgd:0.5",
    "moons.200.0.1",
    "zoo.",
    "rows",
    "off",
    "skip:",
    "clip:norm:1",
  ],
  ...["<script>alert(1)</script>", "javascript:alert(1)", "%3Cimg%20onerror%3D%22%22%3E", "%E0%A4%A", "x".repeat(2100)],
];

/** Anything: a link with one thing changed, or pieces one behind the other. */
function textOf(draw: Draw): string {
  if (draw() < 0.5) return Array.from({ length: whole(draw, [0, 12]) }, () => pick(draw, PIECES)).join("");
  const state = stateOf(draw);
  const link = writeLink(state, moreOf(draw, state));
  const at = whole(draw, [0, link.length]);
  return link.slice(0, at) + pick(draw, PIECES) + link.slice(at + whole(draw, [0, 4]));
}

describe("a link", () => {
  it("says every state, and reading it gives the same one", () => {
    const draw = draws(1);
    for (let time = 0; time < 10_000; time++) {
      const state = stateOf(draw);
      const more = moreOf(draw, state);
      const link = writeLink(state, more);
      expect(link.length).toBeLessThanOrEqual(LONGEST);
      // As an address has it: read by a browser, and written by one.
      const { hash } = new URL(`https://example.org/#${link}`);
      expect(readLink(hash, DEFAULT_STATE), link).toEqual({ state, ...more });
    }
  });

  it("of any text is a state in range or a StateError that says what is wrong", () => {
    const draw = draws(2);
    let read = 0;
    for (let time = 0; time < 10_000; time++) {
      const text = textOf(draw);
      try {
        const { state, proof } = readLink(text, DEFAULT_STATE);
        read++;
        // What was read can be written, and is then the same.
        expect(readLink(writeLink(state, { proof }), DEFAULT_STATE), text).toMatchObject({ state, proof });
      } catch (error) {
        expect(error, text).toBeInstanceOf(StateError);
        const { key, expected, came } = error as StateError;
        expect(key.length).toBeLessThanOrEqual(24);
        expect(expected).not.toBe("");
        expect(came.length).toBeLessThanOrEqual(48);
      }
    }
    expect(read).toBeGreaterThan(100); // the texts are not all refused at their first letter
  });

  it("changes nothing that it was given", () => {
    const before = JSON.stringify(DEFAULT_STATE);
    readLink("s=5&A=tanh.orthogonal.3x4.adam:0.1&o=point:3", DEFAULT_STATE);
    expect(JSON.stringify(DEFAULT_STATE)).toBe(before);
  });

  it.each<[string, (value: string) => string, number, number]>([
    ["layers", (n) => `A=relu.he-normal.${n}x8.sgd:0.1`, 1, 50],
    ["units", (n) => `A=relu.he-normal.2x${n}.sgd:0.1`, 1, 256],
    ["a variance", (n) => `A=relu.variance:${n}.2x8.sgd:0.1`, 0.01, 400],
    ["a rate", (n) => `A=relu.he-normal.2x8.sgd:${n}`, 1e-6, 100],
    ["a limit", (n) => `A=relu.he-normal.2x8.sgd:0.1.clip:norm:${n}`, 1e-6, 1e6],
    ["the last step", (n) => `max=${n}`, 1, 1e5],
    ["samples", (n) => `d=moons.${n}.0.1`, 10, 2000],
    ["noise", (n) => `d=moons.200.${n}`, 0, 2],
  ])("takes %s up to its ends and not beyond", (_, link, low, high) => {
    const read = (value: number) => () => readLink(link(String(value)), DEFAULT_STATE);
    for (const end of [low, high]) expect(read(end)).not.toThrow();
    const step = Number.isInteger(low) && low > 0 ? 1 : low / 2 || 0.001;
    expect(read(low - step)).toThrow(StateError);
    expect(read(high + (Number.isInteger(low) ? 1 : high / 1000))).toThrow(StateError);
  });

  it("says what came, from its first letter on, and no more of it than fits", () => {
    const came = (link: string): string => {
      try {
        readLink(link, DEFAULT_STATE);
      } catch (error) {
        return (error as StateError).came;
      }
      return "nothing was wrong";
    };
    expect(came("p=Two Moons")).toBe("Two Moons");
    expect(came(`p=${"A".repeat(30)}`)).toBe("A".repeat(24));
    expect(came("h=ABC")).toBe("ABC");
    expect(came(`h=${"z".repeat(30)}`)).toBe("z".repeat(24));
  });

  it("a last step of 1 is one, where no other is said to be reached", () => {
    expect(readLink("max=1", DEFAULT_STATE).state.max).toBe(1);
    expect(readLink("max=1&n=7", DEFAULT_STATE).state.max).toBe(7);
  });
});
