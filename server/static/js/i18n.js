// Words for scripts: t(key, {n: 3}) from static/i18n/<language>.json; `{n}` is filled in.
const language = document.documentElement.lang || "en";
const response = await fetch(new URL(`../i18n/${language}.json`, import.meta.url));
const words = response.ok ? await response.json() : {};

/** @param {string} key @param {Record<string, unknown>} [values] a key that is not there is given back as it is */
export function t(key, values = {}) {
  return (words[key] ?? key).replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

/** Is there such a key? */
export const has = (key) => key in words;

export const lang = language;

/** 75.2 -> "1:15"; with `tenths`, "1:15.2" */
export function clock(seconds, tenths = false) {
  const rounded = tenths ? Math.round(seconds * 10) / 10 : Math.round(seconds);
  const hours = Math.floor(rounded / 3600), minutes = Math.floor(rounded / 60) % 60;
  const rest = (rounded % 60).toFixed(tenths ? 1 : 0).padStart(tenths ? 4 : 2, "0");
  return hours ? `${hours}:${String(minutes).padStart(2, "0")}:${rest}` : `${minutes}:${rest}`;
}

/** 1536000 -> "1.5 MB" */
export function bytes(count) {
  const units = ["B", "kB", "MB", "GB", "TB"];
  const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, count)) / 3));
  const value = count / 1000 ** power;
  return `${new Intl.NumberFormat(lang, { maximumFractionDigits: power && value < 10 ? 1 : 0 }).format(value)} ${units[power]}`;
}

/** How long something still takes, in words. */
export function duration(seconds) {
  if (seconds < 60) return t("time.seconds", { n: Math.max(1, Math.round(seconds)) });
  if (seconds < 3600) return t("time.minutes", { n: Math.round(seconds / 60) });
  return t("time.hours", { n: (seconds / 3600).toFixed(1) });
}
