/**
 * Draws the picture of README.md: the error that reaches each layer of a deep sigmoid net, with and without a cure.
 *
 *     npm run picture
 *
 * The same bytes on every machine; tests/package/picture.test.ts compares them with the file.
 */
import { writeFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { load } from "gradiometer";
import { digits } from "gradiometer/data";
import { figure } from "gradiometer/figure";

const DEPTH = 30;
const WIDTH = 64;
const ROWS = 128;
const FILE = fileURLToPath(new URL("../docs/images/vanishing.svg", import.meta.url));

/** Layers of one net: the name in the legend, and what it has beyond depth, width and activation. */
const NETS = [
  { name: "sigmoid", config: {} },
  { name: "the same net with skip connections", config: { skip: "identity" } },
];

/** ‖∂L/∂u‖ of every layer before training, first layer first. */
function errors(lab, { x, y }, config) {
  const sizes = [64, ...Array(DEPTH - 1).fill(WIDTH), 10];
  const network = lab.mlp({ sizes, activation: "sigmoid", init: "glorot-uniform", seed: 1, ...config });
  const { layers } = network.flow(x.subarray(0, ROWS * 64), y.subarray(0, ROWS * 10), "cross-entropy", {
    only: ["delta"],
  });
  network.dispose();
  return layers.map(({ delta }) => delta.norm);
}

/** What the picture says. */
export async function pictureSpec() {
  const lab = await load();
  const { train } = await digits(lab, { seed: 1 });
  return {
    kind: "lines",
    title: `The error that reaches each layer of a ${DEPTH}-layer net`,
    description:
      `The norm of the back-propagated error in each layer of a ${DEPTH}-layer sigmoid net on handwritten digits, before ` +
      "training. Without skip connections it shrinks by many powers of ten on its way to the first layer. With them it does not.",
    x: { label: "layer (1 is next to the input)" },
    y: { label: "‖δ‖", scale: "log" },
    series: NETS.map(({ name, config }) => {
      const y = errors(lab, train, config);
      return { name, x: y.map((_, layer) => layer + 1), y };
    }),
  };
}

/** The picture as SVG. */
export async function picture() {
  return `${figure(await pictureSpec())}\n`;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  writeFileSync(FILE, await picture());
  console.log("Wrote docs/images/vanishing.svg");
}
