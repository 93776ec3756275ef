// How the words fit, as a list to act on: what is wrong with a cue, hear it, mend it.
import { $, el, icon } from "./dom.js";
import { clock, t } from "./i18n.js";

const LATE = 0.5; // s after its subtitle that a cue may sound before it is worth a line
const PRESSED = new Set(["marked", "late", "overflow"]);

/** Fills #fit from a report. `hear(start)` plays the film there. */
export function fitList(report, project, hear) {
  const worst = report.cues.filter((cue) => PRESSED.has(cue.status) || cue.late > LATE);
  worst.sort((a, b) => b.overflow - a.overflow || b.late - a.late || b.rate - a.rate);
  const good = report.cues.length - worst.length;
  $("#fit").hidden = false;
  const chip = $("#fit-count");
  chip.textContent = t("fit.count", { good, all: report.cues.length });
  chip.className = `chip ${worst.length ? "warn" : "good"}`;
  $("#warnings").replaceChildren(...report.warnings.map((text) => el("li", { class: "banner warn" }, text)));
  $("#cues").replaceChildren(...worst.map((cue) => row(cue, project, hear)));
  if (!worst.length) $("#cues").replaceChildren(el("li", { class: "banner good" }, t("fit.perfect")));
}

function row(cue, project, hear) {
  return el("li", { class: "cue" },
    el("span", { class: "number muted" }, clock(cue.start, true)),
    el("div", { class: "stack tight" }, el("span", { class: "said" }, cue.text), el("span", { class: "small muted" }, advice(cue))),
    el("div", { class: "row" },
      el("button", { type: "button", class: "button small", on: { click: () => hear(cue.start) } }, icon("play"), t("fit.hear")),
      el("a", { class: "button small", href: `/projects/${project.id}#cue=${cue.id}` }, icon("edit"), t("fit.edit"))));
}

/** One sentence: what happened to the cue, and what would mend it. */
export function advice(cue) {
  const values = { rate: cue.rate.toFixed(2), over: cue.overflow.toFixed(1), late: cue.late.toFixed(1) };
  if (cue.status === "overflow") return t("fit.overflow", values);
  if (cue.late > LATE) return t("fit.late", values);
  return t("fit.fast", values);
}
