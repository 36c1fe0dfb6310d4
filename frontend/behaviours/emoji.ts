/** The emoji of everyday talk, by words for them in both languages. */

/** Sign, its words in English, its words in French; the first word names it. */
const EMOJI: readonly (readonly [string, string, string])[] = [
  ["😀", "grin", "sourire"],
  ["🙂", "smile", "content"],
  ["😅", "relief", "ouf"],
  ["😂", "joy laugh", "rire"],
  ["😉", "wink", "clin"],
  ["😊", "blush", "ravi"],
  ["😍", "love eyes", "adore"],
  ["🤔", "think", "réfléchir pense"],
  ["😮", "wow surprised", "surpris oh"],
  ["😢", "sad cry", "triste pleure"],
  ["😬", "grimace oops", "grimace oups"],
  ["😴", "sleep tired", "dort fatigué"],
  ["🙏", "please pray thanks", "merci prière"],
  ["👍", "thumbsup yes good", "pouce oui bien"],
  ["👎", "thumbsdown no", "non pouce bas"],
  ["👌", "ok", "parfait"],
  ["👏", "clap bravo", "bravo applaudir"],
  ["🙌", "hands hooray", "hourra mains"],
  ["💪", "strong muscle", "force muscle"],
  ["👋", "wave hello", "salut coucou"],
  ["🤝", "handshake deal", "accord poignée"],
  ["👀", "eyes look", "yeux regarde"],
  ["❤️", "heart love", "cœur"],
  ["🎉", "party tada", "fête"],
  ["🚀", "rocket launch", "fusée lancement"],
  ["⭐", "star", "étoile"],
  ["✨", "sparkles new", "étincelles neuf"],
  ["🔥", "fire", "feu"],
  ["💡", "idea bulb", "idée ampoule"],
  ["✅", "check done", "fait coche"],
  ["❌", "cross no", "croix"],
  ["⚠️", "warning", "attention danger"],
  ["❓", "question", "question"],
  ["❗", "important exclamation", "important"],
  ["⏰", "alarm clock", "réveil heure"],
  ["⏳", "hourglass wait", "sablier attente"],
  ["📅", "calendar date", "calendrier date"],
  ["📌", "pin", "épingle"],
  ["📎", "paperclip attach", "trombone"],
  ["📷", "camera photo", "photo appareil"],
  ["📦", "package parcel", "colis paquet"],
  ["📈", "chart up", "hausse courbe"],
  ["📉", "chart down", "baisse"],
  ["💶", "euro money", "euro argent"],
  ["🔧", "wrench fix", "clé réparer"],
  ["🔩", "bolt nut", "boulon vis"],
  ["🛠️", "tools", "outils"],
  ["⚙️", "gear", "engrenage"],
  ["🔋", "battery", "batterie pile"],
  ["🔌", "plug power", "prise courant"],
  ["💧", "drop leak water", "goutte fuite eau"],
  ["🌊", "wave sea", "vague"],
  ["☀️", "sun", "soleil"],
  ["🌧️", "rain", "pluie"],
  ["🌱", "plant seedling", "plante pousse"],
  ["🚜", "tractor farm", "tracteur ferme"],
  ["🚚", "truck delivery", "camion livraison"],
  ["🏭", "factory", "usine"],
  ["🧪", "test lab", "essai labo"],
  ["📐", "ruler drawing", "équerre plan"],
  ["📏", "measure ruler", "règle mesure"],
  ["🔬", "microscope", "microscope"],
  ["🧯", "extinguisher safety", "extincteur sécurité"],
  ["🦺", "vest safety", "gilet sécurité"],
  ["🏁", "finish flag", "arrivée drapeau"],
  ["🎯", "target goal", "cible but"],
  ["🧭", "compass", "boussole"],
  ["🔒", "lock", "cadenas"],
  ["🔑", "key", "clef"],
  ["☕", "coffee", "café"],
  ["🍕", "pizza lunch", "pizza midi"],
  ["🎂", "birthday cake", "anniversaire gâteau"],
  ["🏖️", "holiday beach", "vacances plage"],
  ["🤒", "ill sick", "malade"],
  ["🏠", "home", "maison"],
  ["🚲", "bike", "vélo"],
  ["🚆", "train", "train"],
];

/** The emoji of which a word begins with what was typed, whatever the accents; those of the page's language first. */
export function emojiFor(typed: string, language: string, most: number): { sign: string; name: string }[] {
  const own = language.startsWith("fr") ? 2 : 1;
  const looked = plain(typed);
  const fits = (words: string) => words.split(" ").some((word) => plain(word).startsWith(looked));
  const found = EMOJI.filter(([, english, french]) => fits(english) || fits(french));
  found.sort((one, other) => Number(fits(other[own] ?? "")) - Number(fits(one[own] ?? "")));
  return found.slice(0, most).map((one) => ({ sign: one[0], name: (one[own] ?? "").split(" ")[0] ?? "" }));
}

function plain(words: string): string {
  return words.normalize("NFD").replace(/\p{M}/gu, "").replaceAll("œ", "oe").toLowerCase();
}
