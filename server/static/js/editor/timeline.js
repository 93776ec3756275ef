// The sound of the film with its cues on it, as far as one looks. Everything a drag does can be done by keys and buttons.
import { milliseconds, SHORTEST } from "./cue.js";
import { MOODS } from "../moods.js";
import { worst } from "./warnings.js";

const NEAREST = 4, EDGE = 8, SNAP = 7; // s across the whole width at most zoom; pixels around an edge; pixels of attraction
const RULER = 22; // pixels

/** `warningsOf(place)`; `act`: {seek(time), create(time), change(id, fields, key)}. */
export class Timeline {
  constructor(root, { store, player, peaks, warningsOf, act }) {
    Object.assign(this, { root, store, player, peaks, warningsOf, act, start: 0, span: 30, drag: null, dirty: true, width: 0, height: 0 });
    [this.back, this.front] = root.querySelectorAll("canvas");
    new ResizeObserver(() => this.#measure()).observe(root);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.recolour());
    new MutationObserver(() => this.recolour()).observe(document.documentElement, { attributeFilter: ["data-theme"] });
    player.addEventListener("time", () => { this.#follow(); this.paint(false); });
    // words follow a little later: nobody reads them here while typing
    store.addEventListener("change", ({ detail }) => { if (detail.order) this.paint(); else this.later ??= setTimeout(() => { this.later = null; this.paint(); }, 150); });
    store.addEventListener("select", () => this.paint());
    this.#listen();
    this.recolour();
  }

  recolour() {
    requestAnimationFrame(() => {
      const probe = this.root.appendChild(document.createElement("i"));
      this.colour = {};
      for (const name of ["ink", "muted", "line", "accent", "warn", "bad", "wave", ...MOODS.map((mood) => `mood-${mood}`)]) {
        probe.style.color = `var(--${name})`; // a canvas knows neither variables nor light-dark()
        this.colour[name] = getComputedStyle(probe).color;
      }
      probe.remove();
      this.family = getComputedStyle(this.root).fontFamily;
      this.sound = null;
      this.paint();
    });
  }

  /** Draws at the next frame; `all`: also the sound and the cues, else only the playhead. */
  paint(all = true) {
    this.dirty ||= all;
    if (this.asked) return;
    this.asked = requestAnimationFrame(() => { this.asked = 0; this.#draw(); });
  }

  /** So many seconds from edge to edge, around the playhead if it is in sight. */
  zoom(factor, around = null) {
    const at = around ?? (this.player.time >= this.start && this.player.time <= this.start + this.span ? this.player.time : this.start + this.span / 2);
    const span = Math.max(NEAREST, Math.min(this.player.duration || 30, this.span * factor));
    this.start = at - ((at - this.start) / this.span) * span;
    this.span = span;
    this.#clamp();
    this.paint();
  }

  /** Brings a time, or a cue with some of what is around it, into sight. */
  reveal(from, to = from) {
    if (from >= this.start && to <= this.start + this.span) return;
    this.start = from - (to - from > this.span ? 0 : (this.span - (to - from)) / 3);
    this.#clamp();
    this.paint();
  }

  x(time) { return ((time - this.start) / this.span) * this.width; }
  timeAt(x) { return this.start + (x / this.width) * this.span; }

  #clamp() { this.start = Math.max(0, Math.min(this.start, Math.max(0, (this.player.duration || this.span) - this.span))); }

  #follow() {
    if (!this.player.playing || this.drag) return;
    const at = this.player.time;
    if (at < this.start || at > this.start + this.span * 0.92) { this.start = at - this.span * 0.1; this.#clamp(); this.paint(); }
  }

  #measure() {
    const { clientWidth, clientHeight } = this.root, scale = devicePixelRatio || 1;
    if (!clientWidth) return;
    Object.assign(this, { width: clientWidth, height: clientHeight, scale });
    for (const canvas of [this.back, this.front]) { canvas.width = clientWidth * scale; canvas.height = clientHeight * scale; }
    this.dirty = true;
    this.#draw();
  }

  #draw() {
    if (!this.width || !this.colour) return;
    if (this.dirty) {
      this.dirty = false;
      const pen = this.back.getContext("2d");
      pen.setTransform(this.scale, 0, 0, this.scale, 0, 0);
      pen.clearRect(0, 0, this.width, this.height);
      this.#drawGround(pen);
      this.#drawCues(pen);
    }
    const pen = this.front.getContext("2d"), x = Math.round(this.x(this.player.time)) + 0.5;
    pen.setTransform(this.scale, 0, 0, this.scale, 0, 0);
    pen.clearRect(0, 0, this.width, this.height);
    pen.strokeStyle = pen.fillStyle = this.colour.accent;
    pen.lineWidth = 2;
    pen.beginPath();
    pen.moveTo(x, 0);
    pen.lineTo(x, this.height);
    pen.stroke();
    pen.beginPath();
    pen.moveTo(x - 6, 0); pen.lineTo(x + 6, 0); pen.lineTo(x, 9);
    pen.fill();
  }

  /** The ruler and the sound, which stay while cues change: drawn once for each view. */
  #drawGround(pen) {
    const view = `${this.start} ${this.span} ${this.width} ${this.height} ${this.peaks.loaded}`;
    if (this.sound?.view !== view) {
      const canvas = Object.assign(document.createElement("canvas"), { width: this.back.width, height: this.back.height });
      const ground = canvas.getContext("2d");
      ground.setTransform(this.scale, 0, 0, this.scale, 0, 0);
      this.#drawRuler(ground);
      this.#drawSound(ground);
      this.sound = { view, canvas };
    }
    pen.drawImage(this.sound.canvas, 0, 0, this.width, this.height);
  }

  #drawRuler(pen) {
    const step = [0.1, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800].find((each) => (each / this.span) * this.width > 64) ?? 3600;
    pen.font = `11px ${this.family}`;
    pen.fillStyle = this.colour.muted;
    pen.strokeStyle = this.colour.line;
    pen.lineWidth = 1;
    pen.beginPath();
    for (let n = Math.ceil(this.start / step); n * step <= this.start + this.span; n++) {
      const time = n * step, x = Math.round(this.x(time)) + 0.5;
      pen.moveTo(x, 0);
      pen.lineTo(x, this.height);
      const hours = Math.floor(time / 3600), minutes = Math.floor(time / 60) % 60, rest = (time % 60).toFixed(step < 1 ? 1 : 0).padStart(step < 1 ? 4 : 2, "0");
      pen.fillText(hours ? `${hours}:${String(minutes).padStart(2, "0")}:${rest}` : `${minutes}:${rest}`, x + 4, 14);
    }
    pen.stroke();
  }

  #drawSound(pen) {
    const perPixel = this.span / this.width, level = this.peaks.level(perPixel);
    this.peaks.want(level, this.start, this.start + this.span);
    const middle = RULER + (this.height - RULER) / 2, tall = (this.height - RULER) / 2 - 3;
    pen.fillStyle = this.colour.wave;
    for (let x = 0; x < this.width; x++) {
      const peak = this.peaks.between(level, this.start + x * perPixel, this.start + (x + 1) * perPixel);
      if (!peak) continue;
      const top = Math.sqrt(Math.max(0, peak[1])) * tall, bottom = Math.sqrt(Math.max(0, -peak[0])) * tall; // quiet speech is seen, too
      pen.fillRect(x, middle - top, 1, Math.max(1, top + bottom));
    }
  }

