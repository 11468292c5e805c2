/** When a run begins: with rows that are on their way, with a preset's first step. */
import assert from "node:assert/strict";
import { pageOf } from "../stage.mjs";

const NET = "A=tanh.orthogonal.2x8.sgd:0.1&amp;B=off";
const STEPS = 20;

/** Keeps back what a page asks for by such a name. @returns what lets it go */
async function keepBack(tab, name) {
  let release;
  const released = new Promise((resolve) => (release = resolve));
  await tab.setRequestInterception(true);
  tab.on("request", async (request) => {
    if (name.test(request.url())) await released;
    await request.continue();
  });
  return release;
}

/** In the page: presses "Train", and what is so at once. */
async function press() {
  const { inLab } = globalThis;
  const lab = document.querySelector("gradient-lab");
  inLab.find("button.primary").click();
  await inLab.wait(200); // for steps that must not come
  return { playing: lab.playing, steps: lab.steps, said: inLab.find("button.primary").textContent };
}

/** In the page: where it stands once it has trained. */
async function trained() {
  const { inLab, seen } = globalThis;
  const lab = document.querySelector("gradient-lab");
  await inLab.until(() => lab.steps > 0 && !lab.playing);
  const { searchParams } = new URL(`?${lab.state}`, document.baseURI);
  return { steps: lab.steps, max: searchParams.get("max"), data: searchParams.get("d"), errors: seen.errors };
}

/** In the page: a file of two classes is dropped onto the lab. */
function dropFile() {
  const lines = Array.from({ length: 40 }, (_, row) => `${row % 7},${row % 5},${row % 2 === 0 ? "yes" : "no"}`);
  const transfer = new DataTransfer();
  transfer.items.add(new File([["a,b,c", ...lines, ""].join("\n")], "own.csv", { type: "text/csv" }));
  const how = { dataTransfer: transfer, bubbles: true, cancelable: true, composed: true };
  globalThis.inLab.find(".lab").dispatchEvent(new DragEvent("drop", how));
}

const WAITS = { playing: true, steps: 0, said: "Pause" };

export const runs = {
  title: "runs",
  checks: [
    {
      name: "Train pressed before the digits are there: it begins with them",
      async run(stage) {
        const tab = await stage.tab();
        const release = await keepBack(tab, /digits/);
        const state = `state="d=digits.100&amp;${NET}&amp;max=${STEPS}"`;
        await tab.goto(stage.address(stage.place(pageOf(`<gradient-lab ${state}></gradient-lab>`))));
        await tab.waitForFunction(() =>
          document.querySelector("gradient-lab").shadowRoot?.querySelector("button.primary"),
        );
        assert.deepEqual(await tab.evaluate(press), WAITS);
        release();
        assert.deepEqual(await tab.evaluate(trained), {
          steps: STEPS,
          max: `${STEPS}`,
          data: "digits.100",
          errors: [],
        });
      },
    },
    {
      name: "Train pressed while the digits follow a run that has ended: they are trained, and no longer than it was",
      async run(stage) {
        const tab = await stage.lab({ attributes: `state="${NET}&amp;max=${STEPS}"` });
        await tab.evaluate(() => globalThis.inLab.train());
        const release = await keepBack(tab, /digits/);
        await tab.evaluate(() => {
          const select = globalThis.inLab.find("[data-field=data] select");
          select.selectedIndex = [...select.options].findIndex(({ text }) => text === "digits");
          select.dispatchEvent(new globalThis.Event("change"));
        });
        assert.deepEqual(await tab.evaluate(press), WAITS);
        release();
        assert.deepEqual(await tab.evaluate(trained), {
          steps: STEPS,
          max: `${STEPS}`,
          data: "digits.500",
          errors: [],
        });
      },
    },
    {
      name: "Train pressed before the file of a link is there: it begins with it, and the nets are shown",
      async run(stage) {
        const tab = await stage.tab();
        await tab.goto(
          stage.address(
            stage.place(pageOf(`<gradient-lab state="d=rows&amp;${NET}&amp;max=${STEPS}"></gradient-lab>`)),
          ),
        );
        await tab.waitForFunction(() => globalThis.inLab.all(".notice.error").length > 0);
        assert.deepEqual(await tab.evaluate(press), WAITS);
        await tab.evaluate(dropFile);
        const { steps, errors } = await tab.evaluate(trained);
        assert.deepEqual({ steps, errors }, { steps: STEPS, errors: [] });
        const shown = await tab.evaluate(() => ({
          cards: globalThis.inLab.all(".card").length,
          notices: globalThis.inLab.all(".notice").length,
        }));
        assert.deepEqual(shown, { cards: 1, notices: 0 });
      },
    },
    {
      name: "digits that cannot be had: a message, and Train asks again",
      async run(stage) {
        const tab = await stage.lab({ attributes: `state="${NET}&amp;max=${STEPS}"` });
        await tab.setRequestInterception(true);
        let refuse = true;
        tab.on("request", (request) => {
          if (refuse && /digits/.test(request.url())) void request.abort();
          else void request.continue();
        });
        await tab.evaluate(() => (document.querySelector("gradient-lab").state = "d=digits.100&B=off&max=20"));
        await tab.waitForFunction(() => globalThis.inLab.all(".notice.error").length > 0);
        assert.equal(await tab.evaluate(() => document.querySelector("gradient-lab").playing), false);
        refuse = false;
        await tab.evaluate(press);
        await tab.waitForFunction(() => document.querySelector("gradient-lab").playing === false);
      },
    },
    {
      name: "a preset of the nets that are there begins at its first step",
      async run(stage) {
        const tab = await stage.lab({ attributes: 'state="p=deep-sigmoid"' });
        const found = await tab.evaluate(async () => {
          const { inLab } = globalThis;
          const lab = document.querySelector("gradient-lab");
          lab.step();
          await inLab.until(() => lab.steps === 1);
          const before = lab.state;
          inLab.all(".extras button")[0].click();
          await inLab.until(() => inLab.all("dialog .preset").length > 0);
          inLab.all("dialog .preset")[0].click();
          await inLab.until(() => lab.steps === 0);
          return { before, after: lab.state };
        });
        assert.equal(found.after, found.before); // or it would be another one
      },
    },
  ],
};
