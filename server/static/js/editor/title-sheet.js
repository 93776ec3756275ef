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
    this.parts = { beneath: $(".beneath", root), opening: $(".opening", root), ground: $(".ground", root), camera: $(".camera", root), letters: $(".letters", root) };
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
    if (this.made.parallax) this.#camera();
    const these = this.moving;
    these[0].finished.then(() => setTimeout(() => { if (this.moving === these) this.still(); }, 700), () => {});
  }

  still() {
    for (const one of this.moving) one.cancel();
    this.moving = [];
    this.parts.camera.hidden = true;
    this.#says(false);
  }

  /** Moves into the picture strip by strip, what is near a little faster, as the film's title is drawn. */
  #camera() {
    const { ground, camera } = this.parts, { parallax: { upright, share }, motion } = this.made, these = this.moving;
    Object.assign(camera, { width: ground.naturalWidth, height: ground.naturalHeight, hidden: false });
    const pen = camera.getContext("2d"), long = upright ? camera.height : camera.width, wide = upright ? camera.width : camera.height;
    const edges = share.map((_, place) => Math.round(long * place / (share.length - 1))), most = motion.at(-1)[1];
    const draw = () => {
      if (this.moving !== these) return;
      const push = 1 + (most - 1) * Math.min(1, (these[0].currentTime ?? 0) / (this.made.seconds * 1000));
      const scales = share.map((one) => 1 + (push - 1) * one);
      const places = edges.map((edge, place) => Math.min(long, Math.max(0, long / 2 + (edge - long / 2) / scales[place])));
      for (let place = 0; place < edges.length - 1; place++) {
        const side = (wide - wide * 2 / (scales[place] + scales[place + 1])) / 2;
        const from = [places[place], places[place + 1] - places[place]], to = [edges[place], edges[place + 1] - edges[place]];
        if (upright) pen.drawImage(ground, side, from[0], wide - 2 * side, from[1], 0, to[0], wide, to[1]);
        else pen.drawImage(ground, from[0], side, from[1], wide - 2 * side, to[0], 0, to[1], wide);
      }
      requestAnimationFrame(draw);
    };
    draw();
  }

  #shape(width, height) {
    this.root.style.setProperty("--shape", String(width / height));
  }

  #says(moving) {
    this.button.replaceChildren(icon(moving ? "stop" : "play"), t(moving ? "title.stop" : "title.play"));
  }
}
