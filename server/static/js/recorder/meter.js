// The bar that shows how loud it is: RMS as a bar, the last peak as a line, a lamp where it is clipped, and words.
import { el } from "../dom.js";
import { t } from "../i18n.js";
import { HOT, QUIET } from "./limits.js";

const LOWEST = -60; // dBFS at the left end
const LAMP = 1500; // ms that the lamp stays on
const SPEAKING = -50; // dBFS below which nobody is told to speak up: nobody speaks
const place = (level) => Math.min(1, Math.max(0, 1 - level / LOWEST));

/** A meter for a microphone, to be put on the page; it moves while `watch()` is on. */
export class Meter {
  #clipped = -Infinity; #held = LOWEST; #frame = 0; #spoken = 0; #loudest = LOWEST; #since = 0;

  constructor(microphone) {
    this.microphone = microphone;
    this.bar = el("i", { class: "bar" });
    this.peak = el("i", { class: "peak" });
    this.lamp = el("span", { class: "lamp", title: t("meter.clip") });
    this.track = el("div", { class: "track", role: "meter", "aria-label": t("meter.level"), "aria-valuemin": LOWEST, "aria-valuemax": 0, "aria-valuenow": LOWEST }, this.bar, this.peak);
    this.words = el("p", { class: "words small", role: "status" });
    this.root = el("div", { class: "level" }, el("div", { class: "gauge" }, this.track, this.lamp), this.words);
    this.root.style.setProperty("--quiet", place(QUIET));
    this.root.style.setProperty("--hot", place(-6));
  }

  watch() {
    cancelAnimationFrame(this.#frame);
    const step = () => { this.#show(this.microphone.level()); this.#frame = requestAnimationFrame(step); };
    step();
  }

  rest() {
    cancelAnimationFrame(this.#frame);
    this.bar.style.setProperty("--at", 0);
    this.peak.style.setProperty("--at", 0);
    this.words.textContent = "";
  }

  #show({ rms, peak }) {
    const now = performance.now();
    this.#held = Math.max(peak, this.#held - 0.4);
    if (peak > HOT) this.#clipped = now;
    this.bar.style.setProperty("--at", place(rms));
    this.peak.style.setProperty("--at", place(this.#held));
    this.root.classList.toggle("clipping", now - this.#clipped < LAMP);
    this.#loudest = Math.max(this.#loudest, rms);
    if (now - this.#since > 1000) this.#say(now, rms);
  }

  /** Once a second, by the loudest moment of it. */
  #say(now, rms) {
    const clipped = now - this.#clipped < LAMP;
    const key = clipped ? "clipped" : this.#loudest < SPEAKING ? "" : this.#loudest < QUIET ? "quiet" : "good";
    this.#spoken = key || now - this.#spoken < 3000 ? now : this.#spoken;
    const words = { clipped: t("meter.clipped"), quiet: t("meter.quiet"), good: t("meter.good") }[key] ?? "";
    if (this.words.textContent !== words) this.words.textContent = words;
    this.words.dataset.kind = key;
    this.track.setAttribute("aria-valuenow", Math.round(rms));
    [this.#loudest, this.#since] = [LOWEST, now];
  }
}
