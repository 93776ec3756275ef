// Undo and redo: what every step changed, in both directions.
import { merge, same } from "./cue.js";

const MOST = 200;
const TOGETHER = 1500; // ms within which steps with the same key are one: typing, holding a key

export class History {
  constructor({ done = [], undone = [] } = {}) {
    this.done = done;
    this.undone = undone;
  }

  /** edits: [{id, before, after}], contents of cues or null. Steps with the same `key` soon after each other are one. */
  push(label, edits, key = "") {
    const last = this.done.at(-1), now = Date.now();
    this.undone = [];
    if (key && last?.key === key && now - last.at < TOGETHER) {
      for (const edit of edits) {
        const earlier = last.edits.find((one) => one.id === edit.id);
        if (earlier) earlier.after = edit.after;
        else last.edits.push(edit);
      }
      last.at = now;
      return;
    }
    this.done.push({ label, edits, key, at: now });
    if (this.done.length > MOST) this.done.shift();
  }

  /** What to do to take the last step back: {label, edits: [{id, after}]}, or null. `now` tells the cues as they are. */
  undo(now) {
    return this.#step(this.done, this.undone, now, ({ before, after }) => [after, before]);
  }

  redo(now) {
    return this.#step(this.undone, this.done, now, ({ before, after }) => [before, after]);
  }

  #step(from, to, now, sides) {
    const step = from.pop();
    if (!step) return null;
    step.key = ""; // what is typed from here on is a step of its own
    to.push(step);
    const edits = [];
    for (const edit of step.edits) {
      const [was, becomes] = sides(edit), is = now(edit.id);
      // what somebody else changed since then stays
      const { cue, clash } = merge(was, becomes, is);
      if (!clash && !same(cue, is)) edits.push({ id: edit.id, after: cue });
    }
    return { label: step.label, edits };
  }

  /** As it is kept over a reload. */
  kept() {
    return { done: this.done.slice(-60), undone: this.undone.slice(-60) };
  }
}
