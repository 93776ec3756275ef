// Moods, genres, keys and instruments in the words of whoever looks.
import { has, t } from "./i18n.js";

export const MOODS = ["happy", "tense", "sad", "calm", "epic"];

export const moodName = (mood) => t(`music.mood.${mood}`);
export const genreName = (genre) => t(`music.genre.${genre}`);
export const instrumentName = (name) => (has(`music.instrument.${name}`) ? t(`music.instrument.${name}`) : name);

/** "E flat minor" -> "E♭ minor", in Korean "E♭ 단조" */
export function keyName(key) {
  const [, tonic, sign, mode] = /^([A-G])(?: (flat|sharp))? (\w+)$/.exec(key) ?? [];
  if (!tonic) return key;
  return `${tonic}${{ flat: "♭", sharp: "♯" }[sign] ?? ""} ${t(`music.mode.${mode}`)}`;
}

/** What the musician says while it works: "sad, piano", "piano". */
export function scoreDetail(detail) {
  const words = detail.split(", ").map((word) => (has(`music.mood.${word}`) ? moodName(word) : has(`music.genre.${word}`) ? genreName(word) : null));
  return words.includes(null) ? "" : words.join(" · ");
}
