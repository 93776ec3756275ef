// One cue: as a line of the list, and opened, where its text, times, speaker and voice are changed.
import { el, icon } from "../dom.js";
import { t } from "../i18n.js";
import { MOODS, moodName } from "../moods.js";
import { content, parseStamp, SHORTEST, stamp } from "./cue.js";
import { worst } from "./warnings.js";

/** Fills a closed row; what it already shows is left alone. */
export function closedRow({ warningsOf, voiceName }) {
  return (cue, place, item) => {
    const warnings = warningsOf(place), level = worst(warnings);
    const shown = `${place} ${cue.start} ${cue.end} ${cue.speaker} ${cue.voice} ${cue.mood} ${level} ${warnings.map(({ kind }) => kind)} ${cue.text}`;
    if (item.shown === shown && item.firstChild) return;
    item.shown = shown;
    const who = cue.speaker || cue.voice ? el("span", { class: "who ellipsis" }, cue.speaker || voiceName(cue.voice)) : null;
    item.replaceChildren(el("button", { type: "button", class: "cue-open" },
      el("span", { class: "number nr" }, String(place + 1)),
      el("span", { class: "number times" }, stamp(cue.start), el("span", { class: "muted" }, `${(cue.end - cue.start).toFixed(1)} s`)),
      el("span", { class: "said" }, cue.text.trim() ? cue.text : el("em", { class: "muted" }, t("editor.no_text"))),
      who,
      cue.mood ? el("span", { class: "dot", dataset: { mood: cue.mood }, title: t("editor.mood_named", { mood: moodName(cue.mood) }) }, el("span", { class: "visually-hidden" }, t("editor.mood_named", { mood: moodName(cue.mood) }))) : null,
      level && level !== "info" ? el("span", { class: `mark ${level}`, title: warnings.map(sentence).join("\n") }, icon("warning"), el("span", { class: "visually-hidden" }, warnings.map(sentence).join(" "))) : null));
  };
}

export const sentence = ({ kind, values }) => t(`editor.warn.${kind}`, values);

