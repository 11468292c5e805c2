/** Every preset opens, trains, and shows numbers, or says why it has none. */
import assert from "node:assert/strict";

const STEPS = 100;

/** In the page: opens the list, and chooses the preset at a place in it. What it shows after some steps. */
async function choose(index, steps) {
  const { inLab, seen } = globalThis;
  const lab = document.querySelector("gradient-lab");
  inLab.all(".extras button")[0].click();
  await inLab.until(() => inLab.all("dialog .preset").length > 0);
  const before = lab.state;
  inLab.all("dialog .preset")[index].click();
  await inLab.until(() => lab.state !== before);
  const id = new URLSearchParams(lab.state).get("p");
  try {
    await inLab.until(() => lab.steps === 0 && inLab.all(".gl-badge").length > 0);
  } catch {
    throw new Error(
      `${id} does not open: it stands at step ${lab.steps}; ${inLab.all(".notice, .message").map(({ textContent }) => textContent)}; ${seen.errors}`,
    );
  }
  // As fast as it goes, to where all presets can go.
  let losses = [];
  lab.addEventListener("step", (event) => (losses = event.losses));
  const reached = inLab.until(() => lab.steps >= steps || (lab.steps > 0 && !lab.playing));
  lab.play();
  await reached;
  if (lab.playing) await inLab.once("done", () => lab.pause());
  await inLab.wait(50); // a turn for the last frame
  const nets = inLab.all(".card").map((card, net) => ({
    loss: losses[net] ?? null,
    finite: Number.isFinite(losses[net]),
    badge: card.querySelector(".gl-badge")?.dataset.state ?? null,
    reason: card.querySelector(".gl-badge-reason")?.textContent ?? "",
    sentence: card.querySelector(".sentence").textContent,
  }));
  return {
    id,
    steps: lab.steps,
    nets,
    view: inLab.all(".panel").length,
    errors: seen.errors.splice(0),
    notice: inLab.all(".notice.error").map((one) => one.textContent),
  };
}

export const presets = {
  title: "presets",
  checks: [
    {
      name: `each opens from the list, and after ${STEPS} steps shows finite numbers or the finding that says why not`,
      async run(stage) {
        const tab = await stage.lab();
        const wrong = [];
        const ids = new Set();
        let count = 1;
        for (let index = 0; index < count; index++) {
          const { id, steps, nets, view, errors, notice } = await tab.evaluate(choose, index, STEPS);
          if (index === 0) {
            await tab.evaluate(() => globalThis.inLab.all(".extras button")[0].click());
            await tab.waitForFunction(() => globalThis.inLab.all("dialog .preset").length > 0);
            count = await tab.evaluate(() => globalThis.inLab.all("dialog .preset").length);
            await tab.evaluate(() => globalThis.inLab.find("dialog").close());
          }
          ids.add(id);
          const say = (what) => wrong.push(`${id}: ${what}`);
          if (steps === 0) say("took no step");
          if (view === 0) say("shows no view");
          for (const line of [...errors, ...notice]) say(line);
          for (const { loss, finite, badge, reason, sentence } of nets)
            if (!finite && (badge !== "will-not-train" || reason === ""))
              say(`loss ${loss}, badge ${badge} “${reason}”, “${sentence}”`);
        }
        assert.equal(ids.size, count);
        assert.equal(wrong.length, 0, wrong.join("\n"));
        return `${count} presets`;
      },
    },
  ],
};
