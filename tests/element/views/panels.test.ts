/** The view that is chosen, below a lab's nets, and what panels have in common. */
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { section } from "../../../sdk/element/doctor/findingItem.js";
import { sheetOf } from "../../../sdk/element/extras/sheet.js";
import { DEFAULT_STATE, VIEWS } from "../../../sdk/element/state/state.js";
import { numbersOf } from "../../../sdk/element/strings/numbers.js";
import { stringsOf } from "../../../sdk/element/strings/load.js";
import { textOf } from "../../../sdk/element/strings/text.js";
import { ViewPanels, type ViewHooks } from "../../../sdk/element/viewPanels.js";
import type { ViewContext } from "../../../sdk/element/views/view.js";
import { allOf, FakeElement, installDocument } from "./document.js";

class FakeShadow {
  adoptedStyleSheets: unknown[] = [];
}
class FakeSheet {
  css = "";
  replaceSync(css: string): void {
    this.css = css;
  }
}

let remove: () => void;
beforeAll(() => {
  remove = installDocument();
  vi.stubGlobal("ShadowRoot", FakeShadow);
  vi.stubGlobal("CSSStyleSheet", FakeSheet);
});
afterAll(() => {
  vi.unstubAllGlobals();
  remove();
});

/** All promises that are ready have been answered. */
const settled = () => new Promise((resolve) => setTimeout(resolve));

it("a style sheet is made once, and adopted once by each shadow root", () => {
  const adopt = sheetOf("p { margin: 0 }");
  const [one, other] = [new FakeShadow(), new FakeShadow()];
  for (const rootNode of [one, one, other, new FakeElement("body")])
    adopt(Object.assign(new FakeElement("p"), { rootNode }) as unknown as Node);
  expect([one.adoptedStyleSheets.length, other.adoptedStyleSheets]).toEqual([1, one.adoptedStyleSheets]);
  expect(one.adoptedStyleSheets[0]).toMatchObject({ css: "p { margin: 0 }" });
});

it("a section is a titled list, a sentence where it is empty, and nothing without either", () => {
  const item = new FakeElement("li") as unknown as Node;
  const tags = (nodes: readonly Node[]) => nodes.map((node) => allOf(node).map(({ tagName }) => tagName));
  expect(tags(section("title", [item], "none"))).toEqual([
    ["p", "strong"],
    ["ul", "li"],
  ]);
  expect(section("title", [], "none").map(({ textContent }) => textContent)).toEqual(["title", "none"]);
  expect(section("title", [])).toEqual([]);
});

describe("the view that is chosen", () => {
  /** Panels over a lab whose nets have been seen, and what happened to them. */
  function panels(over: Partial<Record<string, object>> = {}) {
    const happened: unknown[] = [];
    const lab = {
      state: DEFAULT_STATE,
      seen: (net: number): unknown => (net === 0 ? "seen A" : null),
      change: (state: unknown) => happened.push(["change", state]),
    };
    const contexts: ViewContext[] = [];
    const create = (context: ViewContext) => {
      contexts.push(context);
      const tell = (what: string) => (value?: unknown) => happened.push([context.net, what, value]);
      return { root: new FakeElement(context.net), draw: tell("draw"), layout: tell("layout"), reset: tell("reset") };
    };
    let words = {};
    const all = new ViewPanels({
      lab,
      text: () => textOf(words),
      numbers: () => numbersOf("en"),
      ...{ choose: () => undefined, learn: (more: object) => (words = more), placed: () => happened.push("placed") },
      failed: (message: string) => happened.push(["failed", message]),
    } as unknown as ViewHooks);
    const rows = Object.fromEntries(
      VIEWS.map((id) => [id, { shared: false, load: () => Promise.resolve(create), ...over[id] }]),
    );
    const complete = () => all.complete(rows as never, () => stringsOf("en"));
    return { all, lab, contexts, complete, news: () => happened.splice(0) };
  }
  const [first, second] = VIEWS;

  it("is hidden until views are there, then one for each net, drawn with what was seen", async () => {
    const { all, contexts, complete, news, lab } = panels();
    all.update(true);
    await settled();
    expect([all.root.hidden, all.shown]).toEqual([true, null]);
    complete();
    all.update(true);
    all.update(true); // it is on its way
    await vi.waitFor(() => expect(all.shown).not.toBeNull());
    expect([all.root.hidden, all.shown!.id, contexts.map(({ net }) => net)]).toEqual([
      false,
      DEFAULT_STATE.view,
      ["a", "b"],
    ]);
    expect(news()).toEqual(["placed", ["a", "draw", "seen A"]]);
    const shown = allOf(all.root).filter((one) => one.getAttribute("class") === "panel");
    expect(shown.map((one) => [one.getAttribute("data-net"), one.children[0]!.tagName])).toEqual([
      ["a", "a"],
      ["b", "b"],
    ]);
    expect(contexts[0]!.text(`explain_${DEFAULT_STATE.view}`)).not.toBe(""); // its words were learnt
    all.layout(300, 640);
    all.reset();
    expect(news()).toEqual([
      ["a", "layout", 300],
      ["b", "layout", 300],
      ["a", "reset", undefined],
      ["b", "reset", undefined],
    ]);
    contexts[1]!.change({ logScale: true } as never);
    const { options } = DEFAULT_STATE;
    expect(news()).toEqual([["change", { ...lab.state, options: { ...options, logScale: true } }]]);
    all.update(true); // nothing to do
    await settled();
    expect(news()).toEqual([]);
    all.update(false);
    await settled();
    all.layout(300, 640);
    expect(news()).toEqual(["placed", ["a", "draw", "seen A"], ["a", "layout", 640]]);
  });

  it("is one where it is the same for both nets; the one that was chosen last is shown, whichever comes first", async () => {
    let slow: (create: unknown) => void = () => undefined;
    const { all, lab, contexts, complete, news } = panels({
      [first]: { load: () => new Promise((resolve) => (slow = resolve)) },
      [second]: { shared: true },
    });
    complete();
    lab.state = { ...DEFAULT_STATE, view: first };
    all.update(true);
    lab.state = { ...DEFAULT_STATE, view: second };
    all.update(true);
    await vi.waitFor(() => expect(all.shown?.id).toBe(second));
    expect(contexts.map(({ net }) => net)).toEqual(["a"]);
    news();
    slow(() => expect.unreachable());
    await settled();
    expect([all.shown!.id, news()]).toEqual([second, []]);
  });

  it("says what is wrong where it cannot be loaded, and is asked for again", async () => {
    let tries = 0;
    const load = () => Promise.reject(new Error(tries++ === 0 ? "no net" : "gone"));
    const { all, lab, complete, news } = panels({ [first]: { load } });
    complete();
    lab.state = { ...DEFAULT_STATE, view: first };
    all.update(false);
    await vi.waitFor(() => expect(news()).toEqual([["failed", "no net"]]));
    all.update(false);
    await vi.waitFor(() => expect(news()).toEqual([["failed", "gone"]]));
  });
});
