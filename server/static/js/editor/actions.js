// Everything that can be done to cues, by key, button or drag: each is one step of undo.
import { t } from "../i18n.js";
import { announce, toast } from "../dom.js";
import { halves, milliseconds, newId, SHORTEST } from "./cue.js";
import { GUARD } from "./warnings.js";

const USUAL = 2.5; // s of a new cue, where there is room
const ROOM = 0.3; // s that a new cue needs

export class Actions {
  constructor({ store, player }) {
    Object.assign(this, { store, player });
  }

  /** A new cue at a time, as long as usual or up to the next one; it is selected and its text wants to be typed. */
  add(time = this.player.time, text = "") {
    const { store, player } = this;
    const next = store.cues[store.after(time)];
    let end = time + USUAL;
    if (next && next.start - time >= ROOM) end = Math.min(end, next.start - GUARD);
    if (player.duration && time < player.duration) end = Math.min(end, Math.max(player.duration, time + ROOM));
    const id = newId(), speaker = store.current?.speaker ?? "", voice = store.current?.voice ?? "";
    store.change(t("editor.step.add"), [{ id, start: time, end, text, speaker, voice }]);
    store.select(id, { type: true, reveal: true });
    return id;
  }

  /** Divides the cue at the caret of its text, else where the film is, else in the middle. */
  split(caret = null) {
    const cue = this.store.current;
    if (!cue) return this.#nothing();
    const at = this.player.time, inside = at > cue.start + SHORTEST && at < cue.end - SHORTEST;
    let share = inside ? (at - cue.start) / (cue.end - cue.start) : 0.5;
    const [first, second] = halves(cue.text, share, caret);
    if (!inside && cue.text.trim()) share = Math.max(0.15, Math.min(0.85, first.length / (first.length + second.length || 1)));
    const cut = inside ? at : cue.start + (cue.end - cue.start) * share;
    const id = newId();
    this.store.change(t("editor.step.split"), [
      { id: cue.id, end: cut, text: first },
      { ...cue, id, start: milliseconds(cut), text: second },
    ]);
    this.store.select(id, { reveal: true });
    return announce(t("editor.step.split"));
  }

  /** Joins the cue with the next. */
  merge() {
    const { store } = this, cue = store.current, next = cue && store.cues[store.place(cue.id) + 1];
    if (!cue) return this.#nothing();
    if (!next) return toast(t("editor.no_next"));
    const text = [cue.text.trim(), next.text.trim()].filter(Boolean).join(cue.text.length + next.text.length > 38 ? "\n" : " ");
    store.change(t("editor.step.merge"), [{ id: cue.id, end: Math.max(cue.end, next.end), text }, { id: next.id, gone: true }]);
    return announce(t("editor.step.merge"));
  }

  remove(id = this.store.selected) {
    const { store } = this, place = store.place(id);
    if (place < 0) return this.#nothing();
    const then = store.cues[place + 1] ?? store.cues[place - 1];
    store.change(t("editor.step.delete"), [{ id, gone: true }]);
    if (then) store.select(then.id, { reveal: true });
    return announce(t("editor.deleted"));
  }

  /** The cue begins where the film is; one that would end before moves as a whole. */
  setStart(time = this.player.time) {
    const cue = this.store.current;
    if (!cue) return this.#nothing();
    const end = time < cue.end - SHORTEST ? cue.end : time + (cue.end - cue.start);
    this.store.change(t("editor.step.start"), [{ id: cue.id, start: time, end }], { key: `start ${cue.id}` });
    return undefined;
  }

  setEnd(time = this.player.time) {
    const cue = this.store.current;
    if (!cue) return this.#nothing();
    const start = time > cue.start + SHORTEST ? cue.start : Math.max(0, time - (cue.end - cue.start));
    this.store.change(t("editor.step.end"), [{ id: cue.id, start, end: Math.max(time, start + SHORTEST) }], { key: `end ${cue.id}` });
    return undefined;
  }

  /** Moves the whole cue, or one edge of it. */
  nudge(seconds, edge = "both") {
    const cue = this.store.current;
    if (!cue) return this.#nothing();
    let { start, end } = cue;
    if (edge === "start") start = Math.max(0, Math.min(start + seconds, end - SHORTEST));
    else if (edge === "end") end = Math.max(end + seconds, start + SHORTEST);
    else {
      const by = Math.max(seconds, -start);
      [start, end] = [start + by, end + by];
    }
    this.store.change(t("editor.step.nudge"), [{ id: cue.id, start, end }], { key: `nudge ${cue.id} ${edge}` });
    return undefined;
  }

  /** The cue before or after the selected one, or the one at the playhead. */
  go(steps, options = {}) {
    const { store } = this;
    if (!store.cues.length) return;
    const from = store.selected === null ? store.after(this.player.time) - (steps > 0 ? 1 : 0) : store.place(store.selected);
    const cue = store.cues[Math.max(0, Math.min(store.cues.length - 1, from + steps))];
    store.select(cue.id, { reveal: true, ...options });
    if (!this.player.playing) this.player.time = cue.start;
  }

  undo() { this.#said(this.store.undo(), "editor.undone"); }
  redo() { this.#said(this.store.redo(), "editor.redone"); }

  #said(step, key) {
    if (!step) return;
    const changed = step.edits.find(({ id, after }) => after && this.store.get(id));
    if (changed && this.store.selected !== changed.id) this.store.select(changed.id, { reveal: true });
    announce(t(key, { step: step.label }));
  }

  #nothing() { toast(t("editor.select_first")); }
}
