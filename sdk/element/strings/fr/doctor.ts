/** La pastille d'un réseau, en français. */
export const doctor = {
  willNotTrain: "n’apprendra pas",
  slowly: "lent",
  trains: "apprend",
  nothingAgainst: "peut apprendre",
  why: "pourquoi ?",
  tryCure: "Essayer le remède",
  examine: "Consulter le docteur",
  reasonOpen: "La théorie n’y voit aucun obstacle : ×\u00a0{factor} par couche.",
  reasonSymmetric: "Toutes les unités d’une couche partent identiques et le restent.",
  reasonDying:
    "Des unités éteintes pour toutes les entrées ne transmettent rien ; la couche 1 reçoit {share} de l’erreur.",
  reasonShrinks: "L’erreur diminue d’un facteur {factor} par couche ; la couche 1 en reçoit {share}.",
  reasonGrows:
    "L’erreur croît d’un facteur {factor} par couche ; la couche 1 en reçoit {share} fois plus que la sortie.",
  reasonSaturated: "La plupart des unités se trouvent là où leur activation est plate.",
  reasonLag: "L’erreur diminue d’un facteur {factor} à chaque pas vers le passé.",
  reasonBrokenWeights:
    "Étape {step} : plus aucun nombre fini, d’abord dans la couche {layer}. Les poids sont trop grands ; essayez « he-normal » ou l’écrêtage.",
  reasonBrokenRate:
    "Étape {step} : plus aucun nombre fini, d’abord dans la couche {layer}. Les pas sont trop grands ; baissez le taux d’apprentissage.",
  reasonRight: "Étape {step} : {right} de réponses justes.",
  reasonLearnt: "Étape {step} : perte {loss} ; répondre au hasard coûte {guess}.",
  reasonFalling: "Étape {step} : perte {loss}, sous les {guess} du hasard, mais pas encore au bout.",
  reasonStuck: "Après {step} étapes, la perte est de {loss} ; répondre au hasard coûte {guess}.",
  evidenceHears: "part de l’erreur que reçoit la couche 1",
  evidenceFaded: "taux × part de l’erreur que reçoit la couche 1",
  evidenceWeight: "taille des poids de la couche 1",
  evidenceFactor: "facteur par couche, selon la théorie",
  evidenceUnstable: "taux × croissance²",
  evidenceLoss: "perte rapportée à celle du hasard",
  evidenceThreshold: "{what} : {value} ; le seuil de la règle est {threshold}",
} as const;
