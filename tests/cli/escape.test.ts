import { describe, expect, it, vi } from "vitest";
import { harmless, visible } from "../../sdk/cli/terminal/escape.js";
import { plotText } from "../../sdk/cli/terminal/plot.js";
import { progressView } from "../../sdk/cli/terminal/progress.js";
import { paragraph, screenOf } from "../../sdk/cli/terminal/screen.js";
import { tableText } from "../../sdk/cli/terminal/table.js";

const ESCAPE = "\u001b";
/** Everything that acts on a screen: C0, DEL, C1, separators, direction, zero width. */
const HARMFUL = [
  ...Array.from({ length: 0x20 }, (_, code) => code),
  ...Array.from({ length: 0x21 }, (_, code) => 0x7f + code),
  ...[0x61c, 0x200b, 0x200c, 0x200d, 0x200e, 0x200f, 0x2028, 0x2029, 0x202a, 0x202b, 0x202c, 0x202d, 0x202e],
  ...[0x2060, 0x2066, 0x2067, 0x2068, 0x2069, 0xfeff],
].map((code) => String.fromCharCode(code));

describe("texts from elsewhere", () => {
  it("have every character written out that would act on a screen", () => {
    for (const character of HARMFUL) {
      const text = visible(`a${character}b`);
      expect(text).toMatch(/^a\\(n|r|t|x[0-9a-f]{2}|u[0-9a-f]{4})b$/);
      expect(visible(text)).toBe(text);
    }
    expect(visible(`${ESCAPE}]0;pwned\u0007${ESCAPE}[2J\u009b31m \u202egnp.exe\n`)).toBe(
      "\\x1b]0;pwned\\x07\\x1b[2J\\x9b31m \\u202egnp.exe\\n",
    );
  });

  it("keep everything else: accents, other scripts, pictures, quotes", () => {
    const text = 'naïve Ω 한국어 עברית العربية 😀 "quoted" C:\\path — ‖δ‖';
    expect(visible(text)).toBe(text);
    expect(harmless(text, true)).toBe(text);
  });

  it("a screen lets its own colours and line breaks through, and nothing else", () => {
    const red = `${ESCAPE}[31mred${ESCAPE}[39m\n`;
    expect(harmless(red, true)).toBe(red);
    expect(harmless(red, false)).toBe("\\x1b[31mred\\x1b[39m\n");
    expect(harmless(`${ESCAPE}[2J${ESCAPE}[1;31mx`, true)).toBe(`\\x1b[2J${ESCAPE}[1;31mx`);
    const written: string[] = [];
    screenOf({ write: (text) => written.push(text) }).write(`name${ESCAPE}[31m\u0007\n`);
    expect(written).toEqual(["name\\x1b[31m\\x07\n"]);
  });

  it("lose their colours in paragraphs and plots of a terminal that has colours", () => {
    const terminal = { isTTY: true, columns: 80, write: () => true };
    vi.stubEnv("TERM", "xterm");
    vi.stubEnv("NO_COLOR", "");
    const screen = screenOf(terminal);
    vi.unstubAllEnvs();
    const own = screen.colors.bold("x");
    expect(own).toBe(`${ESCAPE}[1mx${ESCAPE}[22m`); // the screen has colours of its own
    const evil = `${ESCAPE}[31mred\u202e`;
    expect(paragraph(`the column ${evil} is empty`, 80)).toBe("the column \\x1b[31mred\\u202e is empty");
    const curves = [evil, "b"].map((label) => ({ label, points: [[0, 1] as const, [1, 2] as const] }));
    const plot = plotText(curves, { x: evil, y: evil, mayBeLog: false }, screen);
    expect(plot.split("\\x1b[31mred\\u202e")).toHaveLength(4);
    expect(plot).not.toContain(evil);
  });

  it("stay in their cell of a table and their line of progress", () => {
    const written: string[] = [];
    const screen = screenOf({ write: (text) => written.push(text) });
    const { text } = tableText([{ header: "net", cells: [`a\n${ESCAPE}[31mb`, "c"], align: "left" }], screen);
    expect(text.split("\n").slice(-2)).toEqual(["a\\n\\x1b[31mb", "c"]);
    const view = progressView(screen);
    const now = performance.now;
    performance.now = () => now.call(performance) + 10_000;
    try {
      view.update({ done: 1, total: 2, label: "a\nb\u0007" });
    } finally {
      performance.now = now;
    }
    expect(written).toEqual(["50 % · a\\nb\\x07\n"]);
  });
});
