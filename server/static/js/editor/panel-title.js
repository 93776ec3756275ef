// The title of the film: written, seen at once, and kept in the project's settings.
import { api, poll } from "../api.js";
import { $, $$, el, toast } from "../dom.js";
import { t } from "../i18n.js";
import { Sheet } from "./title-sheet.js";

const TYPING = 450; // ms after the last letter before it is tried
const CHOOSING = 60; // ms after a choice
const QUICK = 200; // ms between two looks at a try
const FIELDS = { title: "#title-words", subtitle: "#title-line", title_scene: "#title-scene" };
const LARGEST = 25_000_000; // bytes of a picture

export class TitlePanel {
  /** settings() -> what is set; save(changes) -> keeps it, a promise. */
  constructor({ project, film, name, settings, save, dialog }) {
    Object.assign(this, { project, name, settings, save, dialog, pending: {}, saving: Promise.resolve(), tried: "" });
    this.sheet = new Sheet($("#sheet", dialog), film);
    for (const [field, selector] of Object.entries(FIELDS)) {
      $(selector, dialog).addEventListener("input", ({ target }) => this.#set({ [field]: target.value.replace(/\s+/g, " ").trim() }, TYPING));
    }
    for (const field of ["title_mode", "title_source", "title_layout"]) {
      for (const input of $$(`input[name=${field}]`, dialog)) input.addEventListener("change", () => this.#choose(field, input.value));
    }
    $("#title-another", dialog).addEventListener("click", () => this.#set({ title_seed: this.now.title_seed + 1 }, CHOOSING));
    $("#title-before", dialog).addEventListener("click", () => this.#set({ title_seed: this.now.title_seed - 1 }, CHOOSING));
    $("#title-file", dialog).addEventListener("change", ({ target }) => { if (target.files[0]) this.#bring(target.files[0]); target.value = ""; });
    dialog.addEventListener("close", () => { this.sheet.still(); this.flush(); });
  }

  /** What is set, with what is not kept yet. */
  get now() {
    return { ...this.settings(), ...this.pending };
  }

  open() {
    const { now, dialog } = this;
    for (const [field, selector] of Object.entries(FIELDS)) $(selector, dialog).value = now[field];
    if (!now.title) $(FIELDS.title, dialog).placeholder = this.name();
    this.#show();
    dialog.showModal();
    this.#trySoon(0);
  }

  /** Resolves when everything is kept. */
  flush() {
    clearTimeout(this.keeping);
    const changes = this.pending;
    if (Object.keys(changes).length) {
      this.saving = this.saving.then(() => this.save(changes)).then(() => {
        for (const name of Object.keys(changes)) if (this.pending[name] === changes[name]) delete this.pending[name];
      });
    }
    return this.saving;
  }

  #choose(field, value) {
    const first = field === "title_mode" && value !== "off" && !this.now.title;
    if (first) $(FIELDS.title, this.dialog).value = this.name();
    this.#set({ [field]: value, ...(first ? { title: this.name().trim() } : {}) }, CHOOSING);
    if (field === "title_source" && value === "own" && !this.now.title_picture) $("#title-file", this.dialog).click();
  }

  #set(changes, wait) {
    Object.assign(this.pending, changes);
    this.#show();
    clearTimeout(this.keeping);
    this.keeping = setTimeout(() => this.flush(), Math.max(wait, 300));
    this.#trySoon(wait);
  }

  #show() {
    const { now, dialog } = this;
    for (const field of ["title_mode", "title_source", "title_layout"]) {
      for (const input of $$(`input[name=${field}]`, dialog)) input.checked = input.value === now[field];
    }
    const off = now.title_mode === "off";
    $("#titling-more", dialog).hidden = off;
    $("#sheet", dialog).toggleAttribute("data-off", off);
    $("#title-painted", dialog).hidden = now.title_source !== "painted";
    $("#title-own", dialog).hidden = now.title_source !== "own";
    $("#title-seed", dialog).textContent = String(now.title_seed + 1);
    $("#title-before", dialog).disabled = now.title_seed === 0;
    const thumb = $("#title-thumb", dialog);
    thumb.hidden = !now.title_picture;
    if (now.title_picture) thumb.src = `/api/projects/${this.project}/title/pictures/${now.title_picture}`;
    $(".bring span", dialog).textContent = t(now.title_picture ? "title.other_picture" : "title.choose_picture");
  }

  // --- tries: the last one counts, those before it are given up

  #trySoon(wait) {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.#try(), wait);
  }

  async #try() {
    const { now } = this, title = now.title || this.name();
    const asked = Object.fromEntries(Object.entries(now).filter(([name]) => name.startsWith("title_") || name === "subtitle"));
    const settings = { ...asked, title, title_mode: now.title_mode === "card" ? "card" : "overlay" };
    const key = JSON.stringify(settings);
    if (key === this.tried || !this.dialog.open) return;
    this.tried = key;
    this.stop?.abort();
    const { signal } = (this.stop = new AbortController());
    this.#say(t("title.painting"));
    $("#sheet", this.dialog).setAttribute("aria-busy", "true");
    try {
      const { job } = await api(`/api/projects/${this.project}/title`, { method: "POST", json: { settings }, signal });
      const done = await poll(job.id, () => {}, { signal, every: QUICK });
      if (done.state === "cancelled") { this.tried = ""; return; } // somebody tries another one, in another tab
      if (done.state !== "done") throw new Error(done.error);
      await this.sheet.show(done);
      if (signal.aborted) return;
      this.#say(t("title.seen", { seconds: done.result.seconds.toFixed(1), place: t(`title.place.${done.result.layout}`) }));
      this.#warn(done.result.warnings);
    } catch (error) {
      if (signal.aborted) return;
      this.tried = "";
      this.#say("");
      this.#warn([error.message], "bad");
    } finally {
      if (!signal.aborted) $("#sheet", this.dialog).setAttribute("aria-busy", "false");
    }
  }

  #say(text) {
    $("#sheet-said", this.dialog).textContent = text;
  }

  #warn(sentences, kind = "warn") {
    $("#sheet-warnings", this.dialog).replaceChildren(...sentences.map((text) => el("li", { class: `banner ${kind}`, role: "alert" }, text)));
  }

  async #bring(file) {
    if (file.size > LARGEST) { toast(t("title.too_large"), "bad"); return; }
    const body = new FormData();
    body.append("file", file);
    this.#say(t("title.bringing"));
    try {
      const { picture } = await api(`/api/projects/${this.project}/title/pictures`, { method: "POST", body });
      this.#set({ title_source: "own", title_picture: picture.id }, CHOOSING);
    } catch (error) {
      this.#say("");
      this.#warn([error.message], "bad");
    }
  }
}
