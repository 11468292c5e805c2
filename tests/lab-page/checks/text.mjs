/** What is written: it fits its box in every language, and no figure has words that overlap or are too small. */
import assert from "node:assert/strict";
import { isReady } from "../inPage.mjs";

const LANGUAGES = ["en", "fr", "ko"];
/** Of the frame that a deck gives the lab. */
const SLIDES = [
  [1200, 680],
  [1440, 810],
  [1920, 1080],
];
const WIDTHS = [360, 768, 1440];
const SMALLEST = 11; // px on the screen
const VIEWS = ["time", "histograms", "ratio", "units", "spectrum", "correlation", "chain", "lag", "gallery"];

/** In the page: every control whose words are wider than its box. */
function overflowing() {
  const { inLab } = globalThis;
  const pen = document.createElement("canvas").getContext("2d");
  const wordsOf = (select) => {
    const style = getComputedStyle(select);
    pen.font = style.font;
    const inside = select.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
    return pen.measureText(select.selectedOptions[0]?.text ?? "").width - inside;
  };
  const controls =
    "button, summary, select, input, label, legend, output, .heading, .sentence, .gl-badge, .gl-verdict, .card-name, .own-name, .about-view, .foot span, th, td, h1, p";
  const wide = inLab.all(controls).flatMap((element) => {
    const { scrollWidth, clientWidth, tagName, className } = element;
    const inline =
      getComputedStyle(element).display === "inline" || className === "quiet" || className === "visually-hidden";
    const over = tagName === "SELECT" ? wordsOf(element) : inline ? 0 : scrollWidth - clientWidth;
    const text = tagName === "SELECT" ? element.selectedOptions[0]?.text : element.textContent;
    return over > 0.5 ? [`${tagName.toLowerCase()}.${className} “${text.slice(0, 40)}” by ${over.toFixed(0)} px`] : [];
  });
  const { scrollWidth, clientWidth } = document.documentElement;
  return scrollWidth > clientWidth ? [...wide, `the page by ${scrollWidth - clientWidth} px`] : wide;
}

/** In the page: words of figures that overlap, are too small, or stand outside of the screen. */
function misplaced(smallest) {
  const { inLab } = globalThis;
  return inLab.all("svg.figure, .panel svg").flatMap((drawing) => {
    const name = drawing.getAttribute("class") ?? drawing.parentElement.className;
    const texts = [...drawing.querySelectorAll("text")]
      .filter((text) => text.textContent.trim() !== "" && text.checkVisibility())
      .map((text) => {
        const scale = text.getScreenCTM();
        const size = parseFloat(getComputedStyle(text).fontSize) * Math.hypot(scale.a, scale.b);
        return { text: text.textContent.trim(), box: text.getBoundingClientRect(), size };
      });
    const small = texts
      .filter(({ size }) => size < smallest)
      .map(({ text, size }) => `${name}: “${text}” has ${size.toFixed(1)} px`);
    const out = texts
      .filter(({ box }) => box.left < -0.5 || box.right > document.documentElement.clientWidth + 0.5)
      .map(({ text, box }) => `${name}: “${text}” reaches from ${box.left.toFixed(0)} to ${box.right.toFixed(0)} px`);
    // A box is as high as the font, which is more than its letters: two lines may touch.
    const over = (one, other) =>
      Math.min(one.right, other.right) - Math.max(one.left, other.left) > 0.5 &&
      Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > 3;
    const pairs = texts.flatMap((one, index) =>
      texts
        .slice(index + 1)
        .filter(({ box }) => over(one.box, box))
        .map(({ text }) => `${name}: “${one.text}” and “${text}” overlap`),
    );
    return [...small, ...out, ...pairs];
  });
}

/** In the page: the view is there, with a frame of it drawn. */
async function openView(view) {
  const { inLab, seen } = globalThis;
  const tab = inLab.all("[role=tab]").find(({ id }) => id.endsWith(`-${view}`));
  const before = tab.ariaSelected === "true" ? -1 : seen.frames;
  tab.click();
  await inLab.until(
    () => tab.ariaSelected === "true" && inLab.all(".panel svg, .panel canvas").length > 0 && seen.frames > before,
  );
}

const resize = async (tab, width) => {
  await tab.setViewport({ width, height: 900 });
  await tab.evaluate(() => globalThis.inLab.wait(150)); // for what listens to the width
};

/** In the page: everything that is folded is opened. */
const unfold = () => {
  for (const folded of globalThis.inLab.all("details")) folded.open = true;
};

