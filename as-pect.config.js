/** How as-pect finds and instantiates the specs of the kernels; as-pect.asconfig.json says how they are compiled. */
const config = {
  entries: process.env.SPECS?.split(",") ?? ["tests/assembly/**/*.spec.ts"], // scripts/test.mjs chooses some
  include: ["tests/assembly/**/*.include.ts"],
  disclude: [/node_modules/],
  instantiate: (memory, createImports, instantiate, binary) => instantiate(binary, createImports({ env: { memory } })),
  outputBinary: false,
};

export default config;
