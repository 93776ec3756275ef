// The film and its clock. Where the browser cannot show the film the clock runs all the same.
const RATES = [0.5, 0.75, 1, 1.25, 1.5, 2];

/** Events: "time" (also while it plays, once a frame), "state" (plays, pauses, changes pace), "unplayable". */
export class Player extends EventTarget {
  constructor(video, { duration, fps }) {
    super();
    Object.assign(this, { video, fps: fps > 1 && fps < 240 ? fps : 25, known: duration ?? 0, silent: false, clock: 0, began: 0, until: null });
    video.addEventListener("error", () => this.#fail(), true);
    if (video.error) this.#fail();
    for (const event of ["play", "pause", "ratechange", "volumechange", "ended"]) {
      video.addEventListener(event, () => { this.#tell("state"); if (this.playing) this.#run(); });
    }
    for (const event of ["seeked", "seeking", "loadedmetadata", "timeupdate"]) video.addEventListener(event, () => this.#tell("time"));
  }

  get duration() { return this.known || (Number.isFinite(this.video.duration) ? this.video.duration : 0); }
  get playing() { return this.silent ? this.began > 0 : !this.video.paused && !this.video.ended; }
  get rate() { return this.video.playbackRate; }

  get time() {
    if (!this.silent) return this.wanted ?? this.video.currentTime;
    return this.began ? Math.min(this.duration, this.clock + ((performance.now() - this.began) / 1000) * this.rate) : this.clock;
  }

  set time(seconds) {
    const time = Math.max(0, Math.min(this.duration || seconds, seconds));
    if (this.silent) {
      this.clock = time;
      if (this.began) this.began = performance.now();
    } else {
      // the element tells the old time until it has found the new one
      this.wanted = time;
      this.video.currentTime = time;
      this.video.addEventListener("seeked", () => { if (this.wanted === time) this.wanted = null; }, { once: true });
    }
    this.#tell("time");
  }

  async play(until = null) {
    this.until = until;
    if (this.silent) {
      this.began = performance.now();
      this.#tell("state");
      this.#run();
      return;
    }
    try { await this.video.play(); } catch { this.#tell("state"); }
  }

  pause() {
    this.until = null;
    if (this.silent) {
      this.clock = this.time;
      this.began = 0;
      this.#tell("state");
    } else this.video.pause();
  }

  toggle() { if (this.playing) this.pause(); else this.play(); }
  step(frames) { this.pause(); this.time = Math.round(this.time * this.fps + frames) / this.fps; }

  /** One step slower or faster. */
  pace(steps) {
    const at = RATES.findIndex((rate) => rate >= this.rate - 0.01);
    this.video.playbackRate = RATES[Math.max(0, Math.min(RATES.length - 1, (at < 0 ? 2 : at) + steps))];
    this.#tell("state");
  }

  #run() {
    if (this.running) return;
    this.running = true;
    const tick = () => {
      this.#tell("time");
      const end = this.silent && this.time >= this.duration;
      if (end || (this.until !== null && this.time >= this.until)) this.pause();
      if (this.playing) requestAnimationFrame(tick);
      else this.running = false;
    };
    requestAnimationFrame(tick);
  }

  #fail() {
    if (this.silent) return;
    this.silent = true;
    this.wanted = null;
    this.#tell("unplayable");
  }

  #tell(type) { this.dispatchEvent(new Event(type)); }
}
