// What is worth a second look, cue by cue. It warns and never forbids.
import { guess, isKorean, milliseconds } from "./cue.js";

export const GUARD = 0.05; // s kept before the next cue when a line is spoken into the pause behind it
const UNHEARD = 1.15, MOST = 1.5; // factors on the pace: nobody notices up to the first, nothing is spoken beyond the second
const READING = { en: 20, ko: 12 }; // characters a second
const LINE = { en: 42, ko: 16 };

/** How long lines are: of a cue, by what the voices said about its text, else by a guess that they correct. */
export class Lengths {
  constructor() {
    this.known = new Map();
    this.silent = new Set(); // what is written and not spoken, such as [music]
    this.factor = 1;
  }

  /** Takes the answer of /fit, cues by their id. */
  learn(told, cues) {
    this.known.clear();
    const ratios = [], left = new Set(cues.keys());
    for (const { id, natural, known } of told) {
      const cue = cues.get(id);
      left.delete(id);
      if (!cue) continue;
      if (known) this.known.set(key(cue), natural);
      ratios.push(natural / guess(cue.text));
    }
    this.silent = new Set([...left].map((id) => key(cues.get(id))));
    ratios.sort((a, b) => a - b);
    if (ratios.length) this.factor = ratios[ratios.length >> 1];
  }

  speaks(cue) { return /[\p{L}\p{N}]/u.test(cue.text) && !this.silent.has(key(cue)); }

  natural(cue) {
    return this.known.get(key(cue)) ?? guess(cue.text) * this.factor;
  }
}

const key = (cue) => `${cue.voice}\n${cue.speaker}\n${cue.text}`;

/** All warnings of the cue at `at` of the sorted `cues`: [{kind, level, values, fix}]; `fix` is a change of the cue. */
export function judge(cues, at, lengths, filmEnd) {
  const cue = cues[at], found = [];
  const next = cues[at + 1], last = cues[at - 1];
  const say = (kind, level, values = {}, fix = null) => found.push({ kind, level, values, fix });
  const spoken = lengths.speaks(cue);
  if (!/[\p{L}\p{N}]/u.test(cue.text)) say("empty", "warn");
  else if (!spoken) say("silent", "info");
  if (filmEnd && cue.start >= filmEnd) say("outside", "bad");
  else if (filmEnd && cue.end > filmEnd + 0.05) say("past", "bad", { over: (cue.end - filmEnd).toFixed(1) }, { end: milliseconds(filmEnd) });
  if (next && cue.end > next.start + 0.001 && next.start - cue.start > 0.1) {
    say("overlap", "warn", { over: (cue.end - next.start).toFixed(2) }, { end: next.start });
  } else if (last && last.end > cue.start + 0.001 && cue.start - last.start <= 0.1) {
    say("overlap", "warn", { over: (last.end - cue.start).toFixed(2) });
  }
  if (!spoken) return found;
  const wall = next ? next.start - GUARD : filmEnd || Infinity;
  const close = Math.min(Math.max(cue.end, wall), filmEnd || Infinity);
  const needed = lengths.natural(cue) / Math.max(0.01, close - cue.start);
  if (needed > MOST) say("slot", "bad", { factor: needed.toFixed(2), most: MOST });
  else if (needed > UNHEARD) say("tight", "warn", { factor: needed.toFixed(2) });
  const language = isKorean(cue.text) ? "ko" : "en";
  const speed = cue.text.replace(/\s+/g, " ").trim().length / (cue.end - cue.start);
  if (speed > READING[language]) {
    const room = Math.min(next ? next.start : filmEnd || Infinity, cue.start + cue.text.length / READING[language]);
    say("reading", "info", { n: Math.round(speed), most: READING[language] }, room > cue.end + 0.05 ? { end: milliseconds(room) } : null);
  }
  const lines = cue.text.split("\n").reduce((sum, line) => sum + Math.max(1, Math.ceil(width(line.trim(), language) / LINE[language])), 0);
  if (lines > 2) say("lines", "info", { n: lines });
  return found;
}

/** Korean counts by the square: Latin letters, spaces and marks are half as wide. */
function width(line, language) {
  if (language === "en") return line.length;
  return [...line].reduce((sum, letter) => sum + (/[\u1100-\u11ff\u3000-\u9fff\uac00-\ud7ff\uff00-\uffef]/.test(letter) ? 1 : 0.5), 0);
}

const ORDER = { bad: 3, warn: 2, info: 1 };
export const worst = (warnings) => warnings.reduce((level, one) => (ORDER[one.level] > (ORDER[level] ?? 0) ? one.level : level), "");
