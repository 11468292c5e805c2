/** The controls, as rows: what each shows of a state, what it makes of one, and when it is there. */
import { describe, expect, it } from "vitest";
import { DEPTH, FIRST_NET_FIELDS, LAB_FIELDS, MORE_NET_FIELDS } from "../../../sdk/element/controls/fields.js";
import { DEFAULT_NET } from "../../../sdk/element/state/net.js";
import { DEFAULT_STATE, type LabState } from "../../../sdk/element/state/state.js";
import { en } from "../../../sdk/element/strings/en.js";
import { textOf } from "../../../sdk/element/strings/text.js";

const text = textOf(en);
const rowOf = (name: string) => LAB_FIELDS.find((row) => row.name === name)!;
const two: LabState = { ...DEFAULT_STATE, b: { ...DEFAULT_NET, activation: "relu" } };

describe("controls of a net", () => {
  it.each([...FIRST_NET_FIELDS, ...MORE_NET_FIELDS])(
    "$name: what is set is what is shown, and nothing else changes",
    (row) => {
      const { choice } = row;
      const values = choice.kind === "select" ? choice.options : [choice.from, choice.to];
      expect(values.length).toBeGreaterThan(1);
      for (const value of values) {
        const net = row.set(DEFAULT_NET, value);
        expect(row.get(net)).toBe(value);
        expect(net).toEqual({ ...DEFAULT_NET, [row.name]: value });
      }
      if (choice.kind === "select")
        for (const value of choice.options) expect(choice.label(value as never, text)).toMatch(/\S/);
    },
  );

  it("the variance is there for its own initialisation, the limit for a clip", () => {
    const shown = (rows: typeof FIRST_NET_FIELDS, name: string, net: object) => rows.find((row) => row.name === name)!.shown!({ ...DEFAULT_NET, ...net }); // prettier-ignore
    expect([shown(FIRST_NET_FIELDS, "variance", { init: "variance" }), shown(FIRST_NET_FIELDS, "variance", { init: "he-normal" })]).toEqual([true, false]); // prettier-ignore
    expect([shown(MORE_NET_FIELDS, "limit", { clip: "norm" }), shown(MORE_NET_FIELDS, "limit", { clip: "none" })]).toEqual([true, false]); // prettier-ignore
  });

  it("words are those of the language, names of the API its own", () => {
    const labels = (name: string) => {
      const { choice } = [...FIRST_NET_FIELDS, ...MORE_NET_FIELDS].find((row) => row.name === name)!;
      return choice.kind === "select" ? choice.options.map((value) => choice.label(value as never, text)) : [];
    };
    expect(labels("skip")).toEqual([en.noSkips, en.skipIdentity, en.skipScaled]);
    expect(labels("clip")).toEqual([en.noClip, en.clipNorm, en.clipValue]);
    expect(labels("norm")[0]).toBe(en.noNorm);
    expect(labels("optimizer")).toContain("sign-sgd");
    expect(labels("init")).toContain("N(0, σ²/n)");
  });
});

describe("controls of the lab", () => {
  it("one depth for both nets; a net of the zoo has none", () => {
    const deep = DEPTH.set({ ...two, own: true }, 7);
    expect([deep.a.depth, deep.b!.depth, deep.own, DEPTH.get(deep)]).toEqual([7, 7, false, 7]);
    expect(DEPTH.set(DEFAULT_STATE, 7).b?.depth ?? null).toBe(DEFAULT_STATE.b ? 7 : null);
    expect([DEPTH.shown!(two), DEPTH.shown!({ ...two, own: true })]).toEqual([true, false]);
  });

  it("other data begin as they do by themselves, the zoo where it is", () => {
    const { get, set } = rowOf("data");
    expect(set(two, "spirals").data).toEqual({ kind: "spirals", samples: 200, noise: 0.02 });
    expect(set(two, "digits").data).toEqual({ kind: "digits", samples: 500 });
    const zoo: LabState = { ...two, data: { kind: "zoo", name: "deep-sigmoid" }, own: true };
    expect(set(zoo, "zoo")).toEqual(zoo);
    expect(set(zoo, "moons")).toMatchObject({ data: { kind: "moons" }, own: false });
    expect(get(zoo)).toBe("zoo");
  });

  it("samples and noise are there for data that are drawn", () => {
    for (const name of ["samples", "noise"]) {
      const { shown, get, set } = rowOf(name);
      expect(shown!({ ...two, data: { kind: "moons", samples: 50, noise: 0.5 } })).toBe(true);
      expect(shown!({ ...two, data: { kind: "spirals", samples: 50, noise: 0.5 } })).toBe(true);
      const rows: LabState = { ...two, data: { kind: "rows", name: "" } };
      expect([shown!(rows), get(rows)]).toEqual([false, 0]);
      expect(get(set({ ...two, data: { kind: "moons", samples: 50, noise: 0.5 } }, 20))).toBe(20);
    }
    expect(rowOf("samples").shown!({ ...two, data: { kind: "digits", samples: 500 } })).toBe(false);
  });

  it("seed, steps and speed; a second net begins as the first", () => {
    for (const name of ["seed", "max", "speed"]) {
      const { get, set } = rowOf(name);
      expect(set(two, 3)).toEqual({ ...two, [name]: 3 });
      expect(get(set(two, 5))).toBe(5);
    }
    const { get, set } = rowOf("compare");
    expect([get(two), get({ ...two, b: null })]).toEqual(["on", "off"]);
    expect(set(two, "off").b).toBeNull();
    expect(set({ ...two, b: null }, "on").b).toEqual(two.a);
  });
});
