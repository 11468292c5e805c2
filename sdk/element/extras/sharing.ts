/** The lab stands still, and is given away. */
import type { Face } from "../face.js";
import { barsFigure } from "../share/barsFigure.js";
import type { Snapshot } from "../share/snapshot.js";
import { stringsOf } from "../strings/load.js";
import { textOf } from "../strings/text.js";
import { SCRIPT } from "../script.js";
import { tableOf } from "../table.js";
import type { ExtrasContext } from "./context.js";
import { adoptPanelStyle } from "./panelStyle.js";

const NAMES = ["A", "B"] as const;
const NETS = ["a", "b"] as const;

/** The live figures: the bars of each net, then the view's. */
function figuresOf({ cards, text, views: { shown } }: Face): Snapshot["figures"] {
  const bars = NETS.flatMap((net, index) => {
    const card = cards[index as 0 | 1];
    const spec = () => barsFigure(net, card.bars.seen, text, card.sentence.text);
    return card.root.hidden ? [] : [{ name: `error-${net}`, spec: spec() }];
  });
  const views = shown?.views ?? [];
  return [
    ...bars,
    ...views.map((view, index) => ({ name: `${shown?.id}-${NETS[index as 0 | 1]}`, spec: view.figure() })),
  ];
}

/** Everything that exports need, at the step at which the lab stands. */
async function snapshotOf({ lab, face, language }: ExtrasContext): Promise<Snapshot> {
  // Every column of the table is measured for it.
  lab.table = true;
  await lab.rest();
  const { run, state } = lab;
  const taken = run ? await lab.take() : [];
  const known = (run?.nets ?? []).flatMap((ready, index) => (ready.error ? [] : [{ ready, index }]));
  const hashes = lab.hashes;
  const nets = known.flatMap(({ ready, index }, place) => {
    const own = taken[place];
    const name = NAMES[index];
    if (!own || !name) return [];
    const { config, training } = ready;
    const ownRows = (index === 0 ? lab.own.a : lab.own.b)?.rows !== undefined;
    return [{ name, config, training, hash: hashes[index] ?? null, taken: own, ownRows }];
  });
  const seen = [0, 1].flatMap((index) => {
    const one = lab.seen(index as 0 | 1);
    return one ? [tableOf(NAMES[index as 0 | 1], one)] : [];
  });
  return { state, step: lab.step, nets, language, figures: figuresOf(face), tables: seen };
}

export async function openShare(context: ExtrasContext): Promise<void> {
  const { face, language } = context;
  const [{ SharePanel }, strings] = await Promise.all([import("../share/panel.js"), stringsOf(language)]);
  const panel = new SharePanel({
    text: textOf(strings),
    place: { script: SCRIPT, classic: SCRIPT.endsWith(".iife.js") },
    page: location.href,
    sentence: () => face.cards[0].sentence.text,
    snapshot: () => snapshotOf(context),
  });
  panel.root.addEventListener("close", () => panel.root.remove());
  adoptPanelStyle(face.root);
  face.root.append(panel.root);
  panel.open();
}
