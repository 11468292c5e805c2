/** What the SDK needs of the runtime beyond ECMAScript and WebAssembly; an entry hands it in, nothing else asks. */
export interface Platform {
  /** Milliseconds from any fixed moment. */
  now(): number;
  /** Resolves after the event loop has turned, so that timers, signals and paints get their turn. */
  pause(): Promise<void>;
}
