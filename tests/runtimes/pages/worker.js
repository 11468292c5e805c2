import { main } from "./main.js";

onmessage = ({ data }) =>
  main(data).then(
    (answer) => postMessage({ answer }),
    (error) => postMessage({ error: String(error?.stack ?? error) }),
  );