export const text = {
  title: "text",
  checks: [
    ...LANGUAGES.map((language) => ({
      name: `strings: every control holds its words at 360 px, in ${language}`,
      async run(stage) {
        const tab = await stage.lab({ attributes: `lang="${language}" state="max=20"`, width: 360 });
        await tab.evaluate(() => globalThis.inLab.train());
        await tab.evaluate(unfold);
        await tab.evaluate(() => globalThis.inLab.all(".gl-why").forEach((why) => why.click()));
        const found = await tab.evaluate(overflowing);
        assert.equal(found.length, 0, found.join("\n"));
      },
    })),
    ...LANGUAGES.map((language) => ({
      name: `strings: tour and dialogs hold their words at 360 px, in ${language}`,
      async run(stage) {
        const tab = await stage.lab({ attributes: `lang="${language}" mode="tour"`, width: 360 });
        await tab.waitForFunction(() => globalThis.inLab.all(".gl-tour-next").length > 0);
        const found = [];
        for (let scene = 0; scene < 10; scene++) {
          found.push(...(await tab.evaluate(overflowing)).map((line) => `scene ${scene + 1}: ${line}`));
          if (scene < 9) await tab.evaluate(() => globalThis.inLab.all(".gl-tour-next")[0].click());
        }
        await tab.evaluate(() => globalThis.inLab.all(".gl-tour-leave")[0].click());
        for (const dialog of [0, 2]) {
          await tab.evaluate((index) => globalThis.inLab.all(".extras button")[index].click(), dialog);
          await tab.waitForFunction(() => globalThis.inLab.all("dialog[open] button").length > 3);
          const tabs = await tab.evaluate(() => globalThis.inLab.all("dialog [role=tab]").length);
          for (let index = 0; index < Math.max(1, tabs); index++) {
            if (tabs > 0) await tab.evaluate((at) => globalThis.inLab.all("dialog [role=tab]")[at].click(), index);
            await tab.evaluate(() => globalThis.inLab.wait(100));
            found.push(...(await tab.evaluate(overflowing)).map((line) => `dialog ${dialog}: ${line}`));
          }
          await tab.evaluate(() => globalThis.inLab.find("dialog").close());
        }
        assert.equal(found.length, 0, [...new Set(found)].join("\n"));
      },
    })),
    ...LANGUAGES.flatMap((language) =>
      [
        "A=sigmoid.standard.10x32.sgd:0.5",
        "A=relu.he-normal.50x16.sgd:0.02&amp;B=tanh.orthogonal.50x16.sgd:0.1",
        "A=tanh.standard.1x4.sgd:0.5&amp;B=relu.variance:400.12x32.sgd:1",
      ].map((nets, index) => ({
        name: `pictures: no words overlap or are smaller than ${SMALLEST} px, in ${language}, ${["ten layers", "fifty layers", "one layer, and numbers that break"][index]}`,
        async run(stage) {
          const tab = await stage.lab({
            attributes: `lang="${language}" state="${nets}&amp;max=40"`,
            width: WIDTHS[0],
          });
          await tab.evaluate(() => globalThis.inLab.train());
          const found = [];
          for (const view of VIEWS) {
            await tab.evaluate(openView, view);
            for (const width of WIDTHS) {
              await resize(tab, width);
              found.push(...(await tab.evaluate(misplaced, SMALLEST)).map((line) => `${view}, ${width} px: ${line}`));
            }
          }
          assert.equal(found.length, 0, [...new Set(found)].join("\n"));
        },
      })),
    ),
    ...["", "&B=off"].map((twin) => ({
      name: `pictures: a slide's words lie apart, its controls are in sight, and the page's own words are not, ${twin === "" ? "two nets" : "one net"}`,
      async run(stage) {
        const found = [];
        for (const [width, height] of SLIDES) {
          const tab = await stage.tab({ width, height });
          await tab.goto(`${stage.address("/lab/index.html")}#p=deep-sigmoid${twin}&mode=slide&max=20`);
          await tab.waitForFunction(isReady);
          await tab.evaluate(() => globalThis.inLab.train());
          const wrong = await tab.evaluate(misplaced, SMALLEST);
          const { bottom } = await tab.evaluate(() => globalThis.inLab.find(".toolbar").getBoundingClientRect());
          if (bottom > height) wrong.push(`the controls end at ${bottom} px`);
          if (await tab.evaluate(() => document.querySelector("h1").checkVisibility()))
            wrong.push("the page has a heading");
          found.push(...wrong.map((line) => `${width} × ${height} px: ${line}`));
        }
        assert.equal(found.length, 0, [...new Set(found)].join("\n"));
      },
    })),
  ],
};
