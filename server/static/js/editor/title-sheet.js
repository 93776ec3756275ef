// The title as it will be in the film: its picture and its words, each a layer, moved as the studio says they move.
import { $, icon } from "../dom.js";
import { t } from "../i18n.js";

const loaded = async (src) => {
  const image = new Image();
  image.src = src;
  await image.decode();
  return src;
};

export class Sheet {
  /** film: as the API gives it; its picture is what the title gives way to. */
  constructor(root, film) {
    this.root = root;
    this.parts = { beneath: $(".beneath", root), opening: $(".opening", root), ground: $(".ground", root), letters: $(".letters", root) };
    this.button = $("#sheet-play");
    this.moving = [];
    this.film = film;
    if (film.width && film.height) this.#shape(film.width, film.height);
    this.button.addEventListener("click", () => (this.moving.length ? this.still() : this.play()));
  }

  /** Shows what a job has made, all at once. */
  async show(job) {
    const file = (kind) => `/api/jobs/${job.id}/files/${job.result.files[kind]}`;
    const [ground, letters] = await Promise.all([loaded(file("picture")), loaded(file("words"))]);
    this.still();
    this.made = job.result;
    this.#shape(job.result.width, job.result.height);
    this.parts.ground.src = ground;
    this.parts.letters.src = letters;
    this.parts.beneath.src = `/api/films/${this.film.id}/poster`;
    this.button.disabled = false;
  }

  /** From the first moment to the film, at its own pace. */
  play() {
    if (!this.made) return;
    const { motion, seconds } = this.made;
    const frames = (style) => motion.map((row) => ({ offset: Math.min(1, row[0] / seconds), ...style(row) }));
    const move = (part, style) => this.parts[part].animate(frames(style), { duration: seconds * 1000, fill: "forwards" });
    this.moving = [
      move("ground", ([, push]) => ({ transform: `scale(${push})` })),
      move("letters", ([, , forward, words]) => ({ transform: `scale(${forward})`, opacity: words })),
      move("opening", ([, , , , film]) => ({ opacity: 1 - film })),
    ];
    this.#says(true);
    const these = this.moving;
    these[0].finished.then(() => setTimeout(() => { if (this.moving === these) this.still(); }, 700), () => {});
  }

  still() {
    for (const one of this.moving) one.cancel();
    this.moving = [];
    this.#says(false);
  }

  #shape(width, height) {
    this.root.style.setProperty("--shape", String(width / height));
  }

  #says(moving) {
    this.button.replaceChildren(icon(moving ? "stop" : "play"), t(moving ? "title.stop" : "title.play"));
  }
}
