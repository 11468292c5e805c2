import { examine, remedies } from "gradiometer/doctor";
import { describe, expect, it } from "vitest";
import { Study, type StudyPort } from "../../sdk/element/doctor/study.js";
import { zoo } from "../../sdk/doctor/zoo.js";
import { DEFAULT_NET, type NetState, WORDS } from "../../sdk/element/state/net.js";
import { DEFAULT_STATE } from "../../sdk/element/state/state.js";
import { netStateOf } from "../../sdk/element/worker/netState.js";
import { configOf, trainingOf } from "../../sdk/element/worker/setup.js";
import { study, studyMain, type StudyScope, zooNet } from "../../sdk/element/worker/study.js";
import { diagnoseFile } from "../../sdk/element/worker/traceFile.js";
import type { FromStudy, StudyPatient } from "../../sdk/element/worker/studyProtocol.js";
import { recordedEvents } from "../doctor/trace/eventFile.js";
import { recorded } from "../doctor/trace/files.js";
import { lab, runLab } from "./support/runLab.js";

const net = (part: Partial<NetState>): NetState => ({ ...DEFAULT_NET, ...part });

describe("netStateOf", () => {
  const nets: readonly NetState[] = [
    DEFAULT_NET,
    ...WORDS.activation.map((activation) => net({ activation, init: "orthogonal" })),
    ...WORDS.init.map((init) => net({ init, ...(init === "variance" && { variance: 9 }) })),
    ...(["identity", "scaled"] as const).map((skip) => net({ skip })),
    ...(["layer", "rms", "batch"] as const).map((norm) => net({ norm })),
    ...(["sgd", "momentum", "adam", "rmsprop", "sign-sgd", "rprop"] as const).map((optimizer) => net({ optimizer })),
    net({ clip: "norm", limit: 1 }),
    net({ clip: "value", limit: 0.01 }),
    net({ depth: 1, width: 3 }),
  ];

  it.each(nets.map((one) => [JSON.stringify(one), one] as const))("finds %s again", (_name, one) => {
    // The variance says something for its own initialisation alone.
    const known = { ...one, variance: one.init === "variance" ? one.variance : DEFAULT_NET.variance };
    expect(netStateOf(configOf(one, 2, 2, 7), trainingOf(one, "cross-entropy"))).toEqual(known);
  });

  const config = configOf(DEFAULT_NET, 2, 2, 0);
  const training = trainingOf(DEFAULT_NET, "cross-entropy");

  it.each([
    ["widths that differ", { ...config, sizes: [2, 8, 9, 2] }, training],
    ["no hidden layer", { ...config, sizes: [2, 2] }, training],
    ["an output that is not linear", { ...config, output: "sigmoid" as const }, training],
    ["no biases", { ...config, bias: false }, training],
    ["a gain", { ...config, init: { kind: "orthogonal", gain: 2 } as const }, training],
    ["variance with a bias", { ...config, init: { kind: "variance", weight: 1, bias: 0.1 } as const }, training],
    ["a recurrent net", { inputs: 2, hidden: 4, outputs: 2 }, training],
    ["weight decay", config, { ...training, optimizer: { kind: "sgd", learningRate: 1, weightDecay: 0.1 } as const }],
    ["another momentum", config, { ...training, optimizer: { kind: "sgd", learningRate: 1, momentum: 0.5 } as const }],
    [
      "a schedule",
      config,
      { ...training, optimizer: { kind: "sgd", learningRate: { start: 1, decay: 0.99 } } as const },
    ],
    ["a rate beyond the slider", config, { ...training, optimizer: { kind: "sgd", learningRate: 1000 } as const }],
    ["a batch", config, { ...training, batch: 16 }],
  ])("is null for %s", (_name, other, how) => {
    expect(netStateOf(other, how)).toBeNull();
  });
});

