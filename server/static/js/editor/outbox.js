// Saves by itself: every change is kept in this browser at once and sent to the studio soon after. What cannot be sent
// waits; of several tabs with the same project one sends for all, and each shows what the others do.
import { api, ApiError } from "../api.js";
import { same } from "./cue.js";
import { keepHistory, keepLast, keepPending, pendingOf } from "./disk.js";

const SOON = 500; // ms after the last change …
const LATEST = 2500; // … but not longer than this after the first
const AT_ONCE = 400; // changes in one request
const PAUSES = [1000, 2000, 4000, 8000]; // ms between tries while the studio is not reached

/** Event "state" {state, waiting, message}: saved, waiting, saving, offline, refused. */
export class Outbox extends EventTarget {
  constructor(project, store, tab) {
    super();
    Object.assign(this, { project, store, tab, state: "saved", tries: 0, sending: null, timer: 0, first: 0, leads: false });
    this.url = `/api/projects/${project}/cues`;
    this.channel = typeof BroadcastChannel === "function" ? new BroadcastChannel(`narrascore/${project}`) : null;
    this.channel?.addEventListener("message", ({ data }) => this.#hear(data));
    store.addEventListener("edits", ({ detail }) => this.#keep(detail.edits));
    store.addEventListener("pending", () => this.#show());
    addEventListener("online", () => { this.tries = 0; this.#send(); });
    addEventListener("pagehide", () => this.#last());
    document.addEventListener("visibilitychange", () => { if (document.hidden) this.#send(); else this.sync(); });
    setInterval(() => { if (!document.hidden) this.sync(); }, 20_000);
    this.#lead();
  }

  /** Tells the state once more, for somebody who has come to listen. */
  tell() {
    this.shown = "";
    this.#show();
  }

  /** Everything saved? Resolves to true when the studio has it all, false when it cannot have it now. */
  async flush() {
    for (let round = 0; round < 20 && this.waiting.length; round++) {
      if (!this.leads) { // another tab sends
        await new Promise((resolve) => setTimeout(resolve, 150));
        if (round < 4) continue;
      }
      await this.#send(true);
      if (this.state === "offline" || this.state === "refused") return false;
    }
    return !this.store.pending.size;
  }

  /** Takes over what others have changed. */
  async sync() {
    if (this.sending) return;
    try {
      const told = await api(`${this.url}?since=${this.store.version}`);
      this.#receive(told.cues, told.version);
      if (this.state === "offline") { this.tries = 0; this.#send(); }
    } catch (error) {
      if (error.status === 404) this.#refused(error);
    }
  }

  /** Something was changed past the outbox, such as by an import: the other tabs and the next visit hear of it. */
  changedElsewhere() {
    this.channel?.postMessage({ look: true });
    this.#keepHistory();
  }

  get waiting() {
    return [...this.store.pending].filter(([, entry]) => !entry.clash);
  }

  #keep(edits) {
    const entries = edits.map(({ id }) => ({ id, ...this.store.pending.get(id) })).filter(({ after }) => after !== undefined);
    const settled = edits.map(({ id }) => id).filter((id) => !this.store.pending.has(id));
    keepPending(this.project, entries, settled);
    this.channel?.postMessage({ edits: edits.map(({ id, after }) => ({ id, after })) });
    this.#keepHistory();
    this.#plan();
  }

  /** The undo steps, now and then: the last ones are written as the page goes away. */
  #keepHistory() {
    this.historyTimer ??= setTimeout(() => {
      this.historyTimer = null;
      keepHistory(this.project, this.tab, this.store.history.kept());
    }, 300);
  }

  #plan() {
    const now = performance.now();
    this.first ||= now;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#send(), Math.max(0, Math.min(SOON, this.first + LATEST - now)));
    this.#show();
  }

  async #send(force = false) {
    if (this.sending) return this.sending;
    if (!this.leads && !force) return undefined;
    clearTimeout(this.timer);
    this.first = 0;
    const batch = this.waiting.slice(0, AT_ONCE);
    if (!batch.length) { this.#show(); return undefined; }
    this.sending = this.#deliver(batch).finally(() => { this.sending = null; this.#show(); });
    this.#show();
    return this.sending;
  }

  async #deliver(batch) {
    const changes = batch.map(([id, { after }]) => (after ? { id, ...after } : { id, gone: true }));
    for (const [, entry] of batch) if (!entry.sent.some((sent) => same(sent, entry.after))) entry.sent.push(entry.after);
    const marks = batch.map(([id, entry]) => ({ id, ...entry }));
    keepPending(this.project, marks);
    this.channel?.postMessage({ sent: marks.map(({ id, after }) => ({ id, after })) });
    try {
      const told = await api(this.url, { method: "PATCH", json: { base: this.store.version, changes } });
      this.tries = 0;
      this.#set("saved");
      this.#receive(told.cues, told.version);
      // a cue that was sent as the studio had it already is in no answer
      for (const [id, entry] of batch) this.store.settled(id, entry);
      this.#forgotten(batch.map(([id]) => id));
      if (this.waiting.length) this.#plan();
    } catch (error) {
      if (error instanceof ApiError && error.status === 409) {
        const told = await api(`${this.url}?since=${this.store.version}`).catch(() => null);
        if (told) this.#receive(told.cues, told.version);
        this.#again();
      } else if (error instanceof ApiError && error.status >= 400 && error.status < 500 && error.status !== 429) {
        this.#refused(error);
      } else {
        this.#set("offline");
        this.#again();
      }
    }
  }

  #receive(rows, version = null) {
    if (rows.length || version > this.store.version) {
      this.store.receive(rows, version);
      this.channel?.postMessage({ rows, version });
      this.#forgotten(rows.map(({ id }) => id));
    }
  }

  /** What the store no longer waits for need not be kept; what it still waits for is kept as it is now. */
  #forgotten(ids) {
    const gone = ids.filter((id) => !this.store.pending.has(id));
    const left = ids.filter((id) => this.store.pending.has(id)).map((id) => ({ id, ...this.store.pending.get(id) }));
    if (ids.length) keepPending(this.project, left, gone);
  }

  #again() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#send(), PAUSES[Math.min(this.tries++, PAUSES.length - 1)]);
  }

  /** The page goes away: what still fits is sent along, and the rest is kept in this browser. */
  #last() {
    const batch = this.state === "refused" ? [] : this.waiting.slice(0, AT_ONCE);
    const changes = batch.map(([id, { after }]) => (after ? { id, ...after } : { id, gone: true }));
    const body = JSON.stringify({ base: this.store.version, changes });
    const sends = batch.length > 0 && body.length < 60_000;
    if (sends) for (const [, entry] of batch) entry.sent.push(entry.after);
    const left = [...this.store.pending].map(([id, { base, after, sent }]) => ({ id, base, after, sent }));
    // where several tabs are open, the one that sends knows best what is left
    keepLast(this.project, this.leads ? left : null, this.store.history.kept());
    if (sends) fetch(this.url, { method: "PATCH", body, keepalive: true, headers: { "Content-Type": "application/json" } }).catch(() => {});
  }

  #hear({ edits, sent, rows, version, look }) {
    if (look) this.sync();
    if (edits) { this.store.fromTab(edits); if (this.leads) this.#plan(); }
    if (sent) for (const { id, after } of sent) this.store.pending.get(id)?.sent.push(after);
    if (rows) this.store.receive(rows, version);
    this.#show();
  }

  /** One tab sends for all; when it closes, another takes over and looks for what it left. */
  #lead() {
    const begin = async () => {
      this.leads = true;
      this.store.restore(await pendingOf(this.project));
      if (this.store.pending.size) this.#plan();
    };
    if (!navigator.locks) { begin(); return; }
    navigator.locks.request(`narrascore/${this.project}`, async () => { await begin(); await new Promise(() => {}); }).catch(begin);
  }

  #refused(error) {
    this.message = error.message;
    this.#set("refused");
  }

  #set(state) {
    this.state = state;
    this.#show();
  }

  #show() {
    const waiting = this.store.pending.size;
    const clashes = [...this.store.pending.values()].filter((entry) => entry.clash).length;
    let shown = this.state === "saved" && waiting > clashes ? (this.sending ? "saving" : "waiting") : this.state;
    if (shown === "offline" && !waiting) shown = "saved";
    if (shown === "saved" && clashes) shown = "clash";
    const now = `${shown} ${waiting} ${clashes}`;
    if (now === this.shown) return;
    this.shown = now;
    this.dispatchEvent(new CustomEvent("state", { detail: { state: shown, waiting, clashes, message: this.message } }));
  }
}
