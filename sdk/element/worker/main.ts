/** The program of the worker: everything that it needs is inside, since it loads nothing. */
import { load } from "./load.js";
import type { ToWorker } from "./protocol.js";
import { serve } from "./serve.js";
import type { Loop } from "./session.js";

/** A worker's global scope, or what stands for it on a page. */
export interface Scope {
  onmessage: ((event: { data: ToWorker }) => void) | null;
  postMessage(message: unknown, transfer: Transferable[]): void;
}

/** Turns of the event loop without the 4 ms by which nested timers are held back. */
function channelLoop(): Loop {
  const { port1, port2 } = new MessageChannel();
  const tasks: (() => void)[] = [];
  port1.onmessage = () => tasks.shift()?.();
  return {
    now: () => performance.now(),
    later: (task) => {
      tasks.push(task);
      port2.postMessage(null);
    },
  };
}

export function main(scope: Scope): void {
  const post = (message: unknown, transfer: readonly ArrayBufferLike[] = []) =>
    scope.postMessage(message, transfer as Transferable[]);
  const answer = serve({ post }, channelLoop(), load);
  scope.onmessage = ({ data }) => answer(data);
}
