/** The page's end of the study worker. It is opened by the first question. */
import type { ExamineProgress } from "../../doctor/types.js";
import type { FileLike } from "../data/readTable.js";
import type { Diagnosed, FromStudy, Studied, StudyPatient, ToStudy } from "../worker/studyProtocol.js";

/** A worker as the page opens it. */
export interface StudyPort {
  readonly post: (message: ToStudy) => void;
  onmessage: ((message: FromStudy) => void) | null;
  /** Called where the worker cannot be opened or ends by itself. */
  onerror: ((reason: string) => void) | null;
  readonly close: () => void;
}

/** What the study worker could not do. `code`: the GradiometerError's, or "ERROR". */
export class StudyError extends Error {
  override readonly name = "StudyError";

  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

interface Question {
  readonly resolve: (answer: FromStudy) => void;
  readonly reject: (error: StudyError) => void;
  readonly onProgress?: (progress: ExamineProgress) => void;
}

/** How a long question is followed and ended. */
export interface StudyOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: ExamineProgress) => void;
}

export class Study {
  readonly #open: () => StudyPort;
  readonly #questions = new Map<number, Question>();
  #port: StudyPort | null = null;
  #last = 0;

  /** @param open  makes the worker, or what stands for it; called again after `close`. */
  constructor(open: () => StudyPort) {
    this.#open = open;
  }

  /**
   * The doctor's report on a net.
   *
   * @throws StudyError; ABORTED after `signal`.
   */
  async examine(patient: StudyPatient, options: StudyOptions & { readonly seeds?: number } = {}): Promise<Studied> {
    const { seeds, ...rest } = options;
    const answer = await this.#askUntil(
      (id) => ({ type: "examine", id, patient, ...(seeds !== undefined && { seeds }) }),
      rest,
    );
    if (answer.type !== "report") throw new StudyError("ERROR", `expected a report, but got ${answer.type}`);
    return answer.report;
  }

  /** What a trace or an event file shows. @throws StudyError; ABORTED after `signal`. */
  async diagnose(file: FileLike, options: StudyOptions = {}): Promise<Diagnosed> {
    const answer = await this.#askUntil((id) => ({ type: "diagnose", id, file }), options);
    if (answer.type !== "diagnosed") throw new StudyError("ERROR", `expected a diagnosis, but got ${answer.type}`);
    return answer.diagnosed;
  }

  /** A net of the zoo with its rows. @throws StudyError */
  async zoo(name: string): Promise<StudyPatient> {
    const answer = await this.#ask({ type: "zoo", id: ++this.#last, name });
    if (answer.type !== "patient") throw new StudyError("ERROR", `expected a patient, but got ${answer.type}`);
    return answer.patient;
  }

  /** Ends the worker; what it was asked is answered by the error ABORTED. */
  close(): void {
    this.#port?.close();
    this.#port = null;
    this.#fail("ABORTED", "the study worker was closed");
  }

  /** A question that a signal ends. */
  async #askUntil(question: (id: number) => ToStudy, { signal, onProgress }: StudyOptions): Promise<FromStudy> {
    const id = ++this.#last;
    const cancel = (): void => this.#port?.post({ type: "cancel", id });
    signal?.addEventListener("abort", cancel, { once: true });
    try {
      const answered = this.#ask(question(id), onProgress);
      if (signal?.aborted) cancel();
      return await answered;
    } finally {
      signal?.removeEventListener("abort", cancel);
    }
  }

  #ask(message: ToStudy, onProgress?: Question["onProgress"]): Promise<FromStudy> {
    const port = (this.#port ??= this.#connect());
    return new Promise((resolve, reject) => {
      this.#questions.set(message.id, { resolve, reject, ...(onProgress && { onProgress }) });
      port.post(message);
    });
  }

  #connect(): StudyPort {
    const port = this.#open();
    port.onmessage = (answer) => this.#take(answer);
    port.onerror = (reason) => {
      this.#port?.close();
      this.#port = null;
      this.#fail("ERROR", reason);
    };
    return port;
  }

  #take(answer: FromStudy): void {
    const question = this.#questions.get(answer.id);
    if (!question) return;
    if (answer.type === "progress") {
      question.onProgress?.(answer.progress);
      return;
    }
    this.#questions.delete(answer.id);
    if (answer.type === "error") question.reject(new StudyError(answer.code, answer.message));
    else question.resolve(answer);
  }

  #fail(code: string, reason: string): void {
    const open = [...this.#questions.values()];
    this.#questions.clear();
    for (const question of open) question.reject(new StudyError(code, reason));
  }
}
