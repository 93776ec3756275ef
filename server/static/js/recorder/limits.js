// What a level means, and how long a recording should be.
export const QUIET = -35; // dBFS, of speech
export const HOT = -1; // dBFS, of a peak: beyond it is clipped
export const WANTED = 25; // dB between speech and room
export const LEAST = 10, ENOUGH = 30, PLENTY = 60; // s of takes: can be checked, will do, gets no better
export const FASTEST = 30; // characters a second that somebody could read (Korean: twelve syllables)

/** What is wrong with a take, as the end of a key `take.*`; "" if nothing is. */
export function flaw({ seconds, speech, peak }, text) {
  const letters = [...text].reduce((sum, letter) => sum + (/[가-힣]/.test(letter) ? 2.5 : 1), 0);
  if (peak > HOT) return "clipped";
  if (speech < QUIET) return "quiet";
  if (seconds < letters / FASTEST) return "short";
  return "";
}
