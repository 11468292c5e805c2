/**
 * Mutants that no test can see, since nothing that anybody can observe comes out otherwise. They are not drawn, and so they
 * count neither as seen nor as missed. A row holds for the line as it stands: `line` without the spaces round it, `change` as
 * the run prints it.
 */
export const EQUIVALENT = [];
