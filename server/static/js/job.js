// A narration: its progress while it is made, then the film, how its words fit, downloads and links.
import { api, poll } from "./api.js";
import { $, announce, confirmDialog, el, icon, toast } from "./dom.js";
import { clock, duration, t } from "./i18n.js";
import { fitList } from "./fit.js";
import { scoreDetail } from "./moods.js";
import { scoreList } from "./score.js";

const data = JSON.parse($("#data").textContent);
const files = (name, query = "") => `/api/jobs/${data.job.id}/files/${name}${query}`;
const CHIPS = { queued: "", running: "accent", done: "good", failed: "bad", cancelled: "warn" };
const DOWNLOADS = ["speech", "original", "music", "midi", "plan", "poster", "srt", "vtt", "report"];

let told = "";

function show(job) {
  if (job.unreachable) { $("#detail").textContent = t("error.unreachable"); return; }
  data.job = job;
  const chip = $("#state");
  chip.textContent = t(`job.state.${job.state}`);
  chip.className = `chip ${CHIPS[job.state]}`;
  const working = job.state === "queued" || job.state === "running";
  $("#working").hidden = !working;
  $("#failed").hidden = !["failed", "cancelled"].includes(job.state);
  $("#result").hidden = job.state !== "done";
  $("#error").textContent = job.state === "cancelled" ? t("job.was_cancelled") : job.error;
  if (!working) return;
  const stage = job.state === "queued" ? t("job.stage.queued") : t(`job.stage.${job.stage || "start"}`);
  $("#stage").textContent = stage;
  $("#detail").textContent = job.state === "queued" && job.position ? t("job.position", { n: job.position }) : detail(job);
  $("#left").textContent = job.left ? t("job.left", { time: duration(job.left) }) : "";
  const meter = $("#meter");
  meter.classList.toggle("waiting", job.state === "queued" || !job.progress);
  meter.style.setProperty("--part", job.progress);
  meter.setAttribute("aria-valuenow", Math.round(job.progress * 100));
  if (stage !== told) announce(told = stage);
}

function detail(job) {
  if (job.stage === "score") return scoreDetail(job.detail ?? "");
  const cue = /^cue (\d+)$/.exec(job.detail ?? "");
  return cue ? t("job.cue", { n: cue[1] }) : job.detail ?? "";
}

/** The film and everything that was made with it. */
async function finish(job) {
  announce(t("job.ready"));
  const made = job.result.files, card = job.result.card ?? 0; // s of a title before the film
  if (made.poster) $("#narrated").poster = files(made.poster);
  $("#original").dataset.later = card;
  $("#narrated").src = files(made.film);
  if (made.vtt) $("#narrated").append(el("track", { kind: "subtitles", src: files(made.vtt), label: t("job.subtitles"), default: true }));
  $("#original").src = `/api/films/${data.project.film}/video`;
  $("#download-film").href = files(made.film, "?download=1");
  // of a long film there are several scores: midi1, midi2 …
  const there = DOWNLOADS.flatMap((kind) => Object.keys(made).filter((name) => name.replace(/\d+$/, "") === kind));
  $("#downloads").replaceChildren(...there.map((name) => el("a", { class: "button small", href: files(made[name], "?download=1"), download: "" },
    `${t(`job.file.${name.replace(/\d+$/, "")}`)} ${/\d+$/.exec(name)?.[0] ?? ""}`.trim())));
  listShares();
  const report = await api(files(made.report));
  $("#facts").textContent = report.mix ? t("job.facts", { time: clock(report.film.duration + card), lufs: report.mix.loudness.toFixed(1) }) : "";
  const hear = (start) => {
    choose("narrated");
    $("#narrated").currentTime = Math.max(0, start - 0.7);
    $("#narrated").play();
    $("#narrated").scrollIntoView({ block: "nearest" });
  };
  scoreList(report.music, Object.keys(made).filter((name) => /^plan\d*$/.test(name)).map((name) => files(made[name])), hear);
  const cues = report.cues.map((cue) => ({ ...cue, start: cue.start + card })); // the report counts without the card
  fitList({ ...report, cues, warnings: job.result.warnings ?? report.warnings }, data.project, hear);
}

/** Changes between the narrated and the original film without losing the place. */
function choose(which) {
  const [next, last] = which === "narrated" ? [$("#narrated"), $("#original")] : [$("#original"), $("#narrated")];
  for (const name of ["narrated", "original"]) $(`#hear-${name}`).setAttribute("aria-pressed", String(name === which));
  if (!next.hidden) return;
  const playing = !last.paused;
  last.pause();
  const later = Number($("#original").dataset.later) || 0; // the narrated film begins with a card
  next.currentTime = Math.max(0, last.currentTime + (which === "narrated" ? later : -later));
  last.hidden = true;
  next.hidden = false;
  if (playing) next.play();
}

async function listShares(fresh = null) {
  const { shares } = await api(`/api/jobs/${data.job.id}/shares`);
  $("#shares").replaceChildren(...shares.map((share) => {
    const until = new Date(share.expires * 1000).toLocaleDateString(document.documentElement.lang, { dateStyle: "medium" });
    const name = fresh?.id === share.id
      ? el("input", { readOnly: true, value: fresh.url, "aria-label": t("job.share.link"), on: { focus: (event) => event.target.select() } })
      : el("span", {}, t("job.share.until", { date: until }));
    const remove = el("button", { type: "button", class: "button small icon quiet", "aria-label": t("job.share.remove"), on: { click: () => take(share) } }, icon("close"));
    return el("li", { class: "shared" }, el("div", { class: "grow" }, name), remove);
  }));
}

async function take(share) {
  if (!await confirmDialog({ title: t("job.share.remove"), text: t("job.share.removing"), action: t("job.share.remove") })) return;
  await api(`/api/shares/${share.id}`, { method: "DELETE" });
  listShares();
}

const act = (button, work) => $(button).addEventListener("click", async () => {
  $(button).disabled = true;
  try { await work(); } catch (error) { toast(error.message, "bad"); }
  $(button).disabled = false;
});

act("#cancel", async () => {
  if (await confirmDialog({ title: t("job.cancel.title"), text: t("job.cancel.text"), action: t("job.cancel.yes") })) {
    await api(`/api/jobs/${data.job.id}/cancel`, { method: "POST" });
  }
});
act("#retry", async () => {
  const { job } = await api(`/api/jobs/${data.job.id}/retry`, { method: "POST" });
  location.assign(`/jobs/${job.id}`);
  if (job.id === data.job.id) location.reload();
});
act("#share", async () => {
  const made = await api(`/api/jobs/${data.job.id}/shares`, { method: "POST", json: { days: Number($("#days").value) } });
  await navigator.clipboard?.writeText(made.url).then(() => toast(t("job.share.copied")), () => {});
  await listShares(made);
});
$("#hear-narrated").addEventListener("click", () => choose("narrated"));
$("#hear-original").addEventListener("click", () => choose("original"));

show(data.job);
const job = await poll(data.job.id, show);
if (job.state === "done") await finish(job);
