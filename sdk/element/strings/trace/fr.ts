/** Ce que l’on dit d’une trace déposée sur la page. */
import type { TraceStrings } from "./text.js";

export const trace: TraceStrings = {
  title: "De quoi souffre cet apprentissage ? {name}",
  reading: "Lecture : {share} de {size} Mo",
  course: "{records} relevés de {layers} couches ({source}), étapes {first} à {last} ; perte {start} → {end}.",
  floor:
    "Il fait mieux que toute réponse qui ignore l’entrée, et ses signaux sont sains. Seul un essai dirait s’il reste à apprendre.",
  unexplained: "Il n’apprend pas, et cette trace n’en montre pas la cause.",
  suspicion: "Aucun essai ne l’a prouvé : une trace ne se rejoue pas.",
  broken: "Le premier relevé avec NaN ou l’infini est l’étape {step}, couche {layer} ({name}).",
  figures: "Figures",
  unseen: "Ce que cette trace ne peut pas montrer",
  wants: "Il faudrait :",
  unread: "Étiquettes qui ne nomment aucune couche, et n’ont pas été lues : {tags}.",
  refused: "{name} n’est pas une trace lisible : {message}",
  below: "{name} est la trace d’un apprentissage. Ce qu’elle montre se trouve sous les réseaux.",
};
