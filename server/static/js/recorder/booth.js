// The booth: one sentence to read, a button, a count down, the take to hear, and to read again as often as one likes.
import { announce, el, icon, toast } from "../dom.js";
import { clock, t } from "../i18n.js";
import { flaw } from "./limits.js";
import { Meter } from "./meter.js";

const BEAT = 650; // ms of each number that is counted down
const LONGEST = 30_000; // ms of a take

/** `onTake(take)` gets every take that is recorded; `next` is what the button beside it does, if there is one. */
export class Booth {
  #state = "idle"; #timer = 0; #source = null; #saved = null;

  constructor(root, microphone, { onTake = () => {}, next = null } = {}) {
    Object.assign(this, { root, microphone, onTake, next, text: "", take: null });
    this.meter = new Meter(microphone);
    this.count = el("span", { class: "count number", "aria-hidden": "true" });
    this.sentence = el("p", { class: "sentence" });
    this.place = el("p", { class: "muted small number" });
    this.button = el("button", { type: "button", class: "record", on: { click: () => this.press() } }, el("i"));
    this.hint = el("p", { class: "muted small hint" });
    this.picture = el("div", { class: "shape", "aria-hidden": "true" });
    this.verdict = el("p", { class: "small verdict", role: "status" });
    this.hear = el("button", { type: "button", class: "button", on: { click: () => this.#listen() } });
    this.onward = next && el("button", { type: "button", class: "button primary", on: { click: () => next() } }, t("booth.next"));
    this.heard = el("div", { class: "heard stack tight" }, this.picture, this.verdict, el("div", { class: "row center" }, this.hear, this.onward));
    root.classList.add("card", "booth");
    root.replaceChildren(this.place, this.sentence, this.meter.root, el("div", { class: "press" }, this.count, this.button, this.hint), this.heard);
    this.#show();
  }

  /** What is to be read now, with the take that there is of it. */
  put(text, place = "", take = null, lang = document.documentElement.lang) {
    this.#quiet();
    Object.assign(this, { text, take });
    this.sentence.textContent = text;
    this.sentence.lang = lang;
    this.place.textContent = place;
    this.#show();
  }

  press() {
    if (this.#state === "recording") this.finish();
    else if (this.#state === "counting") this.#cancel();
    else if (this.#state === "idle") this.#begin();
  }

  /** Ends a recording, and whatever else goes on; resolves when the take is kept. */
  finish() {
    if (this.#state === "recording") this.#saved = this.#save();
    else if (this.#state === "counting") this.#cancel();
    return this.#saved;
  }

  async #save() {
    clearTimeout(this.#timer);
    this.#turn("saving");
    let failed = "";
    try {
      const take = await this.microphone.stop();
      if (take.whole) this.onTake(this.take = take);
      else failed = t("booth.gaps");
    } catch {
      failed = t("booth.failed");
    }
    this.#turn("idle");
    if (failed) toast(failed, "bad");
    else (this.onward ?? this.hear).focus();
  }

  async #begin() {
    this.#quiet();
    this.meter.watch();
    this.#turn("counting");
    for (const number of [3, 2, 1]) {
      if (number === 1) this.microphone.start(); // half a second early: some begin to record late
      this.count.textContent = number;
      announce(String(number));
      await new Promise((resolve) => { this.#timer = setTimeout(resolve, BEAT); });
      if (this.#state !== "counting") return;
    }
    this.count.textContent = "";
    this.#turn("recording");
    this.#timer = setTimeout(() => this.finish(), LONGEST);
  }

  #cancel() {
    clearTimeout(this.#timer);
    this.microphone.stop().catch(() => {}); // the last beat is recorded already
    this.count.textContent = "";
    this.#turn("idle");
  }

  #listen() {
    if (this.#source) { this.#quiet(); return; }
    this.#source = this.microphone.play(this.take.buffer, () => { this.#source = null; this.#hearing(false); });
    this.#hearing(true);
  }

  #quiet() {
    this.#source?.stop();
    this.#source = null;
    this.#hearing(false);
  }

  #turn(state) {
    this.#state = state;
    this.#show();
  }

  #show() {
    const busy = this.#state !== "idle", taken = this.take && !busy;
    this.root.dataset.state = this.#state;
    if (!busy) this.meter.rest();
    this.heard.classList.toggle("there", Boolean(taken));
    this.heard.inert = !taken;
    const words = { idle: this.take ? t("booth.again") : t("booth.record"), counting: t("booth.cancel"), recording: t("booth.stop"), saving: t("booth.saving") }[this.#state];
    this.button.setAttribute("aria-label", words);
    this.hint.textContent = words;
    if (!taken) return;
    const wrong = flaw(this.take, this.text);
    const said = { clipped: t("take.clipped"), quiet: t("take.quiet"), short: t("take.short") }[wrong] ?? t("take.good");
    this.verdict.textContent = said;
    this.verdict.dataset.kind = wrong ? "warn" : "good";
    const most = Math.max(0.05, ...this.take.shape);
    this.picture.replaceChildren(...this.take.shape.map((height) => el("i", { style: { "--height": height / most } })));
    this.#hearing(false);
  }

  #hearing(on) {
    if (!this.take) return;
    this.hear.replaceChildren(icon(on ? "stop" : "play"), on ? t("booth.stop_hearing") : t("booth.hear", { time: clock(this.take.seconds) }));
  }
}
