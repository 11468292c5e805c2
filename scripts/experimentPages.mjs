/**
 * The page of each experiment for the documentation site, as Markdown in build/pages/ beside its figures: question, command,
 * figures, claims with what was measured, parameters. docs/.vitepress/config.mjs puts them at docs/experiments/<id>.
 */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { experiments } from "gradiometer/experiments";
import { figure, figuresOf } from "gradiometer/figure";
import { allowed } from "../build/tsc/sdk/cli/options.js";
import { claimsHtml, summaryHtml } from "../build/tsc/sdk/figure/page/claims.js";
import { optionName, valueText } from "../build/tsc/sdk/figure/page/command.js";
import { escape } from "../build/tsc/sdk/figure/svg.js";
import { asStated } from "../build/tsc/sdk/figure/verdict.js";

const FOLDER = "build/pages";

/** Widths of the drawings in px: the narrow one is for screens on which the words of the other would be too small. */
const WIDTHS = { wide: 720, narrow: 400 };
const THEMES = ["light", "dark"];

/** Text as Markdown and Vue leave it alone. */
const plain = (text) => escape(text).replace(/[\\`*_{}[\]|]/g, (mark) => `&#${mark.codePointAt(0)};`);

/** HTML in which Vue finds nothing of its own, and Markdown no blank line that would end it. */
const still = (html) => html.replaceAll("{", "&#123;").replaceAll(/\n+/g, "\n");

/**
 * A figure in both themes, of which the page shows one, each in two widths: the files, and what shows them.
 *
 * @param from  the way from the page to FOLDER.
 */
function picturesOf(spec, name, from = ".") {
  const pictures = THEMES.map((theme) => {
    for (const [width, pixels] of Object.entries(WIDTHS))
      writeFileSync(`${FOLDER}/${name}-${width}-${theme}.svg`, figure(spec, { width: pixels, theme, id: name }));
    const { wide, narrow } = Object.fromEntries(
      Object.keys(WIDTHS).map((width) => [width, `${from}/${name}-${width}-${theme}.svg`]),
    );
    return (
      `<picture class="${theme}-only"><source media="(max-width: 640px)" srcset="${narrow}">` +
      `<img src="${wide}" alt="${escape(spec.title)}" loading="lazy" /></picture>`
    );
  });
  return pictures.join("");
}

const figureOf = (spec, name) =>
  still(`<figure>${picturesOf(spec, name)}<figcaption>${escape(spec.description)}</figcaption></figure>`);

/** Every parameter: how the command line calls it, its default with its unit, what is allowed. */
function parametersOf({ properties }) {
  const rows = Object.entries(properties).map(([name, property]) => {
    const unit = property.unit === undefined || property.unit === "1" ? "" : ` ${property.unit}`;
    const option = `<code>--${optionName(name)}</code>`;
    const usual = plain(valueText(property.default) + unit).replaceAll(",", ", ");
    return `| ${option} | ${usual} | ${plain(allowed(property))} | ${plain(property.description)} |`;
  });
  return ["| option | default | allowed | what it is |", "| --- | --- | --- | --- |", ...rows].join("\n");
}

/** The page of one experiment, whose figures are written beside it. */
function pageOf(experiment, result) {
  const { id, title, question, parameters } = experiment;
  const stated = asStated(result, parameters);
  const figures = figuresOf(result, experiment).map((spec, index) => figureOf(spec, `${id}-${index + 1}`));
  const options = Object.keys(parameters.properties).length > 0;
  return [
    `---\noutline: [2, 2]\npageClass: experiment\n---`,
    `# ${plain(title)}`,
    plain(question),
    still(summaryHtml(result, stated)),
    `\`\`\`sh\nnpx gradiometer run ${id}\n\`\`\``,
    `The figures and numbers below are what it measures with version ${result.version}, to the last digit, on any machine.`,
    "## Figures",
    ...figures,
    "## Claims",
    still(claimsHtml(result, stated)),
    ...(options ? ["## Parameters", parametersOf(parameters)] : []),
  ].join("\n\n");
}

/** Writes the pages of these results, and the picture of README.md; nothing else stays in the folder. */
export function writeExperimentPages(results, picture) {
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(`${FOLDER}/picture.html`, picturesOf(picture, "picture", "./build/pages"));
  for (const result of results) {
    const experiment = experiments.find(({ id }) => id === result.experiment);
    writeFileSync(`${FOLDER}/${experiment.id}.md`, `${pageOf(experiment, result)}\n`);
  }
}
