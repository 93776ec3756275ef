// What a cue is, when two are the same, and what becomes of it when two people change it. No page, no network.

export const FIELDS = ["start", "end", "text", "speaker", "voice", "mood"];
export const SHORTEST = 0.1; // s

/** Only what people change: a plain object, or null for a cue that is not there. */
export function content(cue) {
  if (!cue || cue.gone) return null;
  return { start: cue.start, end: cue.end, text: cue.text, speaker: cue.speaker ?? "", voice: cue.voice ?? "", mood: cue.mood ?? "" };
}

export function same(a, b) {
  if (!a || a.gone || !b || b.gone) return (!a || a.gone) === (!b || b.gone) || (!a && !b);
  return FIELDS.every((field) => (a[field] ?? "") === (b[field] ?? ""));
}

/**
 * One cue out of two that were made from `base`. Where only one of them changed a field, that change stays; where both
 * did, differently, nobody but a person can say: `clash` is true then, and `cue` is mine.
 */
export function merge(base, mine, theirs) {
  [base, mine, theirs] = [content(base), content(mine), content(theirs)];
  if (same(mine, theirs) || same(base, theirs)) return { cue: mine, clash: false };
  if (same(base, mine)) return { cue: theirs, clash: false };
  if (!mine || !theirs || !base) return { cue: mine, clash: true };
  const merged = {};
  for (const field of FIELDS) {
    if (mine[field] === theirs[field] || theirs[field] === base[field]) merged[field] = mine[field];
    else if (mine[field] === base[field]) merged[field] = theirs[field];
    else return { cue: mine, clash: true };
  }
  return merged.start < merged.end ? { cue: merged, clash: false } : { cue: mine, clash: true };
}

export const byTime = (a, b) => a.start - b.start || a.end - b.end || (a.id < b.id ? -1 : 1);

export const milliseconds = (seconds) => Math.round(seconds * 1000) / 1000;

export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** 3725.5 -> "1:02:05.500" */
export function stamp(seconds) {
  const whole = Math.round(seconds * 1000), ms = whole % 1000, s = Math.floor(whole / 1000);
  const minutes = Math.floor(s / 60) % 60, hours = Math.floor(s / 3600);
  const rest = `${String(s % 60).padStart(2, "0")}.${String(ms).padStart(3, "0")}`;
  return hours ? `${hours}:${String(minutes).padStart(2, "0")}:${rest}` : `${minutes}:${rest}`;
}

/** "1:02:05.5", "62,5" or "62.5" -> seconds, or null */
export function parseStamp(text) {
  const match = /^\s*(?:(?:(\d+):)?(\d+):)?(\d+(?:[.,]\d*)?)\s*$/.exec(text);
  if (!match) return null;
  const [, hours = 0, minutes = 0, rest] = match;
  return milliseconds(Number(hours) * 3600 + Number(minutes) * 60 + Number(rest.replace(",", ".")));
}

const HANGUL = /[\uac00-\ud7a3]/g;
const MARKS = /[.,!?;:—…。，！？]/g;

export const isKorean = (text) => /[\uac00-\ud7a3\u3130-\u318f]/.test(text);

/** Seconds that a text takes at natural speed: the same guess as server/fit.py makes. */
export function guess(text) {
  const letters = text.match(/[\p{L}\p{N}]/gu)?.length ?? 0;
  const hangul = text.match(HANGUL)?.length ?? 0, digits = text.match(/\d/g)?.length ?? 0;
  const inner = text.trim().replace(/[.,!?;:—…。，！？"'”’) ]+$/, "").match(MARKS)?.length ?? 0;
  return 0.15 + 0.143 * hangul + 0.16 * digits + 0.06 * Math.max(0, letters - hangul - digits) + 0.65 * Math.min(inner, 40);
}

/** Where to divide a text: at `caret` if there is text on both sides, else at the end of a sentence or word near the share. */
export function halves(text, share, caret = null) {
  let at = caret;
  if (at === null || !text.slice(0, at).trim() || !text.slice(at).trim()) {
    const target = text.length * share;
    const breaks = [...text.matchAll(/[.!?…,;:]["'”’]?\s+|\s+/g)].map((found) => {
      const end = found.index + found[0].length;
      return { end, cost: Math.abs(end - target) - (/[.!?…]/.test(found[0]) ? 12 : /[,;:]/.test(found[0]) ? 6 : 0) };
    });
    breaks.sort((a, b) => a.cost - b.cost);
    at = breaks[0]?.end ?? Math.round(target);
  }
  return [text.slice(0, at).trim(), text.slice(at).trim()];
}
