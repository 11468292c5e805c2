/** Cloudflare's runtime itself: workers that may not compile. */
import { startServer } from "./commands.mjs";
import { binaries } from "./tools.mjs";

/** Starts the workers of a configuration, whose socket `http` gets a free port; ready when it listens. */
export const startWorkerd = (folder, config = "config.capnp") =>
  startServer(
    binaries.workerd,
    ["serve", config, "--socket-addr=http=127.0.0.1:0", "--control-fd=1"],
    folder,
    /"port":\s*(\d+)\D/,
  );
