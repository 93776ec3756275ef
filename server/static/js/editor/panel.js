// How the film is narrated: who speaks, at what pace, with which music, and what becomes of the film's own sound.
import { api } from "../api.js";
import { $, el, icon, toast } from "../dom.js";
import { lang, t } from "../i18n.js";
import { musicFields } from "./panel-music.js";

export class Panel extends EventTarget {
  /** Event "change" when the settings are others. */
  constructor({ project, settings, voices, store, dialog }) {
    super();
    Object.assign(this, { project, settings, voices, store, dialog, sound: new Audio() });
    this.body = $(".panel", dialog);
    dialog.addEventListener("close", () => this.sound.pause());
    this.sound.addEventListener("ended", () => this.#playing(null));
    this.sound.addEventListener("pause", () => this.#playing(null));
  }

  open() {
    this.#build();
    this.dialog.showModal();
  }

  #build() {
    const { settings } = this;
    const labels = [...new Set(this.store.cues.map(({ speaker }) => speaker.trim()).filter(Boolean))].slice(0, 40);
    const folded = new Map(Object.entries(settings.parts).map(([label, name]) => [label.toLowerCase(), name]));
    const parts = labels.map((label) => this.#voice(`part-${label}`, label, folded.get(label.toLowerCase()) ?? "", t("editor.settings.as_narrator"), (name) => {
      const others = Object.entries(this.settings.parts).filter(([other]) => other.toLowerCase() !== label.toLowerCase());
      this.#save({ parts: Object.fromEntries(name ? [...others, [label, name]] : others) });
    }));
    this.body.replaceChildren(...[
      this.#voice("narrator", t("editor.settings.narrator"), settings.voice, null, (voice) => this.#save({ voice })),
      el("p", { class: "small" }, el("a", { href: "/voices" }, t("editor.settings.own_voice"))),
      parts.length ? el("fieldset", { class: "stack tight" }, el("legend", { class: "label" }, t("editor.settings.parts")), ...parts) : null,
      this.#pace(),
      this.#choices("original", t("editor.settings.original"), ["duck", "keep", "replace"]),
      ...musicFields(this.settings, (changes) => this.#save(changes)),
      this.#choices("overlap", t("editor.settings.overlap"), ["queue", "mix", "clip"]),
      el("label", { class: "choice" },
        el("input", { type: "checkbox", checked: settings.sound_cues, on: { change: (event) => this.#save({ sound_cues: event.target.checked }) } }),
        el("span", {}, t("editor.settings.sound_cues"))),
    ].filter(Boolean));
  }

  #voice(id, label, chosen, none, change) {
    const names = this.voices.map(({ name }) => name);
    if (chosen && !names.includes(chosen)) names.push(chosen);
    const own = this.voices.filter((voice) => voice.own).map(({ name }) => name);
    const option = (name) => el("option", { value: name, selected: name === chosen }, name);
    const group = (title, some) => (some.length ? el("optgroup", { label: title }, ...some.map(option)) : null);
    const select = el("select", { id, on: { change: () => { change(select.value); this.sound.pause(); } } },
      none ? el("option", { value: "" }, none) : null, group(t("editor.settings.yours"), own), group(t("editor.settings.samples"), names.filter((name) => !own.includes(name))));
    if (!none && !chosen) select.value = this.voices.find((voice) => !voice.own)?.name ?? "";
    const play = el("button", { type: "button", class: "button icon", "aria-label": t("editor.settings.preview", { name: label }), on: { click: () => this.#preview(select.value || this.settings.voice, play) } }, icon("play"));
    return el("div", { class: "field" }, el("label", { htmlFor: id }, label), el("div", { class: "row nowrap" }, select, play));
  }

  #preview(name, button) {
    if (!this.sound.paused && this.button === button) { this.sound.pause(); return; }
    const voice = this.voices.find((one) => one.name === name) ?? this.voices.find((one) => !one.own);
    const address = voice?.previews[lang] ?? Object.values(voice?.previews ?? {})[0];
    if (!address) { toast(t("editor.settings.no_preview")); return; }
    this.sound.src = address;
    this.sound.play().then(() => this.#playing(button)).catch(() => toast(t("editor.settings.no_preview")));
  }

  #playing(button) {
    this.button?.replaceChildren(icon("play"));
    this.button = button;
    button?.replaceChildren(icon("stop"));
  }

  #pace() {
    const told = (rate) => (rate === 1 ? t("editor.settings.pace_own") : `×${rate.toFixed(2)}`);
    const shown = el("output", { class: "number", htmlFor: "pace" }, told(this.settings.rate));
    const input = el("input", { type: "range", id: "pace", min: "0.7", max: "1.5", step: "0.05", value: String(this.settings.rate) });
    input.addEventListener("input", () => { shown.textContent = told(Number(input.value)); });
    input.addEventListener("change", () => this.#save({ rate: Number(input.value) }));
    return el("div", { class: "field" }, el("div", { class: "spread" }, el("label", { class: "label", htmlFor: "pace" }, t("editor.settings.pace")), shown), input);
  }

  #choices(name, title, values) {
    return el("fieldset", { class: "stack tight" }, el("legend", { class: "label" }, title), ...values.map((value) => el("label", { class: "choice" },
      el("input", { type: "radio", name, value, checked: this.settings[name] === value, on: { change: () => this.#save({ [name]: value }) } }),
      el("span", {}, t(`editor.settings.${name}.${value}`), el("span", { class: "hint small muted" }, t(`editor.settings.${name}.${value}.hint`))))));
  }

  #save(changes) {
    this.dispatchEvent(new Event("change"));
    return this.keep(changes);
  }

  /** Keeps changes of the settings, also those that are made elsewhere. */
  async keep(changes) {
    this.settings = { ...this.settings, ...changes };
    try {
      const { project } = await api(`/api/projects/${this.project}`, { method: "PATCH", json: { settings: changes } });
      this.settings = project.settings;
    } catch (error) {
      toast(error.message, "bad");
    }
  }
}
