// The cues of the page: as the server has them, what is not saved yet laid over it, and who wants to hear of changes.
import { byTime, content, merge, milliseconds, same, SHORTEST } from "./cue.js";
import { History } from "./history.js";

/**
 * Events: "change" {ids, order, from} after the cues changed (`order`: added, removed or moved; `from`: "here", "tab",
 * "server"), "edits" {edits} for every change made on this page, "select", "clash", "pending".
 *
 * pending: id -> {base, after, sent, clash}. base: the cue as the server had it when the change was begun, null where
 * it was not there; after: as it shall be; sent: contents that were sent and of which no answer came; clash: the
 * server's cue where both sides changed the same.
 */
export class Store extends EventTarget {
  constructor(version, rows, history) {
    super();
    this.version = version;
    this.server = new Map(rows.map((row) => [row.id, row]));
    this.byId = new Map(rows.map((row) => [row.id, { id: row.id, ...content(row) }]));
    this.pending = new Map();
    this.history = new History(history);
    this.selected = null;
    this.#sort();
  }

  /** A change by the person: edits of {id, …fields}, or {id, gone: true}. `key` joins steps of one kind for undo. */
  change(label, edits, { key = "" } = {}) {
    const made = [];
    for (const { id, gone, ...fields } of edits) {
      const before = content(this.byId.get(id));
      const after = gone ? null : tidy({ speaker: "", voice: "", mood: "", ...before, ...fields });
      if (!same(before, after)) made.push({ id, before, after });
    }
    if (!made.length) return false;
    this.history.push(label, made.map((edit) => ({ ...edit })), key);
    this.#local(made);
    return true;
  }

  undo() { return this.#back(this.history.undo((id) => content(this.byId.get(id)))); }
  redo() { return this.#back(this.history.redo((id) => content(this.byId.get(id)))); }

  /** Changes that another tab of this browser made: [{id, after}]. */
  fromTab(edits) {
    this.#mark(edits);
    this.#show(edits, "tab");
  }

  /** Rows as the server has them now, up to `version` of the project (null: some of them only). */
  receive(rows, version = null) {
    const shown = [];
    for (const row of rows) {
      const was = this.server.get(row.id);
      if (was && was.version > row.version) continue;
      this.server.set(row.id, row);
      const waiting = this.pending.get(row.id), theirs = content(row);
      if (!waiting) { shown.push({ id: row.id, after: theirs }); continue; }
      if (same(waiting.after, theirs)) { this.pending.delete(row.id); continue; }
      if (same(waiting.base, theirs)) continue;
      if (waiting.sent.some((sent) => same(sent, theirs))) { waiting.base = theirs; continue; }
      const { cue, clash } = merge(waiting.base, waiting.after, theirs);
      if (clash) { waiting.clash = row; this.#tell("clash", { id: row.id }); continue; }
      Object.assign(waiting, { base: theirs, after: cue, clash: null });
      shown.push({ id: row.id, after: cue });
    }
    if (version !== null) this.version = Math.max(this.version, version);
    this.#show(shown, "server");
    this.#tell("pending");
  }

  /** What was left unsaved by an earlier visit, or by a tab that was closed: [{id, base, after, sent}]. */
  restore(entries) {
    let many = 0;
    for (const { id, base, after, sent } of entries) {
      if (this.pending.has(id)) continue;
      this.pending.set(id, { base, after, sent: sent ?? [], clash: null });
      const row = this.server.get(id) ?? { id, gone: true, version: 0 };
      this.receive([row]);
      const left = this.pending.get(id);
      if (!left) continue;
      many += 1;
      this.#show([{ id, after: left.after }], "server");
    }
    return many;
  }

  /** The server has the cue as this entry wants it, and said nothing new. */
  settled(id, entry) {
    if (this.pending.get(id) !== entry || !same(entry.after, this.server.get(id))) return;
    this.pending.delete(id);
    this.#tell("pending");
  }

  /** The person decides a clash: what is here, or what is there. */
  settle(id, mine) {
    const waiting = this.pending.get(id);
    if (!waiting?.clash) return;
    const theirs = content(waiting.clash);
    if (mine) Object.assign(waiting, { base: theirs, sent: [], clash: null });
    else {
      this.pending.delete(id);
      this.#show([{ id, after: theirs }], "server");
    }
    this.#tell("clash", { id });
    this.#tell("edits", { edits: [{ id, after: mine ? waiting.after : theirs }] });
    this.#tell("pending");
  }

  select(id, options = {}) {
    if (id !== null && !this.byId.has(id)) return;
    const before = this.selected;
    this.selected = id;
    this.#tell("select", { id, before, ...options });
  }

  get(id) { return this.byId.get(id) ?? null; }
  get current() { return this.selected === null ? null : this.get(this.selected); }
  place(id) { return this.places.get(id) ?? -1; }

  /** The cue at a time, or null; of several the last that began. */
  at(time) {
    for (let place = this.after(time) - 1, looked = 0; place >= 0 && looked < 20; place--, looked++) {
      if (this.cues[place].end > time) return this.cues[place];
    }
    return null;
  }

  /** The place of the first cue that starts after a time. */
  after(time) {
    let low = 0, high = this.cues.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.cues[middle].start > time) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  #back(step) {
    if (!step) return null;
    this.#local(step.edits);
    return step;
  }

  #local(edits) {
    this.#mark(edits);
    this.#show(edits, "here");
    this.#tell("edits", { edits });
  }

  #mark(edits) {
    for (const { id, after } of edits) {
      const waiting = this.pending.get(id), there = content(this.server.get(id));
      if (waiting) waiting.after = after;
      else this.pending.set(id, { base: there, after, sent: [], clash: null });
      const now = this.pending.get(id);
      if (same(now.after, there) && !now.sent.length && !now.clash) this.pending.delete(id);
    }
    this.#tell("pending");
  }

  #show(edits, from) {
    let order = false;
    const ids = [];
    for (const { id, after } of edits) {
      const now = this.byId.get(id) ?? null;
      if (same(now, after)) continue;
      ids.push(id);
      if (after === null) { this.byId.delete(id); order = true; continue; }
      order ||= !now || now.start !== after.start || now.end !== after.end;
      this.byId.set(id, { id, ...after });
    }
    if (!ids.length) return;
    if (order) this.#sort();
    else for (const id of ids) this.cues[this.places.get(id)] = this.byId.get(id);
    if (this.selected !== null && !this.byId.has(this.selected)) this.select(null);
    this.#tell("change", { ids, order, from });
  }

  #sort() {
    this.cues = [...this.byId.values()].sort(byTime);
    this.places = new Map(this.cues.map((cue, place) => [cue.id, place]));
  }

  #tell(type, detail = {}) { this.dispatchEvent(new CustomEvent(type, { detail })); }
}

/** Times in whole milliseconds, the end behind the start: the server takes nothing else. */
function tidy(cue) {
  const start = Math.max(0, milliseconds(cue.start));
  return { ...cue, start, end: Math.max(milliseconds(start + SHORTEST / 2), milliseconds(cue.end)), text: cue.text.slice(0, 2000) };
}
