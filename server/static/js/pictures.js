// Pictures by themselves: painted from words, looked at, kept, and given to a film as the ground of its title.
import { ApiError, api, poll } from "./api.js";
import { $, announce, confirmDialog, el, icon, toast } from "./dom.js";
import { duration, t } from "./i18n.js";
import { MOODS, moodName } from "./moods.js";

const { pictures, projects } = JSON.parse($("#data").textContent);
const SHAPES = { wide: "1920x1080", square: "1440x1440", tall: "1080x1920", large: "3840x2160" };
const SEEDS = 1_000_000;
const QUICK = 300; // ms between two looks
let shown = null; // the picture that is looked at
let working = null; // the job that is under way

// --- what is asked for

const pill = (name, value, label, checked) => el("label", { class: "pill" }, el("input", { type: "radio", name, value, checked }), el("span", {}, label));
$("#moods").append(pill("mood", "auto", t("pictures.mood.auto"), true), ...MOODS.map((mood) => pill("mood", mood, moodName(mood), false)));
$("#shapes").append(...Object.entries(SHAPES).map(([name, size], place) => pill("shape", size, t(`pictures.shape.${name}`), place === 0)));
$("#ideas").append(...[1, 2, 3].map((n) => el("button", { type: "button", class: "button", on: { click: () => { $("#prompt").value = t(`pictures.idea.${n}`); $("#prompt").focus(); } } }, t(`pictures.idea.${n}`))));

const chosen = (name) => $(`input[name=${name}]:checked`).value;
const asked = () => ({ prompt: $("#prompt").value, mood: chosen("mood"), size: chosen("shape"), seed: Number($("#seed").value) || 0 });

function wrong(sentence = "", field = "") {
  $("#wrong").hidden = !sentence;
  $("#wrong").textContent = sentence;
  ({ prompt: $("#prompt"), seed: $("#seed") })[field]?.focus();
}

// --- a picture under way

async function paint(wanted) {
  wrong();
  if (!wanted.prompt.trim()) { wrong(t("pictures.write_something"), "prompt"); return; }
  try {
    const { job } = await api("/api/images", { method: "POST", json: wanted });
    pictures.unshift(job);
    await follow(job);
  } catch (error) {
    if (error instanceof ApiError && error.status < 500 && error.status) wrong(error.message, error.more.field);
    else toast(error.message, "bad");
  }
}

async function follow(job) {
  working = job.id;
  for (const button of ["#paint", "#another"]) $(button).disabled = true;
  $("#cancel").disabled = false;
  $("#nothing").hidden = true;
  $("#working").hidden = false;
  progress(job);
  if (matchMedia("(max-width: 860px)").matches) $("#working").scrollIntoView({ block: "nearest" });
  try {
    const done = await poll(job.id, progress, { every: QUICK });
    pictures.splice(pictures.findIndex(({ id }) => id === done.id), 1, done);
    if (done.state === "done") { show(done); announce(t("pictures.ready")); }
    else if (done.state === "failed") wrong(done.error);
  } catch (error) {
    toast(error.message, "bad");
  } finally {
    working = null;
    $("#working").hidden = true;
    for (const button of ["#paint", "#another"]) $(button).disabled = false;
    $("#nothing").hidden = !$("#picture").hidden;
    list();
  }
}

function progress(job) {
  if (job.unreachable) return;
  const stage = job.state === "queued" ? t("job.stage.queued") : t(`pictures.stage.${job.stage || "paint"}`);
  if ($("#stage").textContent !== stage) announce(stage);
  $("#stage").textContent = stage;
  $("#left").textContent = job.left ? t("job.left", { time: duration(job.left) }) : "";
  const meter = $("#meter");
  meter.classList.toggle("waiting", !job.progress);
  meter.style.setProperty("--part", job.progress);
  meter.setAttribute("aria-valuenow", Math.round(job.progress * 100));
}

// --- a picture to look at

const file = (job, kind, query = "") => `/api/jobs/${job.id}/files/${job.result.files[kind]}${query}`;

/** "train station · night · snow": what was read in the words. */
const scene = ({ result }) => ["place", "time", "weather", "season"].filter((kind) => result.scene[kind]).map((kind) => t(`pictures.${kind}.${result.scene[kind]}`));