/** The opened row. `act`: {change(id, fields, key, label), setMood, setStart, setEnd, nudge, split, merge, remove, hear, redo, next, settle}. */
export class OpenRow {
  constructor({ store, act, warningsOf, voices }) {
    Object.assign(this, { store, act, warningsOf, id: null, composing: false });
    const button = (name, label, click, more = {}) => el("button", { type: "button", class: `button small quiet ${more.class ?? ""}`, title: more.title, on: { click } }, icon(name), el("span", {}, label));
    this.nr = el("span", { class: "number nr" });
    this.start = this.#time("start", t("editor.start"), () => act.setStart());
    this.end = this.#time("end", t("editor.end"), () => act.setEnd());
    this.length = el("span", { class: "number muted length" });
    this.text = el("textarea", { rows: 2, maxLength: 2000, spellcheck: true, "aria-label": t("editor.text"), placeholder: t("editor.text_hint"), enterKeyHint: "enter" });
    this.text.addEventListener("input", () => { this.#grow(); act.change(this.id, { text: this.text.value }, `text ${this.id}`, t("editor.step.text")); });
    this.text.addEventListener("compositionstart", () => { this.composing = true; });
    this.text.addEventListener("compositionend", () => { this.composing = false; });
    this.speaker = el("input", { class: "speaker", maxLength: 64, autocomplete: "off", "aria-label": t("editor.speaker"), placeholder: t("editor.speaker") });
    this.speaker.setAttribute("list", "speakers");
    this.speaker.addEventListener("input", () => act.change(this.id, { speaker: this.speaker.value }, `speaker ${this.id}`, t("editor.step.speaker")));
    this.voice = el("select", { class: "voice", "aria-label": t("editor.voice") });
    this.voice.addEventListener("change", () => act.change(this.id, { voice: this.voice.value }, "", t("editor.step.voice")));
    this.mood = el("select", { class: "feeling", "aria-label": t("editor.mood") }, el("option", { value: "" }, t("editor.mood_default")),
      el("optgroup", { label: t("editor.settings.music") }, ...MOODS.map((mood) => el("option", { value: mood }, moodName(mood)))));
    this.mood.addEventListener("change", () => { this.#colour(); act.setMood(this.id, this.mood.value); });
    this.warnings = el("ul", { class: "plain warnings", "aria-live": "polite" });
    this.clash = el("div", { class: "banner warn stack tight", hidden: true, role: "alert" });
    this.hearing = button("play", t("editor.hear"), () => act.hear(), { class: "hear", title: "P" });
    this.node = el("div", { class: "open" },
      el("div", { class: "timing" }, this.nr, this.start.node, el("span", { class: "muted dash", "aria-hidden": "true" }, "→"), this.end.node, this.length),
      this.text, this.clash, this.warnings,
      el("div", { class: "casting" }, this.speaker, this.voice, this.mood),
      el("div", { class: "doing" }, this.hearing,
        button("redo", t("editor.again"), () => act.redo(), { title: "R" }),
        button("split", t("editor.split"), () => act.split(this.caret), { title: "S" }),
        button("merge", t("editor.merge"), () => act.merge(), { title: "M" }),
        button("trash", t("common.delete"), () => act.remove(this.id), { title: "Delete" })));
    this.setVoices(voices);
  }

  get caret() { return document.activeElement === this.text ? this.text.selectionStart : null; }

  setVoices(voices) {
    this.names = voices.map(({ name }) => name);
    this.voice.replaceChildren(el("option", { value: "" }, t("editor.voice_default")), ...this.names.map((name) => el("option", { value: name }, name)));
    if (this.id) this.#choose(this.store.get(this.id));
  }

  /** Shows a cue; what is being typed is not touched. */
  show(cue, place) {
    const other = cue.id !== this.id;
    this.id = cue.id;
    this.nr.textContent = String(place + 1);
    const fill = (field, value) => { if (field.value !== value && (other || (field !== this.editing && !(this.composing && field === this.text)))) field.value = value; };
    fill(this.start.input, stamp(cue.start));
    fill(this.end.input, stamp(cue.end));
    if (this.text.value !== cue.text && !this.composing) {
      const { selectionStart, selectionEnd } = this.text, focused = document.activeElement === this.text;
      this.text.value = cue.text;
      if (focused && !other) this.text.setSelectionRange(Math.min(selectionStart, cue.text.length), Math.min(selectionEnd, cue.text.length));
    }
    fill(this.speaker, cue.speaker);
    if (other || this.voice.value !== cue.voice) this.#choose(cue);
    if (this.mood.value !== cue.mood) this.mood.value = cue.mood;
    this.#colour();
    this.length.textContent = `${(cue.end - cue.start).toFixed(2)} s`;
    this.#warn(place);
    this.#clashing(cue);
    this.#grow();
  }

  type() {
    this.text.focus({ preventScroll: true });
    const end = this.text.value.length;
    if (this.text.selectionStart !== end) this.text.setSelectionRange(end, end);
  }

  /** While the line is being spoken. */
  busy(yes) {
    this.hearing.classList.toggle("busy", yes);
    this.hearing.setAttribute("aria-busy", String(yes));
  }

  #colour() { this.mood.dataset.mood = this.mood.value; }

  #choose(cue) {
    if (cue.voice && !this.names.includes(cue.voice)) this.voice.append(el("option", { value: cue.voice }, t("editor.voice_gone", { name: cue.voice })));
    this.voice.value = cue.voice;
  }

  #time(edge, label, here) {
    const input = el("input", { class: "number time", inputMode: "decimal", autocomplete: "off", "aria-label": label });
    const nudge = (sign) => el("button", { type: "button", class: "nudge", "aria-label": t(sign < 0 ? `editor.${edge}_earlier` : `editor.${edge}_later`), title: `${sign < 0 ? "−" : "+"}50 ms`, on: { click: () => this.act.nudge(sign * 0.05, edge) } }, sign < 0 ? "−" : "+");
    const commit = () => {
      const cue = this.store.get(this.id), seconds = parseStamp(input.value);
      this.editing = null;
      if (!cue) return;
      const bad = seconds === null || (edge === "end" && seconds < cue.start + SHORTEST);
      input.setAttribute("aria-invalid", String(bad && seconds !== cue[edge]));
      if (bad) { input.value = stamp(cue[edge]); input.setAttribute("aria-invalid", "false"); return; }
      if (edge === "start") this.act.setStart(seconds);
      else this.act.setEnd(seconds);
      input.value = stamp(this.store.get(this.id)?.[edge] ?? seconds);
    };
    input.addEventListener("input", () => {
      this.editing = input;
      const seconds = parseStamp(input.value), cue = this.store.get(this.id);
      input.setAttribute("aria-invalid", String(seconds === null || (edge === "end" && cue && seconds < cue.start + SHORTEST)));
    });
    input.addEventListener("change", commit);
    input.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.isComposing) { event.preventDefault(); commit(); }
      if ((event.key === "ArrowUp" || event.key === "ArrowDown") && !event.altKey) { event.preventDefault(); commit(); this.act.nudge(event.key === "ArrowUp" ? 0.05 : -0.05, edge); }
    });
    const set = el("button", { type: "button", class: "nudge here", "aria-label": t(`editor.${edge}_here`), title: t(`editor.${edge}_here_key`), on: { click: here } }, icon(edge === "start" ? "mark-in" : "mark-out"));
    return { input, node: el("span", { class: "time-field" }, nudge(-1), input, nudge(1), set) };
  }

  #warn(place) {
    const found = this.warningsOf(place), shown = JSON.stringify(found);
    if (shown === this.warned) return;
    this.warned = shown;
    this.warnings.replaceChildren(...found.map((warning) => el("li", { class: `warning ${warning.level}` },
      icon(warning.level === "info" ? "info" : "warning"), el("span", {}, sentence(warning)),
      warning.fix ? el("button", { type: "button", class: "link", on: { click: () => this.act.change(this.id, warning.fix, "", t("editor.step.fix")) } }, t(`editor.fix.${warning.kind}`)) : null)));
  }

  #clashing(cue) {
    const theirs = this.store.pending.get(cue.id)?.clash ?? null;
    this.clash.hidden = !theirs;
    if (!theirs) { this.clash.replaceChildren(); return; }
    const there = content(theirs);
    const told = there ? `${stamp(there.start)} → ${stamp(there.end)} · ${there.text}` : t("editor.clash.gone");
    this.clash.replaceChildren(el("strong", {}, t("editor.clash.title")), el("p", {}, told),
      el("div", { class: "row" },
        el("button", { type: "button", class: "button small", on: { click: () => this.act.settle(cue.id, true) } }, t("editor.clash.mine")),
        el("button", { type: "button", class: "button small", on: { click: () => this.act.settle(cue.id, false) } }, t("editor.clash.theirs"))));
  }

  #grow() {
    const lines = Math.min(6, Math.max(2, this.text.value.split("\n").length + (this.text.value.length > 90 ? 1 : 0)));
    if (this.text.rows !== lines) this.text.rows = lines;
  }
}
