/** The other views below the cards, loaded with the first of them. */
export const drawings = {
  explain_histograms:
    "How the numbers of each layer are spread, all layers on one axis: a ridge that narrows to a spike is a signal that dies.",
  explain_ratio:
    "How far one step moves the weights of each layer, as a share of their size; about 10⁻³ usually trains well.",
  explain_units:
    "One sign per unit: it passes the error on, it is saturated (its slope is below a hundredth of the largest on most rows), or it is dead (its slope is 0 on every row).",
  explain_spectrum:
    "Singular values of each layer’s Jacobian for the first row, and of the whole way from input to output: far below 1 shrinks, above 1 stretches.",
  explain_correlation: "How alike two inputs still look in each layer: at 1 the net can no longer tell them apart.",
  explain_chain:
    "The chain rule from the output down: what the weights and the slopes of each layer leave of the error; the line is the product so far.",
  explain_lag:
    "How much of a recurrent net’s gradient is left after so many steps back in time; ρ is the spectral radius of its recurrent weights.",
  explain_gallery: "The net’s activation φ and its slope φ′: drag the point to see how much of the error passes there.",
  notRecurrent: "Not for recurrent nets.",
  deviation: "± std",
  ratioAxis: "update / weight",
  ratioBand: "about 10⁻³",
  unitsAxis: "units",
  spectrumAxis: "singular value",
  spectrumColumns: "layer; last: end to end",
  endToEnd: "end to end",
  correlationAxis: "mean cosine",
  correlationColumns: "layer (0: input)",
  chainAxis: "what is left of ‖δ‖",
  lagAxis: "‖∂J/∂h‖, share of lag 0",
  lagColumns: "lag, steps back",
  measured: "measured",
  theoryWord: "theory",
  alive: "alive",
  saturated: "saturated",
  dead: "dead",
  broken: "not a number",
  weightsShare: "weights",
  slopesShare: "slopes",
  restShare: "norm and skip",
  quantity: "Histograms of",
  quantity_z: "outputs z",
  quantity_delta: "errors δ",
  quantity_gradient: "weight gradients ∂W",
  cell: "Cell",
  cell_simple: "simple, linear",
  cell_lstm: "LSTM",
  cell_gru: "GRU",
  radius: "Radius ρ",
  steps: "Steps",
  point: "Pre-activation u",
  pointValue: "u = {u}, slope {slope}",
  galleryKey: "— φ   ┄ φ′",
  brokenLayers: "Not a number in {count} columns.",
  histogramsFinding: "Standard deviation of {quantity}: {first} in layer 1, {last} in layer {layers}.",
  ratioFinding:
    "In {inside} of {layers} layers a step moves the weights by about 10⁻³ of their size; in layer 1 by {first}.",
  unitsFinding: "Of {units} units {alive} are alive, {saturated} saturated, {dead} dead, and {broken} give no number.",
  spectrumFinding: "Singular values from input to output: {high} down to {low}.",
  spectrumTooLarge: "Too large to measure while it trains.",
  correlationFinding: "Mean cosine of two inputs: {input} at the input, {last} in layer {layers}.",
  chainFinding:
    "From the output to layer 1 the weights multiply the error by {weights}, the slopes by {slopes}; {product} of it is left.",
  chainFindingRest:
    "From the output to layer 1 the weights multiply the error by {weights}, the slopes by {slopes}, norm and skips by {rest}; {product} of it is left.",
  lagFinding: "{cell}: after {lag} steps {left} of the gradient is left.",
  galleryFinding:
    "{activation} at u = {u}: φ is {value}, and its slope passes {slope} of the error, {steepest} at most.",
} as const;
