import { describe, expect, it } from "vitest";
import { plotText, scaleOf, sparkline, thin } from "../../sdk/cli/terminal/plot.js";
import { screenOf } from "../../sdk/cli/terminal/screen.js";

/** Of a terminal without colours. */
const screen = screenOf({ isTTY: false, write: () => true });

describe("a sparkline", () => {
  const drawn = (values: (number | null)[], mayBeLog?: boolean) => sparkline(values, scaleOf(values, mayBeLog));

  it("has a block for each value, as high as it is between the lowest and the highest", () => {
    expect(drawn([0, 1, 2, 3, 4, 5, 6, 7, 8])).toBe("▁▂▃▄▅▆▇██");
    expect(drawn([-4, 4, 0, -0.1])).toBe("▁█▅▄");
    expect(drawn([3, 3, 3])).toBe("▅▅▅");
  });

  it("says ! for what is not finite, a space for what is missing, and takes neither into its scale", () => {
    expect(drawn([0, NaN, null, Infinity, 8, -Infinity])).toBe("▁! !█!");
  });

  it("is logarithmic from 1.5 decades on, where nothing is negative and it may be: 0 is then a 0", () => {
    expect(drawn([1, 10, 100])).toBe("▁▅█");
    expect(drawn([1, 10, 100], false)).toBe("▁▁█");
    expect(drawn([1, 10, 31])).toBe("▁▃█");
    expect(drawn([1e-8, 1e-4, 0, 1])).toBe("▁▅0█");
    expect(drawn([-1, 10, 100])).toBe("▁▁█");
  });

  it("has a scale that ends on whole decades, or on the values", () => {
    expect(scaleOf([2e-3, 50, 0])).toMatchObject({ log: true, low: -3, high: 2 });
    expect(scaleOf([1, 100])).toMatchObject({ log: true, low: 0, high: 2 });
    expect(scaleOf([1, 10 ** 1.5])).toMatchObject({ log: true, low: 0, high: 2 });
    expect(scaleOf([1, 31])).toMatchObject({ log: false, low: 1, high: 31 });
    expect(scaleOf([2e-3, 50, null, NaN], false)).toMatchObject({ log: false, low: 2e-3, high: 50 });
    const { height } = scaleOf([1, 10_000]);
    expect([1, 10, 10_000, 0, -1].map(height)).toEqual([0, 0.25, 1, null, null]);
  });

  it("is thinned evenly, the first and the last value always among what is left", () => {
    const values = Array.from({ length: 11 }, (_, index) => index);
    expect(thin(values, 11)).toEqual(values);
    expect(thin([7], 1)).toEqual([7]);
    expect(thin(values, 3)).toEqual([0, 5, 10]);
    expect(thin(values, 6)).toEqual([0, 2, 4, 6, 8, 10]);
  });
});

describe("a plot", () => {
  const drawn = (...curves: [x: number, y: number | null][][]) => {
    const named = curves.map((points, index) => ({ label: `curve ${index}`, points }));
    return plotText(named, { x: "step", y: "loss", mayBeLog: true }, { ...screen, columns: 30 }).split("\n");
  };

  it("of a straight line: marks at its points, dots between, its ends beside the axes", () => {
    expect(
      drawn([
        [0, 0],
        [10, 9],
      ]),
    ).toEqual([
      "loss",
      "9 ┤                        ·●",
      "  │                     ···",
      "  │                   ··",
      "  │                ···",
      "  │             ···",
      "  │          ···",
      "  │       ···",
      "  │     ··",
      "  │  ···",
      "0 ┤●·",
      "  └──────────────────────────",
      "   0         step          10",
    ]);
  });

  it("on a log scale has a row for each decade, and one of its own for zeros", () => {
    const lines = drawn([[0, 1], [1, 1e-6], [2, 0]]); // prettier-ignore
    expect(lines[0]).toBe("loss (log scale)");
    expect(lines.filter((line) => line.includes("┤")).map((line) => line.split(" ┤")[0]!.trim())).toEqual(
      ["1e0", "1e-2", "1e-4", "1e-6", "0"], // prettier-ignore
    );
    expect(lines.findIndex((line) => line.startsWith("   0 ┤"))).toBe(8);
    expect(lines[8]!.endsWith("●")).toBe(true);
  });

  it("tells curves apart by their marks, and leaves gaps where nothing is finite", () => {
    const lines = drawn([[0, 1], [1, null], [2, 1]], [[0, 2], [1, NaN], [2, 2]]); // prettier-ignore
    expect(lines.filter((line) => /[●○]/.test(line)).map((line) => line.replace(/.*[│┤]/, ""))).toEqual([
      "○" + " ".repeat(24) + "○",
      "●" + " ".repeat(24) + "●",
      expect.stringContaining("● curve 0") as string,
      expect.stringContaining("○ curve 1") as string,
    ]);
  });
});
