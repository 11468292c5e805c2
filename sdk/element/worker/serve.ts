/** Answers what pages ask for: the sessions of all labs that share this worker. */
import { GradiometerError } from "../../core/errors.js";
import type { Gradiometer } from "../../types.js";
import type { Port, ToWorker } from "./protocol.js";
import { type Loop, Session } from "./session.js";

/**
 * @param load  called once, at the first start.
 * @returns what takes the messages of a page
 */
export function serve(port: Port, loop: Loop, load: () => Promise<Gradiometer>): (message: ToWorker) => void {
  const sessions = new Map<number, Session>();
  let lab: Promise<Gradiometer> | undefined;

  const fail = (id: number | null, error: unknown): void => {
    const code = error instanceof GradiometerError ? error.code : "ERROR";
    port.post({ type: "error", id, code, message: error instanceof Error ? error.message : String(error) });
  };

  const start = async (message: ToWorker & { type: "start" }): Promise<void> => {
    lab ??= load();
    const opened = await lab;
    sessions.get(message.id)?.close();
    sessions.delete(message.id);
    sessions.set(message.id, new Session(opened, message, port, loop));
  };

  // One after the other: a start that waits for the binary must not be overtaken by what follows it.
  let last: Promise<void> = Promise.resolve();
  const handle = async (message: ToWorker): Promise<void> => {
    if (message.type === "start") return start(message);
    const session = sessions.get(message.id);
    if (!session) return;
    if (message.type === "play") session.play(message.speed, message.max);
    else if (message.type === "pause") session.pause();
    else if (message.type === "step") session.advance(message.count);
    else if (message.type === "ack") session.acknowledge();
    else if (message.type === "look") session.look(message.look);
    else if (message.type === "take") session.take();
    else {
      session.close();
      sessions.delete(message.id);
    }
  };
  return (message) => {
    last = last.then(() => handle(message)).catch((error: unknown) => fail(message.id, error));
  };
}
