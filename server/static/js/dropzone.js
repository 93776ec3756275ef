// Where a film is brought: dropped or chosen, sent, checked. What was left half done last time is offered again.
import { api, poll } from "./api.js";
import { announce, el, icon } from "./dom.js";
import { bytes, duration, t } from "./i18n.js";
import { forget, uploadFile } from "./upload.js";

const FILM = /\.(mp4|m4v|mov|mkv|webm)$/i;
const TYPES = new Set(["video/mp4", "video/quicktime", "video/x-m4v", "video/x-matroska", "video/webm"]);
const ACCEPT = "video/*,.mkv,.srt,.vtt,.ass,.ssa,.smi";
const WINDOW = 5000; // ms over which speed is measured

const isFilm = (file) => FILM.test(file.name) || TYPES.has(file.type);

/** Makes `root` such a place. `onFilm(film, files)` gets a film that is ready, and all files that came with it. */
export function dropZone(root, { onFilm }) {
  new DropZone(root, onFilm).idle();
}

class DropZone {
  constructor(root, onFilm) {
    Object.assign(this, { root, onFilm, busy: false });
    root.classList.add("drop", "card");
    addEventListener("beforeunload", (event) => { if (this.busy) event.preventDefault(); });
    for (const name of ["dragover", "drop"]) document.addEventListener(name, (event) => this.#dragged(event));
    document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) root.classList.remove("over"); });
  }

  /** Waits for a file. */
  async idle() {
    this.busy = false;
    const input = el("input", { type: "file", accept: ACCEPT, multiple: true, hidden: true, on: { change: () => this.#take([...input.files]) } });
    const choose = el("button", { type: "button", class: "button primary", on: { click: () => input.click() } }, icon("upload"), t("upload.choose"));
    const limits = el("p", { class: "small muted" }, t("upload.formats"));
    const left = el("ul", { class: "left stack tight" });
    this.#show("idle", el("div", { class: "icon" }, icon("upload")), el("p", { class: "dropping" }, el("strong", {}, t("upload.drop"))), el("p", { class: "muted" }, t("upload.with_subtitles")), choose, limits, input, left);
    try {
      const [{ uploads, limits: most }, { films }] = await Promise.all([api("/api/uploads"), api("/api/films")]);
      this.limits = most;
      limits.textContent = t(most.total ? "upload.limits" : "upload.limits_own", this.#sizes());
      left.replaceChildren(...uploads.filter((one) => one.kind === "film").map((one) => this.#unfinished(one)), ...films.filter((one) => !one.projects).map((film) => this.#unused(film)));
    } catch { /* the studio tells the same when a file comes */ }
  }

  #sizes() {
    const { film, total, used } = this.limits;
    return { film: bytes(total ? Math.min(film, total) : film), left: bytes(Math.max(0, (total ?? 0) - used)) };
  }

  #show(state, ...parts) {
    this.root.dataset.state = state;
    this.root.replaceChildren(...parts);
  }

  #dragged(event) {
    if (![...event.dataTransfer.types].includes("Files")) return;
    event.preventDefault(); // or the browser leaves the page to show the file
    const drop = event.type === "drop";
    this.root.classList.toggle("over", !drop && !this.busy);
    event.dataTransfer.dropEffect = this.busy ? "none" : "copy";
    if (drop && !this.busy) this.#take([...event.dataTransfer.files]);
  }

  /** Refuses what the studio would refuse anyway; sends the rest. */
  #take(files) {
    const film = files.find(isFilm);
    if (!files.length) return;
    if (!film) return this.#failed(new Error(t(files.some((file) => file.type.startsWith("video/")) ? "upload.other_format" : "upload.no_film")), files);
    const { film: most = Infinity, total, used = 0 } = this.limits ?? {};
    if (film.size > most) return this.#failed(new Error(t("upload.too_large", { size: bytes(film.size), most: bytes(most) })), files);
    if (total && film.size > total - used) return this.#failed(new Error(t("upload.no_room", { size: bytes(film.size), left: bytes(Math.max(0, total - used)) })), files);
    this.#send(film, files);
  }

  async #send(file, files) {
    this.busy = true;
    const stop = new AbortController();
    const told = this.#progress(file, () => stop.abort());
    announce(t("upload.begins", { name: file.name }));
    try {
      const upload = await uploadFile(file, { signal: stop.signal, onProgress: told.progress, onWaiting: told.waiting });
      const { film } = await api("/api/films", { method: "POST", json: { upload } });
      forget(upload);
      this.busy = false;
      await this.#check(film, files);
    } catch (error) {
      if (error.name === "AbortError") { announce(t("upload.cancelled")); this.idle(); } else this.#failed(error, files, () => this.#send(file, files));
    }
  }

  /** The view of an upload on its way. */
  #progress(file, cancel) {
    const meter = el("div", { class: "meter", role: "progressbar", "aria-label": t("upload.sending", { name: file.name }), "aria-valuemin": "0", "aria-valuemax": "100", "aria-valuenow": "0" }, el("i"));
    const line = el("p", { class: "small muted number" }, t("upload.starting"));
    this.#show("sending", el("p", { class: "name" }, el("strong", {}, file.name)), meter, line, el("button", { type: "button", class: "button small", on: { click: cancel } }, t("common.cancel")));
    const marks = [];
    const progress = (sent, size) => {
      const now = performance.now(), part = sent / size;
      marks.push([now, sent]);
      while (marks.length > 2 && now - marks[0][0] > WINDOW) marks.shift();
      const speed = (1000 * (sent - marks[0][1])) / Math.max(1, now - marks[0][0]);
      meter.style.setProperty("--part", part);
      meter.setAttribute("aria-valuenow", Math.floor(part * 100));
      const values = { percent: Math.floor(part * 100), sent: bytes(sent), size: bytes(size), speed: bytes(speed), time: duration((size - sent) / Math.max(1, speed)) };
      line.textContent = t(speed > 0 && now - marks[0][0] > 500 ? "upload.progress" : "upload.progress_short", values);
    };
    const waiting = (now) => {
      this.root.dataset.state = now ? "waiting" : "sending";
      marks.length = 0;
      if (now) announce(line.textContent = t("upload.waiting"));
    };
    return { progress, waiting };
  }

  /** Until the film is ready, or refused. */
  async #check(film, files) {
    const meter = el("div", { class: "meter waiting" }, el("i"));
    const line = el("p", { class: "small muted" }, t("upload.checking"));
    this.#show("checking", el("p", { class: "name" }, el("strong", {}, film.name)), meter, line);
    announce(t("upload.checking"));
    let job = { error: "" };
    if (film.state === "checking") job = await poll(film.job, (now) => { line.textContent = t(now.unreachable ? "error.unreachable" : "upload.checking"); });
    const { film: checked } = await api(`/api/films/${film.id}`);
    if (checked.state === "ready") {
      announce(t("upload.ready"));
      return this.onFilm(checked, files);
    }
    await api(`/api/films/${film.id}`, { method: "DELETE" }); // what cannot be used takes no room
    throw new Error(checked.verdict || job.error || t("error.unforeseen"));
  }

  /** What is wrong, and what can be done; `again` only where it may help. */
  #failed(error, files, again) {
    this.busy = false;
    const helps = again && (error.status === 0 || error.status === 429 || error.status >= 500);
    const buttons = [
      helps && el("button", { type: "button", class: "button primary", on: { click: again } }, t("upload.again")),
      el("button", { type: "button", class: "button", on: { click: () => this.idle() } }, t("upload.another")),
    ];
    this.#show("failed", el("p", { class: "banner bad", role: "alert" }, error.message), el("div", { class: "row" }, ...buttons));
  }

  #unfinished(upload) {
    const values = { name: upload.name, percent: Math.floor((100 * upload.offset) / upload.size) };
    const discard = () => api(`/api/uploads/${upload.id}`, { method: "DELETE", headers: { "Tus-Resumable": "1.0.0" } }).then(() => forget(upload.id));
    return this.#leftover(t("upload.unfinished", values), null, discard);
  }

  #unused(film) {
    const remove = () => api(`/api/films/${film.id}`, { method: "DELETE" });
    if (film.state === "refused") return this.#leftover(film.verdict, null, remove);
    return this.#leftover(t("upload.unused", { name: film.name }), () => this.#check(film, []).catch((error) => this.#failed(error, [])), remove);
  }

  #leftover(text, go, discard) {
    const row = el("li", { class: "spread" }, el("span", { class: "small grow" }, text), el("span", { class: "row" },
      go && el("button", { type: "button", class: "button small", on: { click: go } }, t("upload.go_on")),
      el("button", { type: "button", class: "button small quiet", on: { click: () => discard().then(() => row.remove(), (error) => this.#failed(error, [])) } }, t("upload.discard"))));
    return row;
  }
}
