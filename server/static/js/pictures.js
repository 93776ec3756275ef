// Pictures by themselves: painted from words, looked at, kept, and given to a film as the ground of its title.
import { api } from "./api.js";
import { $, el, icon } from "./dom.js";
import { t } from "./i18n.js";
import { act, file, maker, otherSeed } from "./maker.js";
import { MOODS, moodName } from "./moods.js";

const { pictures, projects } = JSON.parse($("#data").textContent);
const SHAPES = { wide: "1920x1080", square: "1440x1440", tall: "1080x1920", large: "3840x2160" };

// --- what is asked for

const pill = (name, value, label, checked) => el("label", { class: "pill" }, el("input", { type: "radio", name, value, checked }), el("span", {}, label));
$("#moods").append(pill("mood", "auto", t("pictures.mood.auto"), true), ...MOODS.map((mood) => pill("mood", mood, moodName(mood), false)));
$("#shapes").append(...Object.entries(SHAPES).map(([name, size], place) => pill("shape", size, t(`pictures.shape.${name}`), place === 0)));
$("#ideas").append(...[1, 2, 3].map((n) => el("button", { type: "button", class: "button", on: { click: () => { $("#prompt").value = t(`pictures.idea.${n}`); $("#prompt").focus(); } } }, t(`pictures.idea.${n}`))));

const chosen = (name) => $(`input[name=${name}]:checked`).value;
const asked = () => ({ prompt: $("#prompt").value, mood: chosen("mood"), size: chosen("shape"), seed: Number($("#seed").value) || 0 });

// --- a picture to look at

/** "train station · night · snow": what was read in the words. */
const scene = ({ result }) => ["place", "time", "weather", "season"].filter((kind) => result.scene[kind]).map((kind) => t(`pictures.${kind}.${result.scene[kind]}`));

function show(job) {
  const { result } = job;
  Object.assign($("#shown"), { src: file(job, "small"), alt: t("pictures.alt", { scene: scene(job).join(", ") }), width: result.width, height: result.height });
  $("#title").textContent = result.prompt;
  const chip = (text) => el("span", { class: "chip" }, text);
  const mood = result.scene.mood ? el("span", { class: "chip", dataset: { mood: result.scene.mood } }, el("span", { class: "dot", "aria-hidden": "true" }), moodName(result.scene.mood)) : null;
  $("#facts").replaceChildren(...[...scene(job).map(chip), mood, chip(t("pictures.number", { n: result.seed }))].filter(Boolean));
  $("#get").href = file(job, "image", "?download=1");
  $("#get span").textContent = t("pictures.download", { width: result.width, height: result.height });
}

const row = (job, kept) => el("li", { dataset: { picture: job.id } },
  el("button", { type: "button", class: "open", title: job.result.prompt, on: { click: () => { easel.open(job); $("#picture").scrollIntoView({ block: "nearest" }); } } },
    el("img", { src: file(job, "small"), alt: job.result.prompt, loading: "lazy", width: 320, height: 180 })),
  kept,
  el("button", { type: "button", class: "button icon small remove", "aria-label": t("pictures.delete", { title: job.result.prompt }), on: { click: () => easel.remove(job) } }, icon("trash")));

const easel = maker({
  made: pictures, kind: "pictures", address: "/api/images", begin: "paint", panel: $("#picture"), earlier: $("#pictures"),
  fields: { prompt: $("#prompt"), seed: $("#seed") }, every: 300, show, row,
});
const paint = (wanted) => easel.make(wanted, wanted.prompt, "prompt");

act("#another", async () => {
  const { prompt, mood, width, height } = easel.current().result;
  await paint({ prompt, mood, size: `${width}x${height}`, seed: otherSeed() });
});
act("#give", async () => {
  const { prompt, seed } = easel.current().result, id = $("#film").value;
  const { name, settings } = (await api(`/api/projects/${id}`)).project;
  const title = settings.title_mode === "off" ? { title_mode: "overlay", title: settings.title || name } : {};
  await api(`/api/projects/${id}`, { method: "PATCH", json: { settings: { ...title, title_source: "painted", title_scene: prompt.slice(0, 300), title_seed: seed } } });
  $("#given").replaceChildren(`${t("pictures.given", { name })} `, el("a", { href: `/projects/${id}#title` }, t("pictures.open_film")));
});
$("#form").addEventListener("submit", (event) => { event.preventDefault(); paint(asked()); });

$("#use").hidden = !projects.length;
$("#film").append(...projects.map(({ id, name }) => el("option", { value: id }, name)));
easel.start();
