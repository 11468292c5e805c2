/** Les préréglages, en français. */
import type { PresetStrings } from "./text.js";

/** Title and sentence of each preset of the lectures. */
const lectures = {
  "deep-sigmoid": [
    "Réseau sigmoïde profond",
    "Dix couches sigmoïdes ne laissent presque rien de l’erreur à la couche 1, et la carte reste grise ; dix couches tanh orthogonales apprennent, à partir de la même graine.",
  ],
  "scalar-chain": [
    "Une chaîne d’unités seules",
    "Une unité par couche : le gradient est un produit de dix pentes et de dix poids. Avec la sigmoïde, rien ne passe ; avec tanh, assez pour apprendre.",
  ],
  "activation-gallery": [
    "Galerie d’activations",
    "La pente d’une sigmoïde ne dépasse jamais ¼, celle d’une ReLU active vaut 1 : trois couches suffisent à les départager.",
  ],
  "float-underflow": [
    "Trop petit pour un flottant",
    "Derrière cinquante couches sigmoïdes, le gradient de la couche 1 vaut exactement 0 en float32 ; des sauts normalisés le maintiennent à la même profondeur.",
  ],
  saturation: [
    "Unités saturées",
    "Des poids vingt fois trop grands plaquent presque chaque tanh contre son palier ; la variance de Glorot laisse à chaque unité sa pente.",
  ],
  "relu-born-dead": [
    "Mortes à la naissance",
    "Quarante couches ReLU de quatre unités : l’une d’elles est éteinte pour toutes les entrées, et l’erreur s’y arrête, à exactement 0. Les unités leaky en laissent passer un peu, trop peu pour apprendre.",
  ],
  "jacobian-spectrum": [
    "Spectre de la jacobienne",
    "Des poids U(±1/√n) contractent toutes les directions ; des poids orthogonaux conservent la taille de l’erreur à travers quinze couches.",
  ],
  "deep-linear": [
    "Réseau linéaire profond",
    "Aucune activation : des poids 1,5 fois trop grands multiplient l’erreur par 1,5 à chaque couche, et l’entraînement finit en NaN ; des poids orthogonaux la conservent au chiffre près.",
  ],
  "gradient-histograms": [
    "Des histogrammes en marche",
    "Vingt couches tanh : avec U(±1/√n), les histogrammes de δ se resserrent de couche en couche ; avec la variance de Glorot, à peine, et le réseau apprend.",
  ],
  "relu-glorot-30": [
    "Deux fois la variance",
    "Trente couches ReLU : avec la variance de Glorot, le réseau répond au hasard ; avec celle de He, deux fois plus grande, il apprend.",
  ],
  "edge-of-chaos": [
    "Au bord du chaos",
    "tanh borne le signal, mais au-delà du bord du chaos le gradient est multiplié par plus de mille en descendant ; au bord, le réseau apprend.",
  ],
  "finite-width": [
    "Étroit et large",
    "Les mêmes trente couches ReLU : avec huit unités, l’erreur se perd au gré du tirage ; avec soixante-quatre, elle reste proche de la théorie.",
  ],
  "shattered-gradients": [
    "Gradients en miettes",
    "Cinquante couches ReLU gardent la taille du gradient, mais pas ce qu’il dit ; avec des sauts normalisés, le réseau apprend en 200 étapes.",
  ],
  "skips-of-gain-one": [
    "Sauts de gain 1",
    "Des sauts qui ajoutent tout doublent la variance à chaque bloc, et le réseau casse ; des sauts de gain 1/√couches s’entraînent.",
  ],
  "sigmoid-with-skips": [
    "Sigmoïde sauvée par les sauts",
    "Les mêmes dix couches sigmoïdes, avec des sauts normalisés : un dixième de l’erreur arrive à la couche 1, et le réseau apprend.",
  ],
  "batch-norm-sigmoid-30": [
    "Batch norm, layer norm",
    "Trente couches sigmoïdes : derrière batch norm elles apprennent, derrière layer norm elles répondent au hasard.",
  ],
  "norm-cures-explosion": [
    "Une norme contre l’explosion",
    "Des poids qui font exploser un réseau ReLU en moins de dix étapes sont inoffensifs derrière layer norm.",
  ],
  "credit-assignment": [
    "À qui revient le mérite",
    "Trois couches, 300 étapes : la sigmoïde en est restée à une droite, la ReLU a trouvé les lunes.",
  ],
  "exploding-relu": [
    "Gradient explosif",
    "Des poids de variance 9/n finissent en NaN en moins de dix étapes ; écrêté à la norme 1, le même réseau apprend.",
  ],
  "only-the-sign": [
    "Rien que le signe",
    "Dans le réseau sigmoïde profond, la taille du gradient est perdue, pas sa direction : des pas selon son seul signe apprennent.",
  ],
  "time-is-depth": [
    "Le temps est une profondeur",
    "Un réseau récurrent est aussi profond que sa séquence est longue : avec ρ fois une matrice orthogonale, le gradient d’il y a k pas a diminué d’un facteur ρᵏ.",
  ],
  gates: [
    "Une porte qui retient",
    "Avec ρ = ½, le gradient d’il y a cinquante pas a disparu d’une cellule simple ; ce que retient la porte d’oubli d’un LSTM est des milliards de fois plus grand.",
  ],
} as const;

