/** A kernel of Jupyter, asked as a notebook asks it: https://jupyter-client.readthedocs.io/en/stable/messaging.html */
import { spawn } from "node:child_process";
import { createHmac, randomUUID } from "node:crypto";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { env } from "./commands.mjs";
import { frameworksHome } from "./frameworks.mjs";

const PATIENCE = 120_000; // ms, for a kernel's next message
const DELIMITER = "<IDS|MSG>"; // what stands before it is for the sockets

/** As many ports that nothing listens on. */
async function freePorts(count) {
  const servers = Array.from({ length: count }, () => createServer().listen(0, "127.0.0.1"));
  await Promise.all(servers.map((server) => once(server, "listening")));
  const ports = servers.map((server) => server.address().port);
  await Promise.all(servers.map((server) => once(server.close(), "close")));
  return ports;
}

/** A message's frames, signed: header, parent, metadata and content. */
function framesOf(key, type, content) {
  const header = {
    msg_id: randomUUID(),
    msg_type: type,
    username: "",
    session: "tests",
    date: new Date(),
    version: "5.3",
  };
  const parts = [header, {}, {}, content].map((part) => JSON.stringify(part));
  const signature = createHmac("sha256", key).update(parts.join("")).digest("hex");
  return { id: header.msg_id, frames: [DELIMITER, signature, ...parts] };
}

/** What a message says, without its signature. */
function read(frames) {
  const at = frames.findIndex((frame) => frame.toString() === DELIMITER);
  const [header, parent, , content] = frames.slice(at + 2, at + 6).map((frame) => JSON.parse(frame.toString()));
  return { type: header.msg_type, parent: parent.msg_id, content };
}

/**
 * Runs the cells of a notebook in a kernel.
 *
 * @param command  makes the kernel's command, [program, ...arguments], from the path of its connection file
 * @returns for each cell the messages in which it shows something: { type, content }
 * @throws Error when the kernel ends or says nothing for two minutes
 */
export async function runCells(command, folder, cells) {
  const { Dealer, Subscriber } = createRequire(frameworksHome)("zeromq");
  const [shell_port, iopub_port, stdin_port, control_port, hb_port] = await freePorts(5);
  const ports = { shell_port, iopub_port, stdin_port, control_port, hb_port };
  const key = randomUUID();
  const connection = { ...ports, key, ip: "127.0.0.1", transport: "tcp", signature_scheme: "hmac-sha256" };
  const file = join(folder, "connection.json");
  await writeFile(file, JSON.stringify({ ...connection, kernel_name: "" }));

  const [program, ...args] = command(file);
  const kernel = spawn(program, args, { cwd: folder, env, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  for (const stream of [kernel.stdout, kernel.stderr]) stream.setEncoding("utf8").on("data", (text) => (said += text));
  const ended = once(kernel, "close").then(([code]) => {
    throw new Error(`${program} ended with code ${code}\n${said}`);
  });
  ended.catch(() => {}); // it ends at the end of this, too

  const shell = new Dealer({ linger: 0, receiveTimeout: PATIENCE });
  const published = new Subscriber({ linger: 0, receiveTimeout: PATIENCE });
  const next = async (socket) => read(await Promise.race([socket.receive(), ended]));
  const ask = async (type, content) => {
    const { id, frames } = framesOf(key, type, content);
    await shell.send(frames);
    return id;
  };
  try {
    shell.connect(`tcp://127.0.0.1:${shell_port}`);
    published.connect(`tcp://127.0.0.1:${iopub_port}`);
    published.subscribe("");
    // A subscriber misses what is published before it is there: the first question is asked until it is heard of.
    const first = next(published);
    for (let heard = false; !heard;) {
      await ask("kernel_info_request", {});
      await next(shell);
      heard = await Promise.race([first.then(() => true), setTimeout(500, false)]);
    }
    const shown = [];
    for (const code of cells) {
      const options = {
        silent: false,
        store_history: true,
        user_expressions: {},
        allow_stdin: false,
        stop_on_error: true,
      };
      const id = await ask("execute_request", { code, ...options });
      const messages = [];
      for (let idle = false; !idle;) {
        const { type, parent, content } = await next(published);
        if (parent !== id) continue;
        if (type === "status") idle = content.execution_state === "idle";
        else if (type !== "execute_input") messages.push({ type, content });
      }
      shown.push(messages);
    }
    return shown;
  } finally {
    shell.close();
    published.close();
    kernel.kill("SIGKILL");
  }
}
