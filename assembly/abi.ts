/**
 * Numbers that both sides of the boundary share: TypeScript imports this very file, so the two cannot drift apart.
 * Nothing but `const enum`s may stand here.
 */

/** How an element-wise activation is told to the kernels. */
export const enum ActivationKind {
  Linear = 0,
  Sigmoid = 1,
  Tanh = 2,
  Relu = 3,
  LeakyRelu = 4,
  Softsign = 5,
  Elu = 6,
  Selu = 7,
  Gelu = 8,
  Silu = 9,
  Softplus = 10,
}

/** How a loss is told to the kernels. */
export const enum LossKind {
  SumSquaredError = 0,
  MeanSquaredError = 1,
  CrossEntropy = 2,
  BinaryCrossEntropy = 3,
}

/** What an update pass reports: bits of a mask. */
export const enum NonFinite {
  None = 0,
  Gradient = 1,
  Parameter = 2,
}

/** What Rprop does when a gradient changes its sign: take the step back (+), step anew (−), or stand still once (i−). */
export const enum RpropForm {
  Plus = 0,
  Minus = 1,
  ImprovedMinus = 2,
}

/** Places of the numbers that `statistics` writes: float64 each. */
export const enum Statistic {
  Mean = 0,
  Std = 1,
  Norm = 2,
  Min = 3,
  Max = 4,
  NonFinite = 5,
  Zeros = 6,
  Count = 7,
}
