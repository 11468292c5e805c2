import { main } from "./main.js";

oninstall = () => skipWaiting();
onmessage = (event) => {
  const [port] = event.ports;
  const done = main(event.data).then(
    (answer) => port.postMessage({ answer }),
    (error) => port.postMessage({ error: String(error?.stack ?? error) }),
  );
  event.waitUntil(done);
};
