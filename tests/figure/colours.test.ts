import { ticks, tickStep } from "d3-array";
import { format, precisionFixed } from "d3-format";
import { scaleLinear, scaleLog } from "d3-scale";
import { interpolateCividis, interpolateRdBu, interpolateViridis } from "d3-scale-chromatic";
import { describe, expect, it } from "vitest";
import { cividis } from "../../sdk/figure/cividis.js";
import { redToBlue, viridis } from "../../sdk/figure/colours.js";
import { domainOf, scaleBetween, ticksOf } from "../../sdk/figure/scale.js";

describe("colours are those of d3-scale-chromatic", () => {
  it.each([
    ["redToBlue", redToBlue, interpolateRdBu],
    ["viridis", viridis, interpolateViridis],
    ["cividis", cividis, interpolateCividis],
  ])("%s", (_, ours, theirs) => {
    const shares = Array.from({ length: 1201 }, (__, index) => (index - 100) / 1000);
    expect(shares.map(ours)).toEqual(shares.map((share) => theirs(share)));
  });
});

describe("labels are those of d3-format", () => {
  it.each([
    [-1, 1],
    [-0.05, 0.05],
    [0, 1234.5],
    [-3.25, -1.75],
    [0.001, 0.0031],
  ])("from %d to %d", (low, high) => {
    const label = format(`.${precisionFixed(tickStep(low, high, 7))}f`);
    const found = ticksOf({ log: false, low, high, whole: false }, 7);
    expect(found.map((tick) => tick.label)).toEqual(ticks(low, high, 7).map((value) => label(value)));
  });
});

describe("places are those of d3-scale", () => {
  it.each([
    [0, 1],
    [-3.7, 12.25],
    [1e-9, 1e-8],
    [1e-300, 1e300],
    [5, 5],
  ])("between %d and %d", (low, high) => {
    const linear = scaleLinear().domain([low, high]).range([400, 20]);
    const place = scaleBetween({ log: false, low, high, whole: false }, 400, 20);
    const values = ticks(low, high, 37);
    expect(values.map(place)).toEqual(values.map((value) => linear(value)));
    if (low <= 0) return;
    const log = scaleLog().domain([low, high]).range([400, 20]);
    const logPlace = scaleBetween({ log: true, low, high, whole: false }, 400, 20);
    expect(values.map(logPlace)).toEqual(values.map((value) => log(value)));
  });

  it.each([
    [0.13, 9.7],
    [-1e-7, 3e-7],
    [123, 456_789],
  ])("and so are the round ends of %d to %d", (low, high) => {
    const { low: from, high: to } = domainOf({ label: "x" }, [low, high], { nice: true });
    expect([from, to]).toEqual(scaleLinear().domain([low, high]).nice(6).domain());
  });
});
