/**
 * Theory to lay over measurements: pure functions in float64, each with its source. They need no loaded core, use + − × ÷ √
 * alone, and give the same bits in every engine.
 */
export { type ActivationBounds, activationBounds, activationSlope, activationValue } from "./activation.js";
export { type Band, type Bands, bands } from "./bands.js";
export {
  type CorrelationField,
  correlationField,
  correlationMap,
  type CorrelationOptions,
  type LayerCorrelation,
  type PairNorm,
} from "./correlation.js";
export { dyingRelu, gradientCorrelation, jacobianBound, residualGrowth, saxeTime, underflowDepth } from "./depth.js";
export { type ForwardFactor, haninMoment, reluForwardFactor } from "./finiteWidth.js";
export { textbookSlope } from "./float32.js";
export { activationMoments, type Moments } from "./gaussian.js";
export {
  type CriticalPoint,
  criticalPoint,
  type LayerField,
  type MeanField,
  meanField,
  varianceMap,
} from "./meanField.js";
export { normGradientFactor } from "./normalisation.js";
export { fussCatalanEdge, isometryVariance, newmanExponents, quarterCircle, repeatedGain } from "./products.js";
