// Music by itself: asked for by mood or in words, heard, kept, and given to a film.
import { api } from "./api.js";
import { $, $$, el, icon } from "./dom.js";
import { clock, duration, t } from "./i18n.js";
import { act, file, maker, otherSeed } from "./maker.js";
import { genreName, instrumentName, keyName, moodName } from "./moods.js";

const { pieces, projects, choices } = JSON.parse($("#data").textContent);
const LENGTHS = [10, 20, 30, 45, 60, 90, 120, 180, 240, 300, 420, 600].filter((s) => s >= choices.seconds[0] && s <= choices.seconds[1]);
const USUAL = 60; // s

// --- what is asked for

const radio = (name, value, checked, more = {}) => el("input", { type: "radio", name, value, checked, ...more });

$("#moods").append(...[...choices.moods, "auto"].map((mood, place) => el("label", { class: "mood", dataset: { mood } },
  radio("mood", mood, place === 0), el("strong", {}, moodName(mood)), el("span", { class: "muted" }, t(`music.mood.${mood}.hint`)))));
$("#genres").append(...choices.genres.map((genre, place) => el("label", { class: "pill" }, radio("genre", genre, place === 0), el("span", {}, genreName(genre)))));
$("#energies").append(...[0, 1, 2, 3].map((energy) => el("label", { class: "pill" }, radio("energy", energy, energy === 0), el("span", {}, t(`music.energy.${energy}`)))));
$("#instruments").append(...choices.instruments.map((name) => el("label", { class: "pill" }, el("input", { type: "checkbox", name: "instrument", value: name }), el("span", {}, instrumentName(name)))));

const length = $("#length");
Object.assign(length, { min: "0", max: String(LENGTHS.length - 1), step: "1", value: String(LENGTHS.indexOf(USUAL)) });
const told = () => {
  const seconds = LENGTHS[length.value];
  $("#length-shown").textContent = clock(seconds);
  length.setAttribute("aria-valuetext", duration(seconds));
};
length.addEventListener("input", told);
told();

const chosen = (name) => $$(`input[name=${name}]:checked`).map(({ value }) => value);

$("#form").addEventListener("change", () => {
  $("#words").hidden = chosen("mood")[0] !== "auto";
  const full = chosen("instrument").length >= choices.most_instruments;
  for (const box of $$("input[name=instrument]")) box.disabled = full && !box.checked;
});

function asked() {
  const mood = chosen("mood")[0];
  return {
    mood, text: mood === "auto" ? $("#text").value : "", energy: Number(chosen("energy")[0]), seconds: LENGTHS[length.value],
    genre: chosen("genre")[0], instruments: chosen("instrument"), prime: $("#prime").value.trim(), seed: Number($("#seed").value) || 0,
  };
}

// --- a piece to hear

const title = ({ result }) => t("music.title", { mood: moodName(result.mood), genre: genreName(result.genre) });

function listen(job, fresh) {
  const { result } = job, audio = $("#audio");
  $("#piece").dataset.mood = result.mood;
  $("#title").replaceChildren(el("span", { class: "dot", "aria-hidden": "true" }), title(job));
  $("#quoted").hidden = !result.text;
  $("#quoted").textContent = result.text;
  audio.src = file(job, "music");
  const facts = [["key", keyName(result.key)], ["tempo", t("music.bpm", { n: Math.round(result.tempo) })], ["metre", result.metre], ["energy", t(`music.energy.${result.energy}`)],
    ["length", clock(result.seconds)], ["parts", result.instruments.map(instrumentName).join(", ")], ["seed", String(result.seed)]];
  $("#facts").replaceChildren(...facts.flatMap(([name, value]) => [el("dt", {}, t(`music.fact.${name}`)), el("dd", { class: "number" }, value)]));
  $("#get-music").href = file(job, "music", "?download=1");
  $("#get-midi").href = file(job, "midi", "?download=1");
  $("#plan").removeAttribute("src");
  $(".plan").open = false;
  if (fresh) audio.play().catch(() => {}); // a browser may want another touch first
}

const row = (job, kept) => el("li", { class: "old", dataset: { mood: job.result.mood, piece: job.id } },
  el("button", { type: "button", class: "open grow", on: { click: () => desk.open(job, true) } },
    el("span", { class: "dot", "aria-hidden": "true" }),
    el("span", { class: "grow" }, title(job), el("span", { class: "muted small number" }, ` · ${clock(job.result.seconds)} · ${t("music.number", { n: job.result.seed })}`)),
    kept),
  el("button", { type: "button", class: "button quiet icon small", "aria-label": t("music.delete", { title: title(job) }), on: { click: () => desk.remove(job) } }, icon("trash")));

const desk = maker({
  made: pieces, kind: "music", address: "/api/music", begin: "compose", panel: $("#piece"), earlier: $("#pieces"),
  fields: { text: $("#text"), prime: $("#prime"), seed: $("#seed") }, show: listen, row,
  hide: () => { $("#audio").removeAttribute("src"); $("#audio").load(); },
});
const compose = (wanted) => desk.make(wanted, wanted.mood === "auto" ? wanted.text : wanted.mood, "text");

$(".plan").addEventListener("toggle", () => { if ($(".plan").open && desk.current()) $("#plan").src = file(desk.current(), "plan"); });
act("#another", async () => {
  const { text, mood, genre, energy, seconds } = desk.current().result;
  await compose({ ...asked(), mood: text ? "auto" : mood, text, genre, energy, seconds, seed: otherSeed() });
});
act("#give", async () => {
  const { mood, genre, seed } = desk.current().result, id = $("#film").value;
  await api(`/api/projects/${id}`, { method: "PATCH", json: { settings: { music: mood, genre, seed } } });
  const name = projects.find((project) => project.id === id).name;
  $("#given").replaceChildren(`${t("music.given", { name })} `, el("a", { href: `/projects/${id}` }, t("music.open_film")));
});
$("#form").addEventListener("submit", (event) => { event.preventDefault(); compose(asked()); });

$("#use").hidden = !projects.length;
$("#film").append(...projects.map(({ id, name }) => el("option", { value: id }, name)));
desk.start();