/** What each net of the zoo is. Their names are their titles. */
const zoo = {
  "by-heart": "Soixante-douze lignes bruitées et 4 400 poids : il connaît ses lignes par cœur.",
  "constant-target": "Toutes les cibles valent 3.",
  "decay-of-one": "Une décroissance de 1 ramène tous les poids à 0.",
  "deep-sigmoid-fast":
    "Le même avec un taux vingt fois plus grand : un pas plus long ne remplace pas un gradient absent.",
  "deep-sigmoid":
    "Le réseau des manuels : dix couches sigmoïdes, dont la pente d’au plus ¼ ne laisse aucun gradient à la première couche.",
  "healthy-linear": "Une régression linéaire.",
  "healthy-regression": "Une régression avec Adam.",
  "healthy-relu-he-16": "Seize couches ReLU avec la variance de He.",
  "healthy-rnn-copy": "Un réseau récurrent tanh orthogonal recopie un symbole après dix pas.",
  "healthy-sigmoid-shallow": "Une seule couche sigmoïde : ce qui paralyse dix couches n’en gêne pas une.",
  "healthy-skips-24": "Vingt-quatre couches ReLU avec des sauts de gain 1/√couches.",
  "healthy-spirals": "Deux spirales avec Adam.",
  "healthy-tanh-orthogonal-20": "Vingt couches tanh orthogonales : la profondeur n’est pas une fatalité.",
  "healthy-tanh": "tanh, Glorot, un taux qui convient.",
  "identity-skips-24": "Des sauts de gain 1 s’additionnent : un réseau résiduel ReLU double sa variance à chaque bloc.",
  "inputs-far-away": "Des entrées autour de 100, comme des températures en Fahrenheit ou des années.",
  "inputs-thousand": "Une entrée mille fois plus grande que l’autre.",
  "linear-growing": "Un réseau linéaire profond dont les poids valent 1,5 fois une matrice orthogonale.",
  "no-hidden-layer": "Aucune couche cachée : une droite ne sépare pas des spirales.",
  prices: "Des cibles autour de 300 000 : Adam s’en approche à petits pas de la taille de son taux.",
  "rare-class": "Deux lunes dont l’une a presque disparu : 97 % des cibles sont d’une même classe.",
  "rate-huge-linear":
    "Une régression linéaire avec un taux au-delà de 2/λ : chaque pas dépasse le but plus que le précédent.",
  "rate-huge": "Un réseau tanh sain que son taux projette de tous côtés.",
  "rate-tiny-adam": "Adam avec un taux qui ne déplace aucun poids.",
  "rate-tiny": "Un réseau sain au taux de 1e-4.",
  "relu-glorot-30":
    "L’exemple de He : la variance de Glorot divise par deux le signal ReLU à chaque couche, et les gradients des poids n’en montrent rien.",
  "relu-killed": "Un taux qui projette les unités ReLU si loin qu’aucun exemple ne les atteint plus.",
  "relu-narrow-40": "Un réseau ReLU de trois unités de large naît sans doute mort : une couche ne laisse rien passer.",
  "relu-normal-9": "Des poids de variance 9/n : un signal ReLU double à chaque couche.",
  "relu-output-dead":
    "L’unité de sortie est une ReLU qu’aucune ligne n’active : toutes les cibles sont positives, aucune n’est atteinte.",
  "rnn-relu-exploding": "Un réseau récurrent ReLU dont l’état est multiplié par 1,8 à chaque pas.",
  "rnn-shrinking": "W_h vaut la moitié d’une matrice orthogonale : le gradient est divisé par deux à chaque pas.",
  "rnn-sigmoid-lag": "Un réseau récurrent sigmoïde oublie ce qui se trouvait 30 pas plus tôt.",
  "rnn-tanh-chaotic":
    "tanh avec W_h égal à 2,4 fois une matrice gaussienne : les états restent bornés, les gradients non.",
  "sigmoid-for-numbers": "Les cibles vont de −3 à 3, mais la sortie est une sigmoïde.",
  "sigmoid-regression": "Huit couches sigmoïdes pour une régression.",
  "slow-spirals": "Un réseau sain sur deux spirales, arrêté bien avant la fin.",
  "softmax-behind-sigmoid": "La sortie passe par une sigmoïde, et la perte y applique encore son softmax.",
  "softsign-chaotic": "softsign avec de grands poids : stable vers l’avant, explosif vers l’arrière.",
  "tanh-chaotic": "tanh borne le signal tandis que χ₁ = 1,9 fait exploser le gradient en descendant.",
  "tanh-saturated": "Des poids dix fois trop grands plaquent chaque tanh contre son palier.",
  "tanh-standard-20": "U(±1/√n) retire à chaque couche les deux tiers de la variance d’un signal tanh.",
  "tiny-normal": "Des poids d’écart type 0,01 dans cinq couches : le signal a disparu avant d’arriver.",
  "zeros-relu": "Tous les poids à 0 sous ReLU : aucune unité ne s’éveille jamais.",
  zeros: "Tous les poids à 0 : des unités identiques le restent.",
} as const;

export const presets = { lectures, zoo } as const satisfies PresetStrings;
