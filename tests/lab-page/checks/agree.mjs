/** The live bars, the table and the exported figure of one frame say the same numbers. */
import assert from "node:assert/strict";

const PIXEL = 0.06; // half of what the live bars are rounded to, and what the fit adds

/** In the page: the bars as they are drawn, the table, the table's file and the figure's, of one frame. */
async function collect() {
  const { inLab, seen } = globalThis;
  await inLab.train();
  inLab.find("details.table").open = true;
  await inLab.until(() => inLab.all(".table td").length > 0);
  const ticks = (drawing) =>
    [...drawing.querySelectorAll("text")].flatMap((text) => {
      const raised = /^10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)$/.exec(text.textContent)?.[1];
      if (raised === undefined) return [];
      const power = Number([...raised].map((sign) => (sign === "⁻" ? "-" : "⁰¹²³⁴⁵⁶⁷⁸⁹".indexOf(sign))).join(""));
      return [{ power, y: Number(text.getAttribute("y")) }];
    });
  const live = inLab.find(".bars-figure");
  const bars = { d: live.querySelector(".bars").getAttribute("d"), ticks: ticks(live) };
  const table = [...inLab.all(".table table")[0].querySelectorAll("tbody tr")].map((row) =>
    [...row.querySelectorAll("td")].map((cell) => cell.textContent),
  );
  inLab.all(".extras button")[2].click();
  await inLab.until(() => inLab.all("dialog [role=tab]").length > 0);
  inLab.all("dialog [role=tab]").at(-1).click();
  await inLab.until(() => inLab.all("dialog [role=tabpanel] button").length > 3);
  /** What a button gives to be saved. */
  const saved = async (isIt) => {
    const before = seen.blobs.length;
    inLab.all("dialog [role=tabpanel] button").find(isIt).click();
    await inLab.until(() => seen.blobs.length > before);
    return seen.blobs.at(-1).text();
  };
  const csv = await saved(({ textContent }) => textContent.includes("CSV"));
  const svg = await saved(({ textContent }) => textContent.includes("SVG"));
  const figure = new DOMParser().parseFromString(svg, "image/svg+xml");
  const lines = [...figure.querySelectorAll("path[fill=none][stroke-linejoin]")].map((path) => path.getAttribute("d"));
  return { bars, table, csv, exported: { lines, ticks: ticks(figure) } };
}

/** Pixels → numbers, by an axis's labels, which stand `shift` below their lines. */
function axisOf(ticks, shift) {
  const [one, other] = [ticks[0], ticks.at(-1)];
  const slope = (other.y - one.y) / (other.power - one.power);
  return (value) => one.y - shift + (Math.log10(value) - one.power) * slope;
}

export const agree = {
  title: "agree",
  checks: [
    {
      name: "the live bars, the table, its file and the exported figure",
      async run(stage) {
        const tab = await stage.lab({ attributes: 'state="max=30"' });
        const { bars, table, csv, exported } = await tab.evaluate(collect);
        const [head, ...rows] = csv
          .trim()
          .split("\n")
          .map((line) => line.split(","));
        const deltas = rows.filter(([net]) => net === "A").map((row) => Number(row[head.indexOf("delta")]));
        assert.equal(deltas.length, 11);
        assert.ok(deltas.every((delta) => delta > 0));

        const live = axisOf(bars.ticks, 4);
        const tops = [...bars.d.matchAll(/V([\d.]+)h/g)].map(([, y]) => Number(y));
        assert.equal(tops.length, deltas.length);
        tops.forEach((y, layer) =>
          assert.ok(
            Math.abs(y - live(deltas[layer])) <= PIXEL,
            `bar ${layer + 1} ends at ${y}, its number at ${live(deltas[layer])}`,
          ),
        );

        const drawn = axisOf(exported.ticks, 4.5);
        const line = exported.lines
          .map((d) =>
            d
              .slice(1)
              .split("L")
              .map((point) => point.split(",").map(Number)),
          )
          .find((points) => points.length === deltas.length);
        line.forEach(([, y], layer) =>
          assert.ok(
            Math.abs(y - drawn(deltas[layer])) <= PIXEL,
            `point ${layer + 1} of the figure stands at ${y}, its number at ${drawn(deltas[layer])}`,
          ),
        );

        // Three digits in the page, all of them in the file.
        table.forEach(([shown], layer) => {
          const [, digits, power] = /^([\d.]+)(?:\u202f·\u202f10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+))?$/.exec(shown);
          const exponent = power
            ? Number([...power].map((sign) => (sign === "⁻" ? "-" : "⁰¹²³⁴⁵⁶⁷⁸⁹".indexOf(sign))).join(""))
            : 0;
          const said = Number(`${digits}e${exponent}`);
          assert.ok(
            Math.abs(said / deltas[layer] - 1) <= 0.05,
            `row ${layer + 1} says ${shown}, the file ${deltas[layer]}`,
          );
        });
        return `${deltas.length} layers`;
      },
    },
  ],
};
