// Subtitles from a file: dropped or chosen, shown in the encoding that was found, taken over when they look right.
import { api } from "../api.js";
import { $, el, icon, toast } from "../dom.js";
import { has, t } from "../i18n.js";
import { content, stamp } from "./cue.js";

const SUBTITLES = /\.(srt|vtt|ass|ssa|smi|sami|txt|sub)$/i;
const LARGEST = 5_000_000;

export class Importer {
  constructor({ project, store, outbox, dialog }) {
    Object.assign(this, { project, store, outbox, dialog, file: null });
    this.input = $("input[type=file]", dialog);
    this.shown = $(".preview", dialog);
    this.input.addEventListener("change", () => { if (this.input.files[0]) this.preview(this.input.files[0]); });
    dialog.addEventListener("close", () => { this.file = null; this.input.value = ""; });
    this.#dropping();
  }

  open() {
    this.shown.replaceChildren();
    $(".choose", this.dialog).hidden = false;
    this.dialog.showModal();
  }

  /** Asks the studio what a file would give, in an encoding or in the one that it finds. */
  async preview(file, encoding = "") {
    if (file.size > LARGEST) { toast(t("editor.import.large"), "bad"); return; }
    if (!this.dialog.open) this.open();
    this.file = file;
    this.shown.setAttribute("aria-busy", "true");
    try {
      const found = await this.#send(file, { encoding });
      if (this.file === file) this.#show(found, encoding);
    } catch (error) {
      this.shown.replaceChildren(el("p", { class: "banner bad", role: "alert" }, error.message));
    } finally {
      this.shown.removeAttribute("aria-busy");
    }
  }

  #send(file, fields) {
    const body = new FormData();
    body.append("file", file);
    for (const [name, value] of Object.entries(fields)) if (value) body.append(name, value);
    return api(`/api/projects/${this.project}/import`, { method: "POST", body });
  }

  #show(found, encoding) {
    $(".choose", this.dialog).hidden = true;
    const choice = found.candidates.length > 1 ? el("fieldset", { class: "encodings stack tight" },
      el("legend", { class: "label" }, t("editor.import.encoding")),
      ...found.candidates.map((candidate) => el("label", { class: "choice encoding" },
        el("input", { type: "radio", name: "encoding", value: candidate.encoding, checked: candidate.encoding === found.encoding, on: { change: () => this.preview(this.file, candidate.encoding) } }),
        el("span", { class: "grow" }, el("strong", {}, candidate.encoding.toUpperCase()), el("span", { class: "sample muted" }, candidate.sample))))) : null;
    const told = Object.entries(found.counts).map(([kind, n]) => (has(`editor.import.${kind}`) ? t(`editor.import.${kind}`, { n }) : null)).filter(Boolean);
    const many = this.store.cues.length;
    const take = (apply) => this.#apply(apply, encoding || found.encoding);
    this.shown.replaceChildren(...[
      el("p", {}, el("strong", {}, found.name), " · ", t("editor.import.found", { n: found.read }), found.candidates.length > 1 ? null : ` · ${found.encoding.toUpperCase()}`),
      choice,
      el("ol", { class: "plain sample-cues" }, ...found.cues.map((cue) => el("li", {}, el("span", { class: "number muted" }, stamp(cue.start)), el("span", {}, cue.speaker ? el("strong", {}, `${cue.speaker}: `) : null, cue.text)))),
      told.length ? el("ul", { class: "plain told small muted" }, ...told.map((text) => el("li", {}, text))) : null,
      many ? el("p", { class: "small muted" }, t("editor.import.there", { n: many })) : null,
      el("div", { class: "row" },
        el("button", { type: "button", class: "button primary", id: "import-apply", on: { click: () => take("replace") } }, t(many ? "editor.import.replace" : "editor.import.take", { n: found.read })),
        many ? el("button", { type: "button", class: "button", on: { click: () => take("add") } }, t("editor.import.add")) : null,
        el("button", { type: "button", class: "button quiet", on: { click: () => { this.shown.replaceChildren(); $(".choose", this.dialog).hidden = false; } } }, icon("back"), t("editor.import.other"))),
    ].filter(Boolean));
    $("#import-apply", this.shown).focus();
  }

  async #apply(apply, encoding) {
    const { store, outbox } = this;
    const buttons = this.shown.querySelectorAll("button");
    for (const button of buttons) button.disabled = true;
    try {
      await outbox.flush();
      const before = new Map(store.cues.map((cue) => [cue.id, content(cue)]));
      const told = await this.#send(this.file, { encoding, apply });
      store.receive(told.cues, told.version);
      // an import is a step like any other: it can be undone
      const ids = new Set([...before.keys(), ...store.byId.keys()]);
      const edits = [...ids].map((id) => ({ id, before: before.get(id) ?? null, after: content(store.get(id)) })).filter(({ id }) => told.cues.some((row) => row.id === id));
      store.history.push(t("editor.step.import"), edits);
      outbox.changedElsewhere();
      this.dialog.close();
      toast(t("editor.import.done", { n: told.read }));
      if (store.cues.length) store.select(store.cues[0].id, { reveal: true });
    } catch (error) {
      for (const button of buttons) button.disabled = false;
      toast(error.message, "bad");
    }
  }

  #dropping() {
    let inside = 0;
    const cover = $("#drop-cover"), files = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
    addEventListener("dragenter", (event) => { if (files(event)) { inside += 1; cover.hidden = false; } });
    addEventListener("dragleave", (event) => { if (files(event) && --inside <= 0) { inside = 0; cover.hidden = true; } });
    addEventListener("dragover", (event) => { if (files(event)) event.preventDefault(); });
    addEventListener("drop", (event) => {
      if (!files(event)) return;
      event.preventDefault();
      inside = 0;
      cover.hidden = true;
      const file = [...event.dataTransfer.files].find(({ name }) => SUBTITLES.test(name)) ?? event.dataTransfer.files[0];
      if (!file) return;
      if (SUBTITLES.test(file.name)) this.preview(file);
      else toast(t("editor.import.wrong"), "bad");
    });
  }
}
