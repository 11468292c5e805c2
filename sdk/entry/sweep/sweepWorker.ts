/** The program of a web worker that runs chunks of a study. */
import { type ChunkMessage, ChunkRunner, answerOf } from "../../sweep/serve.js";
import { load } from "../inline.js";

const scope = globalThis as unknown as {
  onmessage: ((event: { data: ChunkMessage }) => void) | null;
  postMessage(message: unknown): void;
};

const lab = load();
let runner: ChunkRunner | undefined;

scope.onmessage = ({ data: { study, jobs } }): void => {
  const answer = answerOf(async () => {
    if (study) runner = new ChunkRunner(await lab, study);
    return runner!.run(jobs);
  });
  void answer.then((one) => {
    scope.postMessage(one);
  });
};
