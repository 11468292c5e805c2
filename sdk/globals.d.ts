/**
 * The globals beyond ECMAScript that every runtime has and the platform-free layers may use: WebAssembly and the type of
 * an abort signal. Declared here because the library that declares them for browsers would let the whole DOM in.
 */

declare namespace WebAssembly {
  interface MemoryDescriptor {
    initial: number;
    maximum?: number;
    shared?: boolean;
  }

  class Memory {
    constructor(descriptor: MemoryDescriptor);
    readonly buffer: ArrayBuffer;
    grow(pages: number): number;
  }

  class Table {
    readonly length: number;
    get(index: number): unknown;
  }

  class Global {
    value: unknown;
  }

  class Module {
    constructor(bytes: ArrayBufferLike | ArrayBufferView);
    static customSections(module: Module, name: string): ArrayBuffer[];
    static exports(module: Module): { name: string; kind: string }[];
    static imports(module: Module): { module: string; name: string; kind: string }[];
  }

  type Exports = Record<string, unknown>;
  type Imports = Record<string, Record<string, unknown>>;

  class Instance {
    constructor(module: Module, imports?: Imports);
    readonly exports: Exports;
  }

  class CompileError extends Error {}
  class LinkError extends Error {}
  class RuntimeError extends Error {}

  interface WebAssemblyInstantiatedSource {
    module: Module;
    instance: Instance;
  }

  function compile(bytes: ArrayBufferLike | ArrayBufferView): Promise<Module>;
  function validate(bytes: ArrayBufferLike | ArrayBufferView): boolean;
  function instantiate(module: Module, imports?: Imports): Promise<Instance>;
  function instantiate(
    bytes: ArrayBufferLike | ArrayBufferView,
    imports?: Imports,
  ): Promise<WebAssemblyInstantiatedSource>;
}

interface AbortSignal {
  readonly aborted: boolean;
}
