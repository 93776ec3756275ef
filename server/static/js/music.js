// Music by itself: asked for by mood or in words, heard, kept, and given to a film.
import { ApiError, api, poll } from "./api.js";
import { $, $$, announce, confirmDialog, el, icon, toast } from "./dom.js";
import { clock, duration, t } from "./i18n.js";
import { genreName, instrumentName, keyName, moodName } from "./moods.js";

const { pieces, projects, choices } = JSON.parse($("#data").textContent);
const LENGTHS = [10, 20, 30, 45, 60, 90, 120, 180, 240, 300, 420, 600].filter((s) => s >= choices.seconds[0] && s <= choices.seconds[1]);
const USUAL = 60; // s
const SEEDS = 1_000_000;
let shown = null; // the piece that is heard
let working = null; // the job that is under way

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

function wrong(sentence = "", field = "") {
  $("#wrong").hidden = !sentence;
  $("#wrong").textContent = sentence;
  const place = { text: $("#text"), prime: $("#prime"), seed: $("#seed") }[field];
  if (place?.closest("details")) place.closest("details").open = true;
  place?.focus();
}

// --- a piece under way

async function compose(wanted) {
  wrong();
  if (wanted.mood === "auto" && !wanted.text.trim()) { wrong(t("music.write_something"), "text"); return; }
  try {
    const { job } = await api("/api/music", { method: "POST", json: wanted });
    pieces.unshift(job);
    await follow(job);
  } catch (error) {
    if (error instanceof ApiError && error.status < 500 && error.status) wrong(error.message, error.more.field);
    else toast(error.message, "bad");
  }
}

async function follow(job) {
  working = job.id;
  for (const button of ["#compose", "#another"]) $(button).disabled = true;
  $("#cancel").disabled = false;
  $("#nothing").hidden = true;
  $("#working").hidden = false;
  progress(job);
  if (matchMedia("(max-width: 860px)").matches) $("#working").scrollIntoView({ block: "nearest" });
  try {
    const done = await poll(job.id, progress);
    pieces.splice(pieces.findIndex(({ id }) => id === done.id), 1, done);
    if (done.state === "done") { listen(done, true); announce(t("music.ready")); }
    else if (done.state === "failed") wrong(done.error);
  } catch (error) {
    toast(error.message, "bad");
  } finally {
    working = null;
    $("#working").hidden = true;
    for (const button of ["#compose", "#another"]) $(button).disabled = false;
    $("#nothing").hidden = !$("#piece").hidden;
    list();
  }
}

function progress(job) {
  if (job.unreachable) return;
  const stage = job.state === "queued" ? t("job.stage.queued") : t(`music.stage.${job.stage || "compose"}`);
  if ($("#stage").textContent !== stage) announce(stage);
  $("#stage").textContent = stage;
  $("#left").textContent = job.left ? t("job.left", { time: duration(job.left) }) : "";
  const meter = $("#meter");
  meter.classList.toggle("waiting", !job.progress);
  meter.style.setProperty("--part", job.progress);
  meter.setAttribute("aria-valuenow", Math.round(job.progress * 100));
}

// --- a piece to hear

const file = (job, kind, query = "") => `/api/jobs/${job.id}/files/${job.result.files[kind]}${query}`;
const title = ({ result }) => t("music.title", { mood: moodName(result.mood), genre: genreName(result.genre) });

function listen(job, fresh = false) {
  shown = job;
  const { result } = job, audio = $("#audio");
  $("#piece").hidden = false;
  $("#nothing").hidden = true;
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
  $("#given").replaceChildren();
  $("#plan").removeAttribute("src");
  $(".plan").open = false;
  kept(result.kept);
  list();
  if (fresh) audio.play().catch(() => {}); // a browser may want another touch first
}

$(".plan").addEventListener("toggle", () => { if ($(".plan").open && shown) $("#plan").src = file(shown, "plan"); });

function kept(yes) {
  $("#keep").setAttribute("aria-pressed", String(yes));
  $("#keep span").textContent = t(yes ? "music.kept" : "music.keep");
}

const act = (selector, work) => $(selector).addEventListener("click", async () => {
  try { await work(); } catch (error) { toast(error.message, "bad"); }
});

act("#cancel", async () => {
  $("#cancel").disabled = true;
  if (working) await api(`/api/jobs/${working}/cancel`, { method: "POST" });
});
act("#keep", async () => {
  const { job } = await api(`/api/music/${shown.id}`, { method: "PATCH", json: { kept: !shown.result.kept } });
  pieces.splice(pieces.findIndex(({ id }) => id === job.id), 1, job);
  shown = job;
  kept(job.result.kept);
  list();
});
act("#another", async () => {
  const { text, mood, genre, energy, seconds } = shown.result, seed = Math.floor(Math.random() * SEEDS);
  $("#seed").value = String(seed);
  await compose({ ...asked(), mood: text ? "auto" : mood, text, genre, energy, seconds, seed });
});
act("#give", async () => {
  const { mood, genre, seed } = shown.result, id = $("#film").value;
  await api(`/api/projects/${id}`, { method: "PATCH", json: { settings: { music: mood, genre, seed } } });
  const name = projects.find((project) => project.id === id).name;
  $("#given").replaceChildren(`${t("music.given", { name })} `, el("a", { href: `/projects/${id}` }, t("music.open_film")));
});
$("#form").addEventListener("submit", (event) => { event.preventDefault(); compose(asked()); });

// --- what was composed before

function list() {
  const done = pieces.filter(({ state, result }) => state === "done" && result?.files);
  $("#earlier").hidden = !done.length;
  $("#pieces").replaceChildren(...done.map((job) => el("li", { class: "old", dataset: { mood: job.result.mood, piece: job.id }, "aria-current": job === shown ? "true" : null },
    el("button", { type: "button", class: "open grow", on: { click: () => listen(job, true) } },
      el("span", { class: "dot", "aria-hidden": "true" }),
      el("span", { class: "grow" }, title(job), el("span", { class: "muted small number" }, ` · ${clock(job.result.seconds)} · ${t("music.number", { n: job.result.seed })}`)),
      job.result.kept ? el("span", { class: "kept", title: t("music.kept") }, icon("pin"), el("span", { class: "visually-hidden" }, t("music.kept"))) : null),
    el("button", { type: "button", class: "button quiet icon small", "aria-label": t("music.delete", { title: title(job) }), on: { click: () => remove(job) } }, icon("trash")))));
}

async function remove(job) {
  if (job.result.kept && !await confirmDialog({ title: t("music.delete.title"), text: t("music.delete.text"), action: t("common.delete") })) return;
  try {
    await api(`/api/music/${job.id}`, { method: "DELETE" });
  } catch (error) { toast(error.message, "bad"); return; }
  pieces.splice(pieces.indexOf(job), 1);
  if (job === shown) { $("#audio").removeAttribute("src"); $("#audio").load(); shown = null; $("#piece").hidden = true; $("#nothing").hidden = false; }
  list();
}

$("#use").hidden = !projects.length;
$("#film").append(...projects.map(({ id, name }) => el("option", { value: id }, name)));
const last = pieces.find(({ state, result }) => state === "done" && result?.files);
if (last) listen(last);
const unfinished = pieces.find(({ state }) => state === "queued" || state === "running");
document.documentElement.dataset.ready = "music";
if (unfinished) follow(unfinished);
