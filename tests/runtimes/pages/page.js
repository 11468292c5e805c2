/** Puts a request to the programs, in the page itself, in a worker or in a service worker, and gives back JSON. */
function answer(port, post) {
  return new Promise((resolve, reject) => {
    port.onmessage = ({ data }) => ("error" in data ? reject(new Error(data.error)) : resolve(data.answer));
    post();
  });
}

const places = {
  page: async (request) => (await import("./main.js")).main(request),
  worker: (request) => {
    const worker = new Worker("worker.js", { type: "module" });
    const failed = new Promise((_, reject) => {
      worker.onerror = (event) => reject(new Error(event.message ?? "the worker did not start"));
    });
    return Promise.race([answer(worker, () => worker.postMessage(request)), failed]).finally(() => worker.terminate());
  },
  "service worker": async (request) => {
    await navigator.serviceWorker.register("service-worker.js", { type: "module" });
    const { active } = await navigator.serviceWorker.ready;
    const { port1, port2 } = new MessageChannel();
    return answer(port1, () => active.postMessage(request, [port2]));
  },
};

globalThis.call = async (place, request) => JSON.stringify(await places[place](request));
