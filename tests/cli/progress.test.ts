import { SingleBar } from "cli-progress";
import { afterEach, describe, expect, it, vi } from "vitest";
import { progressView } from "../../sdk/cli/terminal/progress.js";
import { screenOf } from "../../sdk/cli/terminal/screen.js";

/** What is written to a stream that is a terminal or none. */
function written(isTTY: boolean) {
  const texts: string[] = [];
  const stream = { isTTY, columns: 80, write: (text: string) => texts.push(text) > 0 };
  return { view: progressView({ ...screenOf(stream), interactive: false }), texts };
}
afterEach(() => {
  vi.restoreAllMocks();
});

describe("without a terminal", () => {
  it("a phase that lasts is a line, at most every five seconds, and the same is not said twice", () => {
    let now = 0;
    vi.spyOn(performance, "now").mockImplementation(() => now);
    const { view, texts } = written(false);
    const at = (seconds: number, done: number, label: string): void => {
      now = seconds * 1000;
      view.update({ done, total: 8, label });
    };
    at(1, 0, "begin");
    at(4.9, 1, "begin");
    at(5, 2, "middle");
    at(9, 3, "later");
    at(11, 3, "middle");
    at(11, 7, "end\u001b[2J");
    view.stop();
    expect(texts).toEqual(["25 % · middle\n", "87 % · end\\x1b[2J\n"]);
  });

  it("of nothing to do is 0 %, not a division by 0", () => {
    let now = 0;
    vi.spyOn(performance, "now").mockImplementation(() => now);
    const { view, texts } = written(false);
    now = 6000;
    view.update({ done: 0, total: 0, label: "none" });
    expect(texts).toEqual(["0 % · none\n"]);
  });
});

describe("on a terminal", () => {
  it("is one bar that moves, never a second one, with a total that may change", () => {
    const started: unknown[][] = [];
    const moved: unknown[][] = [];
    const totals: number[] = [];
    const view = progressView({ ...screenOf({ isTTY: true, columns: 80, write: () => true }), interactive: true });
    vi.spyOn(SingleBar.prototype, "start").mockImplementation((...args) => void started.push(args));
    vi.spyOn(SingleBar.prototype, "setTotal").mockImplementation((total) => void totals.push(total));
    vi.spyOn(SingleBar.prototype, "update").mockImplementation((...args) => void moved.push(args));
    const stop = vi.spyOn(SingleBar.prototype, "stop").mockImplementation(() => undefined);
    view.update({ done: 0, total: 10, label: "one" });
    view.update({ done: 5, total: 20, label: "two\u202e" });
    view.update({ done: 6, total: 20, label: "three".repeat(30) });
    view.stop();
    expect(started).toEqual([[10, 0, { label: "one" }]]);
    expect(totals).toEqual([20, 20]);
    expect(moved[0]).toEqual([5, { label: "two\\u202e" }]);
    expect((moved[1]![1] as { label: string }).label.length).toBeLessThanOrEqual(80 - 48);
    expect(stop).toHaveBeenCalledOnce();
  });
});
