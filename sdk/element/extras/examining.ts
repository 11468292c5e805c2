/** The doctor's panel below a net. */
import { openDoctor } from "../doctor/index.js";
import type { DoctorPanel } from "../doctor/panel.js";
import type { Study } from "../doctor/study.js";
import type { StudyPatient } from "../worker/studyProtocol.js";
import type { ExtrasContext } from "./context.js";
import { DOCS } from "./links.js";
import { adoptPanelStyle } from "./panelStyle.js";

/** The net as it stands, and its rows. */
async function patientOf({ lab }: ExtrasContext, index: 0 | 1): Promise<StudyPatient> {
  await lab.rest();
  const taken = await lab.take();
  const ready = lab.run?.nets[index];
  const own = taken[(lab.run?.nets ?? []).slice(0, index).filter(({ error }) => !error).length];
  if (!ready || !own) throw new Error("there is no net");
  return { net: { config: ready.config, training: ready.training }, rows: own.rows, steps: lab.state.max };
}

/** Puts the panel below the verdict of a net; `examine()` starts it. */
export async function examine(context: ExtrasContext, index: 0 | 1, study: Study): Promise<DoctorPanel> {
  const { lab, face, language, change } = context;
  adoptPanelStyle(face.root);
  const panel = await openDoctor(language, {
    numbers: face.numbers,
    study,
    docs: DOCS,
    patient: () => patientOf(context, index),
    tryCure: ({ net, own }) => {
      if (net) change({ ...lab.state, b: net }, lab.own.a ? { a: lab.own.a } : {});
      else change(lab.state, { ...lab.own, b: own });
      face.cards[1].root.scrollIntoView({ block: "nearest" });
    },
    close: () => panel.root.remove(),
  });
  face.cards[index].verdict.after(panel.root);
  return panel;
}