function show(job) {
  shown = job;
  const { result } = job;
  $("#picture").hidden = false;
  $("#nothing").hidden = true;
  Object.assign($("#shown"), { src: file(job, "small"), alt: t("pictures.alt", { scene: scene(job).join(", ") }), width: result.width, height: result.height });
  $("#title").textContent = result.prompt;
  const chip = (text) => el("span", { class: "chip" }, text);
  const mood = result.scene.mood ? el("span", { class: "chip", dataset: { mood: result.scene.mood } }, el("span", { class: "dot", "aria-hidden": "true" }), moodName(result.scene.mood)) : null;
  $("#facts").replaceChildren(...[...scene(job).map(chip), mood, chip(t("pictures.number", { n: result.seed }))].filter(Boolean));
  $("#get").href = file(job, "image", "?download=1");
  $("#get span").textContent = t("pictures.download", { width: result.width, height: result.height });
  $("#given").replaceChildren();
  kept(result.kept);
  list();
}

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
  const { job } = await api(`/api/images/${shown.id}`, { method: "PATCH", json: { kept: !shown.result.kept } });
  pictures.splice(pictures.findIndex(({ id }) => id === job.id), 1, job);
  shown = job;
  kept(job.result.kept);
  list();
});
act("#another", async () => {
  const { prompt, mood, width, height } = shown.result, seed = Math.floor(Math.random() * SEEDS);
  $("#seed").value = String(seed);
  await paint({ prompt, mood, size: `${width}x${height}`, seed });
});
act("#give", async () => {
  const { prompt, seed } = shown.result, id = $("#film").value;
  const { name, settings } = (await api(`/api/projects/${id}`)).project;
  const title = settings.title_mode === "off" ? { title_mode: "overlay", title: settings.title || name } : {};
  await api(`/api/projects/${id}`, { method: "PATCH", json: { settings: { ...title, title_source: "painted", title_scene: prompt.slice(0, 300), title_seed: seed } } });
  $("#given").replaceChildren(`${t("pictures.given", { name })} `, el("a", { href: `/projects/${id}#title` }, t("pictures.open_film")));
});
$("#form").addEventListener("submit", (event) => { event.preventDefault(); paint(asked()); });

// --- what was painted before

function list() {
  const done = pictures.filter(({ state, result }) => state === "done" && result?.files);
  $("#earlier").hidden = !done.length;
  $("#pictures").replaceChildren(...done.map((job) => el("li", { dataset: { picture: job.id }, "aria-current": job === shown ? "true" : null },
    el("button", { type: "button", class: "open", title: job.result.prompt, on: { click: () => { show(job); $("#picture").scrollIntoView({ block: "nearest" }); } } },
      el("img", { src: file(job, "small"), alt: job.result.prompt, loading: "lazy", width: 320, height: 180 })),
    job.result.kept ? el("span", { class: "kept", title: t("music.kept") }, icon("pin"), el("span", { class: "visually-hidden" }, t("music.kept"))) : null,
    el("button", { type: "button", class: "button icon small remove", "aria-label": t("pictures.delete", { title: job.result.prompt }), on: { click: () => remove(job) } }, icon("trash")))));
}

async function remove(job) {
  if (job.result.kept && !await confirmDialog({ title: t("pictures.delete.title"), text: t("pictures.delete.text"), action: t("common.delete") })) return;
  try {
    await api(`/api/images/${job.id}`, { method: "DELETE" });
  } catch (error) { toast(error.message, "bad"); return; }
  pictures.splice(pictures.indexOf(job), 1);
  if (job === shown) { shown = null; $("#picture").hidden = true; $("#nothing").hidden = false; }
  list();
}

$("#use").hidden = !projects.length;
$("#film").append(...projects.map(({ id, name }) => el("option", { value: id }, name)));
const last = pictures.find(({ state, result }) => state === "done" && result?.files);
if (last) show(last);
const unfinished = pictures.find(({ state }) => state === "queued" || state === "running");
document.documentElement.dataset.ready = "pictures";
if (unfinished) follow(unfinished);