/** Both ends of the study worker in one thread. */
function opened(): { study: Study; ports: { closed: boolean }[] } {
  const ports: { closed: boolean }[] = [];
  const study = new Study((): StudyPort => {
    const state = { closed: false };
    ports.push(state);
    const scope: StudyScope = {
      onmessage: null,
      postMessage: (message: FromStudy) =>
        void Promise.resolve().then(() => {
          if (!state.closed) port.onmessage?.(structuredClone(message));
        }),
    };
    const port: StudyPort = {
      onmessage: null,
      onerror: null,
      post: (message) => void Promise.resolve().then(() => scope.onmessage?.({ data: structuredClone(message) })),
      close: () => (state.closed = true),
    };
    studyMain(scope);
    return port;
  });
  return { study, ports };
}

const shallow: StudyPatient = {
  net: { config: configOf(net({ depth: 6 }), 2, 2, 1), training: trainingOf(net({ depth: 6 }), "cross-entropy") },
  rows: zooNet(lab, "deep-sigmoid").rows,
  steps: 150,
};

describe("the study worker", () => {
  it("ends an examination that is cancelled, before it begins or under way, and answers the next one", async () => {
    const { study } = opened();
    const early = AbortSignal.abort();
    await expect(study.examine(shallow, { signal: early })).rejects.toMatchObject({ code: "ABORTED" });
    const late = new AbortController();
    let parts = 0;
    const onProgress = (): void => {
      if (++parts === 1) late.abort();
    };
    await expect(study.examine(shallow, { seeds: 1, signal: late.signal, onProgress })).rejects.toMatchObject({
      code: "ABORTED",
    });
    await expect(study.zoo("deep-sigmoid")).resolves.toMatchObject({ rows: { inputs: 2 } });
    study.close();
  });

  it("gives the nets of the zoo with their rows", async () => {
    const { study: asked } = opened();
    for (const name of ["deep-sigmoid", "by-heart", "rnn-sigmoid-lag"]) {
      const patient = await asked.zoo(name);
      const known = zoo.find((one) => one.name === name)!;
      expect(patient.net.config).toEqual(known.config);
      expect(patient.rows.y.length % patient.rows.outputs).toBe(0);
      expect(patient.rows.time !== undefined).toBe("hidden" in known.config);
    }
    // A holdout is no part of what is trained on.
    expect((await asked.zoo("by-heart")).rows.y).toHaveLength(72);
    await expect(asked.zoo("unicorn")).rejects.toMatchObject({ name: "StudyError", code: "BAD_OPTION" });
  });

  it("examines as the doctor does, and its cures train in a lab", async () => {
    const { study: asked } = opened();
    const seen: number[] = [];
    const report = await asked.examine(shallow, { seeds: 1, onProgress: ({ done }) => seen.push(done) });
    expect(report.verdict).toBe("sick");
    expect(report.findings[0]!.id).toBe("vanishing-backward");
    expect(seen.length).toBeGreaterThan(1);
    const { x, y } = shallow.rows;
    const direct = await examine(
      lab,
      { config: shallow.net.config, training: { ...shallow.net.training, epochs: 150 }, data: { x, y } },
      { seeds: 1 },
    );
    expect(report.cures.map(({ id, verdict, losses }) => ({ id, verdict, losses }))).toEqual(
      direct.remedies.map(({ id, verdict, losses }) => ({ id, verdict, losses })),
    );
    const [best] = report.cures;
    expect(best!.verdict).toBe("cured");
    const state = { ...DEFAULT_STATE, data: { kind: "zoo", name: "deep-sigmoid" } as const, b: null };
    const { frame, ready } = runLab(state, best!.steps, { ...best!.own, rows: best!.own.rows ?? shallow.rows });
    expect(frame.nets[0]!.loss).toBeLessThan(0.5 * ready[0]!.guess);
    // Where the controls can say the cure, they make the same net.
    for (const cure of report.cures) {
      if (cure.net) expect(netStateOf(cure.own.config, cure.own.training)).toEqual(cure.net);
    }
    expect(report.cures.some((cure) => cure.net !== null)).toBe(true);
  });

  it("stops when it is told to", async () => {
    const { study: asked } = opened();
    const ended = new AbortController();
    const answer = asked.examine(shallow, { signal: ended.signal, onProgress: () => ended.abort() });
    await expect(answer).rejects.toMatchObject({ code: "ABORTED" });
    await expect(asked.examine(shallow, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: "ABORTED" });
  });

  it("says what is no patient, and opens again after it was closed", async () => {
    const { study: asked, ports } = opened();
    const bad = { ...shallow, net: { ...shallow.net, config: { sizes: [2] } } };
    await expect(asked.examine(bad)).rejects.toMatchObject({ name: "StudyError", code: "BAD_OPTION" });
    const pending = asked.zoo("zeros");
    asked.close();
    await expect(pending).rejects.toMatchObject({ code: "ABORTED" });
    expect(ports.map(({ closed }) => closed)).toEqual([true]);
    expect((await asked.zoo("zeros")).steps).toBe(200);
    expect(ports).toHaveLength(2);
  });

  it("reads a trace and an event file, and says what is wrong with others", async () => {
    const { study: asked } = opened();
    const fileOf = (name: string, ...parts: ConstructorParameters<typeof Blob>[0] & {}) => {
      const blob = new Blob(parts);
      return { name, size: blob.size, slice: (from: number, to: number) => blob.slice(from, to) };
    };
    // Functions of a file that stands for the page's do not pass as messages do: the worker's own function is asked.
    const { text } = recorded("nets").find(({ name }) => name === "relu-normal-10")!;
    const seen: number[] = [];
    const diagnosed = await diagnoseFile(fileOf("run.jsonl", text), { onProgress: (done, total) => seen.push(done / total) }); // prettier-ignore
    expect(diagnosed).toMatchObject({ diagnosis: { verdict: "sick" }, layers: 11 });
    expect(diagnosed.figures.length).toBeGreaterThan(4);
    expect(seen.at(-1)).toBe(1);
    expect(structuredClone(diagnosed)).toEqual(diagnosed);
    const events = recordedEvents("torch-sigmoid") as Uint8Array<ArrayBuffer>;
    expect((await diagnoseFile(fileOf("x", events))).diagnosis.findings[0]!.id).toBe("vanishing-backward");
    const refused = (file: ReturnType<typeof fileOf>, message: RegExp) =>
      expect(diagnoseFile(file)).rejects.toMatchObject({ code: "BAD_FILE", message: expect.stringMatching(message) as string }); // prettier-ignore
    await refused(fileOf("run.jsonl", "nonsense"), /line 1/);
    await refused(fileOf("run.jsonl"), /header/);
    await refused(fileOf("x", events.subarray(0, 30)), /no number/);
    await expect(diagnoseFile(fileOf("run.jsonl", text), { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: "ABORTED" }); // prettier-ignore
    // The question itself: a Blob is read where it arrives.
    await expect(asked.diagnose(new File(["x"], "run.jsonl"))).rejects.toMatchObject({ name: "StudyError" });
  });

  it("rows that a remedy changed come with its net, and the controls cannot say it", async () => {
    const patient = zooNet(lab, "inputs-far-away");
    const { cures } = await study(lab, patient, { seeds: 1 });
    const scaled = cures.find(({ id }) => id.split(" + ")[0] === "standardise-inputs")!;
    expect(scaled.verdict).toBe("cured");
    expect(scaled.net).toBeNull();
    expect(scaled.own.rows!.x).toHaveLength(patient.rows.x.length);
    expect(Math.max(...scaled.own.rows!.x)).toBeLessThan(5);
    expect(remedies.map(({ id }) => id)).toContain(scaled.id.split(" + ")[0]);
  });
});