  #drawCues(pen) {
    const { cues } = this.store, end = this.start + this.span;
    let place = Math.max(0, this.store.after(this.start) - 1);
    while (place > 0 && cues[place - 1].end > this.start && this.start - cues[place - 1].start < 120) place--;
    const top = RULER + 2, tall = this.height - top - 2;
    const dense = ((cues.length && this.player.duration ? this.player.duration / cues.length : 3) / this.span) * this.width < 6;
    let selected = null;
    for (; place < cues.length && cues[place].start < end; place++) {
      if (cues[place].end < this.start) continue;
      if (cues[place].id === this.store.selected) { selected = place; continue; }
      this.#drawCue(pen, place, top, tall, dense);
    }
    if (selected !== null) this.#drawCue(pen, selected, top, tall, false, true);
  }

  #drawCue(pen, place, top, tall, dense, selected = false) {
    const cue = this.store.cues[place], x = this.x(cue.start), width = Math.max(2, this.x(cue.end) - x);
    const level = dense ? "" : worst(this.warningsOf(place));
    const tone = level === "bad" ? this.colour.bad : level === "warn" ? this.colour.warn : this.colour.accent;
    pen.fillStyle = tone;
    pen.globalAlpha = selected ? 0.3 : 0.14;
    pen.beginPath();
    pen.roundRect(x, top, width, tall, Math.min(6, width / 2));
    pen.fill();
    pen.globalAlpha = selected ? 1 : 0.55;
    pen.strokeStyle = tone;
    pen.lineWidth = selected ? 2 : 1;
    if (!dense) pen.stroke();
    pen.globalAlpha = 1;
    if (cue.mood) { // the music's colour along its foot
      pen.fillStyle = this.colour[`mood-${cue.mood}`] ?? tone;
      pen.beginPath();
      pen.roundRect(x + 1, top + tall - 7, Math.max(1, width - 2), 6, Math.min(3, width / 3));
      pen.fill();
      pen.fillStyle = tone;
    }
    if (selected && width > 16) {
      for (const edge of [x, x + width]) { pen.beginPath(); pen.roundRect(edge - 2.5, top + tall / 2 - 12, 5, 24, 2.5); pen.fill(); }
    }
    if (width < 40) return;
    pen.save();
    pen.beginPath();
    pen.rect(x + 6, top, width - 12, tall);
    pen.clip();
    pen.fillStyle = this.colour.ink;
    pen.font = `${selected ? 600 : 500} 12px ${this.family}`;
    pen.fillText(cue.text.replace(/\s+/g, " ").slice(0, 120), x + 8, top + 16);
    pen.restore();
  }

  #listen() {
    const { root } = this, at = (event) => event.clientX - root.getBoundingClientRect().left;
    root.addEventListener("pointerdown", (event) => this.#press(event, at(event)));
    root.addEventListener("pointermove", (event) => this.#move(event, at(event)));
    root.addEventListener("pointerup", (event) => this.#release(event, at(event)));
    root.addEventListener("pointercancel", () => { this.drag = null; });
    root.addEventListener("dblclick", (event) => { if (!this.#hit(at(event))) this.act.create(this.timeAt(at(event))); });
    root.addEventListener("wheel", (event) => {
      event.preventDefault();
      if (event.ctrlKey || event.metaKey) this.zoom(Math.exp(event.deltaY * 0.004), this.timeAt(at(event)));
      else this.#pan(((Math.abs(event.deltaX) > Math.abs(event.deltaY) ? event.deltaX : event.deltaY) / this.width) * this.span);
    }, { passive: false });
  }

  #pan(seconds) { this.start += seconds; this.#clamp(); this.paint(); }

  /** What is under a pixel: {cue, part: "start" | "end" | "body"}, or null. The selected cue comes first. */
  #hit(x) {
    const time = this.timeAt(x), near = (EDGE / this.width) * this.span;
    const chosen = this.store.current;
    for (const cue of [chosen, this.store.at(time), this.store.at(time - near), this.store.at(time + near)]) {
      if (!cue || time < cue.start - near || time > cue.end + near) continue;
      const edge = Math.min(near, (cue.end - cue.start) / 4);
      if (cue === chosen && Math.abs(time - cue.start) <= Math.max(edge, near / 2)) return { cue, part: "start" };
      if (cue === chosen && Math.abs(time - cue.end) <= Math.max(edge, near / 2)) return { cue, part: "end" };
      if (time >= cue.start && time <= cue.end) return { cue, part: "body" };
    }
    return null;
  }

  #press(event, x) {
    if (event.button) return;
    this.root.setPointerCapture(event.pointerId);
    const hit = this.#hit(x);
    this.drag = { x, hit, moved: false, start: this.start, touch: event.pointerType === "touch", key: `drag ${Date.now()}`, from: hit && { ...hit.cue } };
  }

  #move(event, x) {
    const { drag } = this;
    if (!drag) {
      const part = this.#hit(x)?.part;
      this.root.dataset.over = part === "start" || part === "end" ? "edge" : part ?? "";
      return;
    }
    if (!drag.moved && Math.abs(x - drag.x) < (drag.touch ? 8 : 4)) return;
    drag.moved = true;
    const shift = ((x - drag.x) / this.width) * this.span, cue = drag.from;
    // a finger on a cue that is not chosen, or beside all cues, moves the view
    const grabs = cue && (cue.id === this.store.selected || !drag.touch) && (drag.hit.part !== "body" || cue.id === this.store.selected);
    if (!grabs) {
      if (drag.touch) { this.start = drag.start - shift; this.#clamp(); this.paint(); }
      else this.act.seek(this.timeAt(x));
      return;
    }
    const snap = (time) => (event.altKey ? time : this.#snap(time, cue.id));
    const length = cue.end - cue.start;
    if (drag.hit.part === "start") this.act.change(cue.id, { start: Math.max(0, Math.min(snap(cue.start + shift), cue.end - SHORTEST)) }, drag.key);
    else if (drag.hit.part === "end") this.act.change(cue.id, { end: Math.max(snap(cue.end + shift), cue.start + SHORTEST) }, drag.key);
    else {
      let start = snap(cue.start + shift);
      if (start === cue.start + shift) start = snap(cue.end + shift) - length;
      start = milliseconds(Math.max(0, start));
      this.act.change(cue.id, { start, end: start + length }, drag.key);
    }
  }

  #release(event, x) {
    const { drag } = this;
    this.drag = null;
    if (!drag || drag.moved) return;
    if (drag.hit) this.store.select(drag.hit.cue.id, { reveal: true });
    this.act.seek(this.timeAt(x));
  }

  #snap(time, id) {
    const near = (SNAP / this.width) * this.span;
    const place = this.store.after(time), others = this.store.cues.slice(Math.max(0, place - 3), place + 3).filter((cue) => cue.id !== id);
    const goals = [this.player.time, ...others.flatMap((cue) => [cue.start, cue.end])];
    return goals.find((goal) => Math.abs(goal - time) < near) ?? time;
  }
}
