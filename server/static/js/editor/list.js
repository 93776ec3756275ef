// The cues as a list: of thousands only those in sight exist. The selected one opens and is edited in place (row.js).
import { el } from "../dom.js";

const BEYOND = 6; // rows kept above and below what is in sight

export class CueList {
  /** `closed(cue, place, node)` fills a row, `opened` is the editor of the selected one (row.js); `covered()`: how many
   * pixels something covers at the top of the page. */
  constructor(root, { store, closed, opened, covered = () => 0 }) {
    Object.assign(this, { root, store, closed, opened, covered, rows: new Map(), tall: 0, open: 0 });
    this.items = el("ol", { class: "cues", role: "list" });
    root.append(this.items);
    this.tall = parseFloat(getComputedStyle(root).getPropertyValue("--row")) || 64;
    for (const place of [root, window]) place.addEventListener("scroll", () => this.#soon(), { passive: true });
    new ResizeObserver(() => this.#soon()).observe(root);
    this.sizes = new ResizeObserver(() => this.#opened());
    this.sizes.observe(opened.node);
    store.addEventListener("change", ({ detail }) => this.#changed(detail));
    store.addEventListener("select", ({ detail }) => this.#selected(detail));
    root.addEventListener("click", (event) => {
      const item = event.target.closest("li[data-id]");
      if (item && event.target.closest(".cue-open")) store.select(item.dataset.id, { type: true, seek: true });
    });
    this.draw();
  }

  /** Draws what is in sight anew, such as after the lengths of lines became known. */
  draw() {
    const { store, root } = this, chosen = store.place(store.selected);
    const height = this.#top(store.cues.length);
    if (height !== this.height) { this.items.style.height = `${height}px`; this.height = height; }
    const frame = root.getBoundingClientRect(), box = this.items.getBoundingClientRect();
    const top = Math.max(0, frame.top) - box.top, bottom = Math.min(innerHeight, frame.bottom) - box.top;
    const first = Math.max(0, this.#placeAt(top) - BEYOND), last = Math.min(store.cues.length - 1, this.#placeAt(bottom) + BEYOND);
    const wanted = new Set();
    for (let place = first; place <= last; place++) wanted.add(store.cues[place].id);
    if (chosen >= 0) wanted.add(store.selected); // what has the focus must not go away
    for (const [id, item] of this.rows) if (!wanted.has(id)) { item.remove(); this.rows.delete(id); }
    let before = null;
    const places = [...wanted].map((id) => store.place(id)).sort((a, b) => a - b);
    for (const place of places) {
      const cue = store.cues[place];
      let item = this.rows.get(cue.id);
      if (!item) {
        item = el("li", { dataset: { id: cue.id } });
        this.rows.set(cue.id, item);
        // in the order of time, for those who go through it by Tab or by ear
        if (before) before.after(item); else this.items.prepend(item);
      } else if (before ? before.nextSibling !== item : this.items.firstChild !== item) {
        if (!item.contains(document.activeElement)) { if (before) before.after(item); else this.items.prepend(item); }
      }
      before = item;
      item.style.setProperty("--top", `${this.#top(place)}px`);
      item.setAttribute("aria-setsize", store.cues.length);
      item.setAttribute("aria-posinset", place + 1);
      this.#fill(item, cue, place, place === chosen);
    }
  }

  /** Scrolls so that a cue is in sight. */
  reveal(id, behavior = "auto") {
    const place = this.store.place(id);
    if (place < 0) return;
    const tall = id === this.store.selected ? this.open || this.tall : this.tall;
    // on a narrow page the page scrolls, below what sticks to its top
    const own = getComputedStyle(this.root).overflowY !== "visible", scroller = own ? this.root : document.scrollingElement;
    const frame = own ? this.root.getBoundingClientRect() : { top: this.covered(), bottom: innerHeight };
    const top = this.items.getBoundingClientRect().top + this.#top(place), over = top + tall - frame.bottom;
    if (top < frame.top + 4) scroller.scrollBy({ top: top - frame.top - this.tall / 2, behavior });
    else if (over > -4) scroller.scrollBy({ top: Math.min(over + this.tall / 2, top - frame.top - 4), behavior });
    this.draw();
  }

  #top(place) {
    const chosen = this.store.place(this.store.selected);
    return place * this.tall + (chosen >= 0 && place > chosen ? Math.max(0, this.open - this.tall) : 0);
  }

  #placeAt(y) {
    const chosen = this.store.place(this.store.selected), more = Math.max(0, this.open - this.tall);
    if (chosen < 0 || y < (chosen + 1) * this.tall) return Math.floor(y / this.tall);
    return Math.max(chosen, Math.floor((y - more) / this.tall));
  }

  #fill(item, cue, place, chosen) {
    if (chosen) {
      if (this.opened.node.parentNode !== item) { item.replaceChildren(this.opened.node); item.className = "cue is-open"; item.setAttribute("aria-current", "true"); item.shown = null; }
      this.opened.show(cue, place);
      return;
    }
    if (item.className !== "cue") { item.className = "cue"; item.removeAttribute("aria-current"); }
    this.closed(cue, place, item);
  }

  #changed({ ids, order }) {
    if (order || ids.length > 40) { this.draw(); return; }
    for (const id of ids) {
      const item = this.rows.get(id), place = this.store.place(id);
      if (item) this.#fill(item, this.store.get(id), place, id === this.store.selected);
    }
  }

  #selected({ id, before, reveal, type }) {
    if (before !== id) {
      const item = this.rows.get(before);
      if (item && this.opened.node.parentNode === item) item.removeChild(this.opened.node);
    }
    this.draw();
    if (id === null) return;
    this.#opened();
    if (reveal || type) this.reveal(id);
    if (type) this.opened.type();
  }

  #opened() {
    const tall = this.opened.node.isConnected ? Math.ceil(this.opened.node.getBoundingClientRect().height) : 0;
    if (tall && tall !== this.open) { this.open = tall; this.draw(); }
  }

  #soon() { this.asked ??= requestAnimationFrame(() => { this.asked = null; this.draw(); }); }
}
