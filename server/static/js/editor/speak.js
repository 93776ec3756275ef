// A line is heard as it will be in the film: spoken by the studio, played over the picture at its place.
import { api, poll } from "../api.js";
import { toast } from "../dom.js";
import { t } from "../i18n.js";

const LEAD = 1.0; // s of film before the line
const DUCKED = 0.25; // of the film's sound under it: 12 dB less

export class Voice {
  /** `settled()` resolves when everything is saved; `onBusy(id or null)`; `onHeard(result)` gets what the studio says. */
  constructor({ project, store, player, settings, flush, onBusy, onHeard }) {
    Object.assign(this, { project, store, player, settings, flush, onBusy, onHeard, lines: new Map(), sound: new Audio(), playing: null });
    this.sound.preload = "auto";
    this.gain = null;
    player.addEventListener("time", () => this.#inStep());
    player.addEventListener("state", () => { if (!player.playing && this.playing) this.stop(); });
    this.sound.addEventListener("ended", () => { this.ended = true; this.#restore(); });
  }

  /** Plays the cue at its place; spoken first if that is new, or `again`. A second call stops it. */
  async hear(again = false) {
    const cue = this.store.current;
    if (!cue) { toast(t("editor.select_first")); return; }
    if (this.playing || this.waiting) { const was = this.playing ?? this.waiting; this.stop(); if (!again && was === cue.id) return; }
    if (!/[\p{L}\p{N}]/u.test(cue.text)) { toast(t("editor.warn.empty")); return; }
    const key = this.#key(cue);
    let line = again ? null : this.lines.get(key);
    if (!line) {
      const stopped = new AbortController();
      this.waiting = cue.id;
      this.stopped = stopped;
      this.onBusy(cue.id);
      try {
        if (!await this.flush()) { toast(t("editor.hear_unsaved"), "bad"); return; }
        const { job } = await api(`/api/projects/${this.project}/cues/${cue.id}/line`, { method: "POST", json: {} });
        const done = await poll(job.id, () => {}, { signal: stopped.signal });
        if (done.state !== "done") { if (done.state === "failed") toast(done.error || t("error.unforeseen"), "bad"); return; }
        line = done.result;
        this.lines.set(key, line);
        this.onHeard(cue.id, line);
      } catch (error) {
        if (error.name !== "AbortError") toast(error.message, "bad");
        return;
      } finally {
        if (this.stopped === stopped) { this.waiting = null; this.stopped = null; this.onBusy(null); }
      }
      if (this.store.selected !== cue.id) return; // the person went on meanwhile
    }
    this.#play(cue, line);
  }

  stop() {
    this.stopped?.abort();
    this.stopped = null;
    this.waiting = null;
    this.onBusy(null);
    if (!this.playing) return;
    this.playing = null;
    this.sound.pause();
    this.#restore();
    if (this.player.playing) this.player.pause();
  }

  #play(cue, line) {
    const { player } = this;
    this.sound.src = line.audio;
    this.ended = false;
    this.line = line;
    this.playing = cue.id;
    this.volume = { volume: player.video.volume, muted: player.video.muted, rate: player.rate };
    player.video.playbackRate = 1;
    player.time = Math.max(0, line.start - LEAD);
    this.begin = line.start;
    player.play(Math.max(cue.end, line.start + line.length) + 0.4);
  }

  /** Starts the sound when the picture is there, and softens the film under it. */
  #inStep() {
    if (!this.playing || !this.player.playing || this.ended) return;
    const { time } = this.player, original = this.settings().original;
    if (time < this.begin - 0.25 || !this.volume) return;
    this.player.video.volume = original === "duck" ? this.volume.volume * DUCKED : this.volume.volume;
    this.player.video.muted = original === "replace" || this.volume.muted;
    if (time < this.begin || !this.sound.paused) return;
    const late = time - this.begin;
    if (late > 0.15 && late < this.line.length) this.sound.currentTime = late;
    this.sound.play().catch(() => {});
  }

  #restore() {
    if (!this.volume) return;
    Object.assign(this.player.video, { volume: this.volume.volume, muted: this.volume.muted, playbackRate: this.volume.rate });
    this.volume = null;
    this.playing = null;
  }

  /** Everything that shapes the line: its text and voice, and the room that its neighbours leave. */
  #key(cue) {
    const place = this.store.place(cue.id), around = this.store.cues.slice(Math.max(0, place - 1), place + 2);
    // neither music nor a title is in a single line
    const spoken = Object.entries(this.settings()).filter(([name]) => !/^(music|genre|seed|title|subtitle)/.test(name));
    return JSON.stringify([cue.id, around.map(({ start, end, text }) => [start, end, text.length]), cue.text, cue.speaker, cue.voice, spoken]);
  }
}
