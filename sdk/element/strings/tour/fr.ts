/** La visite, en français. */
import type { TourStrings } from "./text.js";

export const tour = {
  tour: "Visite guidée",
  previous: "Retour",
  nextScene: "Suite : {title}",
  leave: "Quitter la visite",
  progress: "{n} sur {all}",
  saw: "Ce que vous avez vu.",
  runFirst: "Lancez l’entraînement, le bilan s’affichera ici.",
  claim: "Énoncé {claims}",
  experiment: "mesuré par {experiment}",

  "squashing.title": "L’écrasement",
  "squashing.text":
    "Une sigmoïde comprime tout nombre entre 0 et 1. Au retour, l’erreur est multipliée par la pente de cette courbe. Tirez le point vers l’extérieur et observez la pente.",
  "every-layer.title": "Chaque couche prélève sa part",
  "every-layer.text":
    "L’erreur traverse une pente et une matrice par couche. Changez la profondeur et regardez ce qu’il en reste à la couche 1. Le trait pointillé est la théorie, tracée avant tout entraînement.",
  "growing.title": "Quand elle grandit",
  "growing.text":
    "La ReLU transmet l’erreur sans l’affaiblir : ce sont les poids qui décident. Trop grands, ils la font croître de couche en couche. Entraînez le réseau et voyez comment cela finit.",
  "histograms.title": "Des histogrammes en marche",
  "histograms.text":
    "Chaque crête montre l’erreur d’une couche. Avec l’ancienne initialisation, les crêtes se resserrent vers l’entrée ; avec la variance de Glorot, à peine. A utilise l’une, B l’autre.",
  "initialisation.title": "Deux fois la variance",
  "initialisation.text":
    "La moitié d’une couche ReLU est éteinte, et avec elle la moitié de la variance du signal. Les poids de Glorot ne compensent pas cette perte, ceux de He si : leur variance est double. Rien d’autre ne change.",
  "dying.title": "Éteinte pour toutes les entrées",
  "dying.text":
    "Une unité éteinte pour toutes les entrées ne transmet rien et ne changera plus jamais. Dans un réseau étroit et profond, une couche entière l’est souvent dès la naissance. Élargissez les couches, et cela devient rare.",
  "clipping.title": "Raccourcir le pas",
  "clipping.text":
    "Le réseau qui explose, encore une fois, et son jumeau, où tout gradient plus long que 1 est ramené à la longueur 1. La direction reste.",
  "only-the-sign.title": "Rien que le signe",
  "only-the-sign.text":
    "Dans le réseau sigmoïde profond, la taille du gradient est perdue, mais pas sa direction : le jumeau fait des pas de longueur fixe, chaque poids selon le signe de son gradient.",
  "far-back.title": "Loin dans le passé",
  "far-back.text":
    "Un réseau récurrent est aussi profond que sa séquence est longue, avec la même matrice à chaque pas. Le gradient suit une puissance de ρ. Faites passer ρ par 1.",
  "norms.title": "Une norme sauve, l’autre non",
  "norms.text":
    "Trente couches sigmoïdes. Batch norm retire ce que toutes les entrées ont en commun ; layer norm retire ce que toutes les unités ont en commun, et le mal n’est pas là.",

  sawSlope:
    "En {x}, la pente est de {slope}, soit {times} fois moins qu’au milieu. Elle ne dépasse nulle part {steepest} : dix pentes de suite laissent au mieux {left}.",
  sawMiddle:
    "En {x}, la pente est de {slope}, proche de la plus forte, {steepest} : dix pentes de suite laissent au mieux {left}.",
  sawShare:
    "Au bout de {depth} couches, la couche 1 reçoit {share} de l’erreur ; théorie : ×\u00a0{factor} par couche.",
  sawGrowth: "Avec la variance {variance}/n, l’erreur à la couche 1 vaut {times} fois celle de la sortie.",
  sawWidths:
    "Avant l’entraînement, la largeur de δ à la couche 1 vaut, rapportée à la dernière couche cachée, {a} dans A et {b} dans B.",
  sawBoth: "Avant l’entraînement, la couche 1 reçoit {a} de l’erreur dans A, {b} dans B.",
  sawDead:
    "Dans A, l’erreur à la couche 1 vaut exactement {zero}, avant comme après l’entraînement. Dans B, il en passe {leaky}.",
  sawAlive: "Dans A, la couche 1 reçoit {share} de l’erreur, dans B {leaky}.",
  sawClipped: "Dans B, {cut} des pas ont été écrêtés.",
  sawSize: "Dans les deux, la couche 1 reçoit {share} de l’erreur au départ.",
  sawLag: "{steps} pas en arrière, il reste {left} du gradient ; {radius} à la puissance {steps} donne {theory}.",
  sawLagCell: "{steps} pas en arrière, il reste {left} du gradient.",
  aBroke: "A s’arrête à l’étape {step} : plus aucun nombre fini, d’abord dans la couche {layer}.",
  bBroke: "B s’arrête à l’étape {step} : plus aucun nombre fini, d’abord dans la couche {layer}.",
  aGuesses: "A répond au hasard : après {step} étapes, sa perte est de {loss}, et le hasard coûte {guess}.",
  bGuesses: "B répond au hasard : après {step} étapes, sa perte est de {loss}, et le hasard coûte {guess}.",
  aRight: "A apprend : après {step} étapes, {right} des points sont justes, pour une perte de {loss}.",
  bRight: "B apprend : après {step} étapes, {right} des points sont justes, pour une perte de {loss}.",
} as const satisfies TourStrings;
