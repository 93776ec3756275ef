// A script read sentence by sentence: which are done, how long it is by now, which comes next.
import { $, announce, el } from "../dom.js";
import { duration, lang, t } from "../i18n.js";
import { api } from "../api.js";
import { Booth } from "./booth.js";
import { ENOUGH, flaw, LEAST, PLENTY } from "./limits.js";

/** The step in which the sentences are read. `onChange()` is called whenever a take was made. */
export class Reading {
  sentences = []; takes = []; at = 0; language = lang;

  constructor(microphone, onChange) {
    this.onChange = onChange;
    this.booth = new Booth($("#booth"), microphone, { onTake: (take) => this.#keep(take), next: () => this.#next() });
    $("#script-language").addEventListener("change", (event) => this.load(event.target.value));
    $("#dots").addEventListener("click", (event) => {
      const dot = event.target.closest("button");
      if (dot) this.go(Number(dot.value));
    });
  }

  /** Fetches the script of a language; what was read in another is dropped. */
  async load(language) {
    await this.booth.finish();
    const script = await api(`/api/voices/script?language=${language}`);
    Object.assign(this, { sentences: script.sentences, takes: script.sentences.map(() => null), language });
    await this.go(0);
  }

  async go(at) {
    await this.booth.finish();
    this.at = at;
    this.booth.put(this.sentences[at], t("reading.place", { n: at + 1, all: this.sentences.length }), this.takes[at], this.language);
    this.#count();
  }

  /** [{take, text}] of what was read, in order. */
  get read() {
    return this.takes.map((take, at) => ({ take, text: this.sentences[at] })).filter(({ take }) => take);
  }

  get seconds() { return this.read.reduce((sum, { take }) => sum + take.seconds, 0); }

  #keep(take) {
    this.takes[this.at] = { ...take, upload: null };
    this.#count();
  }

  async #next() {
    const empty = this.takes.findIndex((take, at) => !take && at > this.at);
    const any = empty < 0 ? this.takes.findIndex((take) => !take) : empty;
    if (any < 0) $("#to-check").focus();
    else { await this.go(any); this.booth.button.focus(); }
  }

  #count() {
    const { seconds } = this;
    $("#goal").style.setProperty("--part", Math.min(1, seconds / PLENTY));
    $("#goal").classList.toggle("enough", seconds >= ENOUGH);
    $("#total").textContent = t("reading.total", { n: Math.round(seconds) });
    const words = seconds >= PLENTY ? t("reading.plenty") : seconds >= ENOUGH ? t("reading.enough")
      : t("reading.more", { time: duration(ENOUGH - seconds) });
    if ($("#enough").textContent !== words) { $("#enough").textContent = words; announce(words); }
    $("#dots").replaceChildren(...this.sentences.map((text, at) => this.#dot(text, at)));
    $("#to-check").disabled = seconds < LEAST;
    this.onChange();
  }

  #dot(text, at) {
    const take = this.takes[at], state = take ? (flaw(take, text) ? "warn" : "good") : "";
    const words = t({ "": "reading.dot.empty", good: "reading.dot.good", warn: "reading.dot.warn" }[state], { n: at + 1 });
    return el("li", {}, el("button", { type: "button", value: at, class: state, "aria-label": words, title: words, "aria-current": at === this.at ? "step" : null }, el("span", { class: "number" }, at + 1)));
  }
}
