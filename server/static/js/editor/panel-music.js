// The music of the film, as far as the settings say: whether, which, and how loud under the words.
import { el, icon } from "../dom.js";
import { t } from "../i18n.js";
import { genreName, MOODS, moodName } from "../moods.js";

const GENRES = ["orchestral", "piano", "ambient", "folk", "electronic", "lo-fi"];
const LEVELS = ["balanced", "accessible", "cinematic"];
const SEEDS = 1_000_000;

/** Fields for the panel; `save(changes)`. What music there is cannot be set where there is none. */
export function musicFields(settings, save) {
  let mood = MOODS.includes(settings.music) ? settings.music : "calm", seed = settings.seed;
  const way = MOODS.includes(settings.music) ? "one" : settings.music;
  const select = (id, values, value, name, change) => el("select", { id, on: { change: (event) => change(event.target.value) } },
    ...values.map((each) => el("option", { value: each, selected: each === value }, name(each))));
  const field = (id, label, ...inputs) => el("div", { class: "field" }, el("label", { htmlFor: id }, t(label)), ...inputs);
  const moods = field("music-mood", "editor.settings.music.mood", select("music-mood", MOODS, mood, moodName, (value) => { mood = value; save({ music: value }); }));
  const number = el("output", { class: "number muted", id: "music-seed" }, String(seed));
  const another = el("button", { type: "button", class: "button small", "aria-describedby": "music-seed", on: { click: () => {
    seed = Math.floor(Math.random() * SEEDS);
    number.textContent = String(seed);
    save({ seed });
  } } }, icon("redo"), t("editor.settings.another"));
  const more = el("div", { class: "stack score" },
    field("music-genre", "editor.settings.genre", select("music-genre", GENRES, settings.genre, genreName, (genre) => save({ genre }))),
    field("music-level", "editor.settings.music_level", select("music-level", LEVELS, settings.music_level, (level) => t(`editor.settings.music_level.${level}`), (level) => save({ music_level: level }))),
    el("div", { class: "spread" }, el("span", {}, el("span", { class: "label" }, t("editor.settings.seed")), " ", number), another),
    el("p", { class: "small" }, el("a", { href: "/music" }, t("editor.settings.try_music"))));
  const shown = (which) => { moods.hidden = which !== "one"; more.hidden = which === "off"; };
  shown(way);
  const choice = (which, hint) => el("label", { class: "choice" },
    el("input", { type: "radio", name: "music", value: which, checked: which === way, on: { change: () => { shown(which); save({ music: which === "one" ? mood : which }); } } }),
    el("span", {}, t(`editor.settings.music.${which}`), hint ? el("span", { class: "hint small muted" }, t(`editor.settings.music.${which}.hint`)) : null));
  return [el("fieldset", { class: "stack tight" }, el("legend", { class: "label" }, t("editor.settings.music")),
    choice("off", true), choice("auto", true), choice("one", false), moods, more)];
}
