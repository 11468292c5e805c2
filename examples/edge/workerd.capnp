# npx rollup --config examples/edge/rollup.config.mjs && npx workerd serve examples/edge/workerd.capnp
using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [(name = "main", worker = .worker)],
  sockets = [(name = "http", address = "127.0.0.1:8787", http = (), service = "main")],
);

const worker :Workerd.Worker = (
  modules = [
    (name = "worker.js", esModule = embed "../../build/edge/worker.js"),
    (name = "gradiometer.wasm", wasm = embed "../../build/edge/gradiometer.wasm"),
  ],
  compatibilityDate = "2026-01-01",
);
