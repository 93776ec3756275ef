// What the studio says of a recording: will it do, three figures in words, and what to do about what is wrong.
import { el, icon } from "../dom.js";
import { t } from "../i18n.js";
import { WANTED } from "./limits.js";

const NOISY = 17; // dB
const PARTS = { speech: 40, snr: 40, level: 40 }; // what fills the gauges: s, dB, dB above -50

/** Elements for {verdict, findings, levels}. */
export function verdict({ verdict: kind, findings, levels }) {
  const head = { ok: t("verdict.ok"), warn: t("verdict.warn"), refuse: t("verdict.refuse") }[kind];
  const tone = { ok: "good", warn: "warn", refuse: "bad" }[kind];
  return [
    el("div", { class: `banner ${tone} verdict-head` }, icon(kind === "ok" ? "check" : "warning"), el("strong", {}, head)),
    findings.length > 0 && el("ul", { class: "plain findings" }, findings.map(finding)),
    el("dl", { class: "card figures" },
      figure(t("figure.speech"), t("figure.seconds", { n: levels.speech }), levels.speech >= 20 ? t("figure.speech.good") : t("figure.speech.more"), levels.speech / PARTS.speech, levels.speech >= 20),
      figure(t("figure.room"), t("figure.db", { n: levels.snr }), levels.snr >= WANTED ? t("figure.room.quiet") : levels.snr >= NOISY ? t("figure.room.some") : t("figure.room.noisy"), levels.snr / PARTS.snr, levels.snr >= WANTED),
      figure(t("figure.level"), t("figure.dbfs", { n: levels.level }), levels.level >= -35 ? t("figure.level.good") : t("figure.level.quiet"), (levels.level + 50) / PARTS.level, levels.level >= -35)),
  ].filter(Boolean);
}

function finding({ severity, sentence, advice }) {
  const tone = { note: "", warn: "warn", refuse: "bad" }[severity];
  return el("li", { class: `card finding ${tone}`, dataset: { severity } }, el("strong", {}, sentence), el("p", { class: "muted" }, advice));
}

function figure(name, value, words, part, good) {
  const bar = el("div", { class: `meter ${good ? "good" : "warn"}`, "aria-hidden": "true" }, el("i"));
  bar.style.setProperty("--part", Math.min(1, Math.max(0.03, part)));
  return el("div", { class: "stack tight" }, el("dt", {}, name), el("dd", {}, el("span", { class: "value number" }, value), bar, el("span", { class: "muted small" }, words)));
}
