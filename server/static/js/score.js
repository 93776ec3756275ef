// The music of a narrated film: its scenes, each to be heard from where it begins, and the picture of its plan.
import { $, el, icon } from "./dom.js";
import { clock, t } from "./i18n.js";
import { genreName, keyName, moodName } from "./moods.js";

/** Fills #music from what the report says of it (null: there is none). `hear(start)` plays the film there. */
export function scoreList(music, plans, hear) {
  if (!music) return;
  $("#music").hidden = false;
  $("#music-genre").textContent = music.genre ? genreName(music.genre) : music.source;
  $("#scenes").replaceChildren(...music.scenes.map((scene) => el("li", {}, el("button",
    { type: "button", class: "scene", dataset: { mood: scene.mood }, "aria-label": t("job.music.hear", { time: clock(scene.start), mood: moodName(scene.mood) }), on: { click: () => hear(scene.start) } },
    el("span", {}, el("strong", {}, moodName(scene.mood)),
      el("span", { class: "muted number" }, `${clock(scene.start)} – ${clock(scene.end)}`),
      el("span", { class: "muted number" }, t("job.music.scene", { key: keyName(scene.key), tempo: Math.round(scene.tempo) }))),
    icon("play")))));
  $("#plans").hidden = !plans.length;
  $("#plans").replaceChildren(...plans.map((src) => el("img", { src, alt: t("job.music.plan"), loading: "lazy" })));
}
