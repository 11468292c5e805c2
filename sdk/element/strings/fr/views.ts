/** The views below the cards, in French. */
export const views = {
  view_time: "erreur au fil du temps",
  view_histograms: "histogrammes",
  view_ratio: "pas / poids",
  view_units: "saturés, morts",
  view_spectrum: "spectre",
  view_correlation: "corrélation",
  view_chain: "facteur par facteur",
  view_lag: "décalage",
  view_gallery: "activation",
  explain_time:
    "La taille de l’erreur dans chaque couche (‖δ‖) au fil de l’entraînement : clair, elle est grande ; foncé, petite ; la sortie est en haut.",
  explain_histograms:
    "La répartition des nombres de chaque couche, toutes sur le même axe : une crête qui se resserre en pointe est un signal qui s’éteint.",
  explain_ratio:
    "De combien un pas déplace les poids de chaque couche, rapporté à leur taille ; environ 10⁻³ convient d’ordinaire.",
  explain_units:
    "Un signe par unité : elle transmet l’erreur, elle est saturée (pente inférieure au centième de la plus grande sur la plupart des lignes) ou morte (pente nulle sur toutes les lignes).",
  explain_spectrum:
    "Les valeurs singulières du jacobien de chaque couche pour la première ligne, puis de bout en bout : bien au-dessous de 1, tout rétrécit ; au-dessus, tout s’étire.",
  explain_correlation:
    "À quel point deux entrées se ressemblent encore dans chaque couche : à 1, le réseau ne peut plus les distinguer.",
  explain_chain:
    "La règle de la chaîne depuis la sortie : ce que les poids et les pentes de chaque couche laissent de l’erreur ; la ligne est le produit jusque-là.",
  explain_lag:
    "Ce qui reste du gradient d’un réseau récurrent après tant de pas en arrière ; ρ est le rayon spectral de ses poids récurrents.",
  explain_gallery:
    "L’activation φ du réseau et sa pente φ′ : déplacez le point pour voir quelle part de l’erreur y passe.",
  noNet: "Aucun réseau à montrer.",
  notRecurrent: "Pas pour les réseaux récurrents.",
  stepAxis: "pas",
  logDelta: "log₁₀ ‖δ‖",
  deviation: "± écart-type",
  ratioAxis: "pas / poids",
  ratioBand: "environ 10⁻³",
  unitsAxis: "unités",
  spectrumAxis: "valeur singulière",
  spectrumColumns: "couche ; à la fin : de bout en bout",
  endToEnd: "de bout en bout",
  correlationAxis: "cosinus moyen",
  correlationColumns: "couche (0 : entrée)",
  chainAxis: "ce qui reste de ‖δ‖",
  lagAxis: "‖∂J/∂h‖, relatif au décalage 0",
  lagColumns: "décalage, pas en arrière",
  measured: "mesuré",
  theoryWord: "théorie",
  alive: "actif",
  saturated: "saturé",
  dead: "mort",
  broken: "pas un nombre",
  weightsShare: "poids",
  slopesShare: "pentes",
  restShare: "norme et saut",
  quantity: "Histogrammes de",
  quantity_z: "sorties z",
  quantity_delta: "erreurs δ",
  quantity_gradient: "gradients des poids ∂W",
  cell: "Cellule",
  cell_simple: "simple, linéaire",
  cell_lstm: "LSTM",
  cell_gru: "GRU",
  radius: "Rayon ρ",
  steps: "Pas",
  point: "Préactivation u",
  pointValue: "u = {u}, pente {slope}",
  galleryKey: "— φ   ┄ φ′",
  brokenLayers: "Pas un nombre dans {count} colonnes.",
  timeFinding: "‖δ‖ au pas {step} : {first} dans la couche 1, {last} dans la couche {layers}, la sortie.",
  timeFindingSteps:
    "‖δ‖ au pas d’entraînement {step} : {first} à l’instant 1, {last} à l’instant {layers}, le dernier.",
  histogramsFinding: "Écart-type de {quantity} : {first} dans la couche 1, {last} dans la couche {layers}.",
  ratioFinding:
    "Dans {inside} couches sur {layers}, un pas déplace les poids d’environ 10⁻³ de leur taille ; dans la couche 1, de {first}.",
  unitsFinding:
    "Sur {units} unités, actives : {alive}, saturées : {saturated}, mortes : {dead}, sans valeur numérique : {broken}.",
  spectrumFinding: "Valeurs singulières de l’entrée à la sortie : de {high} à {low}.",
  spectrumTooLarge: "Trop grand pour être mesuré pendant l’entraînement.",
  correlationFinding: "Cosinus moyen de deux entrées : {input} à l’entrée, {last} dans la couche {layers}.",
  chainFinding:
    "De la sortie à la couche 1, les poids multiplient l’erreur par {weights}, les pentes par {slopes} ; il en reste {product}.",
  chainFindingRest:
    "De la sortie à la couche 1, les poids multiplient l’erreur par {weights}, les pentes par {slopes}, norme et sauts par {rest} ; il en reste {product}.",
  lagFinding: "{cell} : après {lag} pas, il reste {left} du gradient.",
  galleryFinding:
    "{activation} en u = {u} : φ vaut {value}, et sa pente laisse passer {slope} de l’erreur, {steepest} au plus.",
} as const;
