/** BullMQ and ioredis, which are installed by whoever wants a queue, and a connection that was seen working. */
import type * as BullMqModule from "bullmq";
import type * as IoRedisModule from "ioredis";
import type { Redis } from "ioredis";
import { EXIT, ExitError, InputError } from "../command.js";

export type BullMq = typeof BullMqModule;
type IoRedis = Pick<typeof IoRedisModule, "Redis">;

/** Milliseconds until a server that does not answer counts as unreachable. */
const PATIENCE = 5000;

/** What stands in an address before a server is reached. */
const PROTOCOLS = ["redis:", "rediss:"];

/** @throws InputError when they are not installed */
export async function libraries(): Promise<{ bullmq: BullMq; ioredis: IoRedis }> {
  try {
    const [bullmq, ioredis] = await Promise.all([import("bullmq"), import("ioredis")]);
    return { bullmq, ioredis };
  } catch (thrown) {
    const { code } = thrown as NodeJS.ErrnoException;
    if (code !== "ERR_MODULE_NOT_FOUND") throw thrown;
    throw new InputError("a queue needs two packages that are not installed: npm install bullmq ioredis");
  }
}

/** The address that was given, or that of $REDIS_URL, which keeps a password out of the list of processes. @throws InputError */
export function addressOf(given: string): URL {
  const text = given === "env" ? process.env["REDIS_URL"] : given;
  if (text === undefined) throw new InputError("the queue is env, but the environment has no REDIS_URL");
  if (URL.canParse(text) && PROTOCOLS.includes(new URL(text).protocol)) return new URL(text);
  throw new InputError(
    `the queue: expected redis://host:6379, rediss://… for TLS, or env for $REDIS_URL, but got ${given}`,
  );
}

/** An address without what is secret in it. */
export const shown = ({ protocol, host, pathname }: URL): string =>
  `${protocol}//${host}${pathname === "/" ? "" : pathname}`;

/** What a server's answer means, in one line with its exit code. */
function refusal(address: URL, thrown: unknown): Error {
  const { message, code } = thrown as NodeJS.ErrnoException;
  if (/WRONGPASS|invalid password|invalid username/i.test(message))
    return new InputError(`${shown(address)} refuses the password; the address has it as redis://user:password@host`);
  if (/NOAUTH/.test(message))
    return new InputError(`${shown(address)} wants a password; the address has it as redis://user:password@host`);
  if (/NOPERM/.test(message))
    return new InputError(`${shown(address)} does not let this user run its commands: ${message}`);
  const why = code === undefined || message.includes(code) ? message : `${code}: ${message}`;
  return new ExitError(`cannot reach ${shown(address)}: ${why || "no answer"}`, EXIT.unreachable);
}

/**
 * A connection that was seen working, and that comes back by itself when the server was away.
 *
 * @throws InputError when the server refuses us, ExitError when there is none
 */
export async function connect({ ioredis }: { ioredis: IoRedis }, address: URL): Promise<Redis> {
  const probe = new ioredis.Redis(address.href, {
    lazyConnect: true,
    retryStrategy: () => null,
    connectTimeout: PATIENCE,
    maxRetriesPerRequest: 0,
  });
  let first: unknown;
  probe.on("error", (error) => (first ??= error));
  try {
    await probe.connect();
    await probe.ping();
  } catch (thrown) {
    throw refusal(address, first ?? thrown);
  } finally {
    probe.disconnect();
  }
  const redis = new ioredis.Redis(address.href, {
    maxRetriesPerRequest: null,
    retryStrategy: (times) => Math.min(100 * times, 2000),
  });
  redis.on("error", () => undefined); // it tries again
  return redis;
}
