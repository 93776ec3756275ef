// What the pages of music and of pictures share: one is made, watched, looked at, kept; the others lie below.
import { ApiError, api, poll } from "./api.js";
import { $, announce, confirmDialog, el, icon, toast } from "./dom.js";
import { duration, t } from "./i18n.js";

const SEEDS = 1_000_000;

/** Where a file of what was made lies. */
export const file = (job, kind, query = "") => `/api/jobs/${job.id}/files/${job.result.files[kind]}${query}`;

/** Another number, written into its field. */
export function otherSeed() {
  const seed = Math.floor(Math.random() * SEEDS);
  $("#seed").value = String(seed);
  return seed;
}

/** A button that does some work and says what went wrong. */
export const act = (selector, work) => $(selector).addEventListener("click", async () => {
  try { await work(); } catch (error) { toast(error.message, "bad"); }
});

/**
 * made: jobs, the newest first. kind: whose words; address: the API's. begin: the button that makes one, and its first
 * stage. panel: where one is shown. earlier: the list of all. fields: where each thing that is asked for is written.
 * every: ms between two looks. show(job, fresh): fills the panel; hide(): empties it. row(job): one of the list.
 */
export function maker({ made, kind, address, begin, panel, earlier, fields, every, show, hide = () => {}, row }) {
  let shown = null, working = null;

  function wrong(sentence = "", field = "") {
    $("#wrong").hidden = !sentence;
    $("#wrong").textContent = sentence;
    const place = fields[field];
    if (place?.closest("details")) place.closest("details").open = true;
    place?.focus();
  }

  async function make(wanted, words, where) {
    wrong();
    if (!words.trim()) { wrong(t(`${kind}.write_something`), where); return; }
    try {
      const { job } = await api(address, { method: "POST", json: wanted });
      made.unshift(job);
      await follow(job);
    } catch (error) {
      if (error instanceof ApiError && error.status < 500 && error.status) wrong(error.message, error.more.field);
      else toast(error.message, "bad");
    }
  }

  async function follow(job) {
    working = job.id;
    for (const button of [`#${begin}`, "#another"]) $(button).disabled = true;
    $("#cancel").disabled = false;
    $("#nothing").hidden = true;
    $("#working").hidden = false;
    progress(job);
    if (matchMedia("(max-width: 860px)").matches) $("#working").scrollIntoView({ block: "nearest" });
    try {
      const done = await poll(job.id, progress, { every });
      instead(done);
      if (done.state === "done") { open(done, true); announce(t(`${kind}.ready`)); }
      else if (done.state === "failed") wrong(done.error);
    } catch (error) {
      toast(error.message, "bad");
    } finally {
      working = null;
      $("#working").hidden = true;
      for (const button of [`#${begin}`, "#another"]) $(button).disabled = false;
      $("#nothing").hidden = !panel.hidden;
      list();
    }
  }

  function progress(job) {
    if (job.unreachable) return;
    const stage = job.state === "queued" ? t("job.stage.queued") : t(`${kind}.stage.${job.stage || begin}`);
    if ($("#stage").textContent !== stage) announce(stage);
    $("#stage").textContent = stage;
    $("#left").textContent = job.left ? t("job.left", { time: duration(job.left) }) : "";
    const meter = $("#meter");
    meter.classList.toggle("waiting", !job.progress);
    meter.style.setProperty("--part", job.progress);
    meter.setAttribute("aria-valuenow", Math.round(job.progress * 100));
  }

  const instead = (job) => made.splice(made.findIndex(({ id }) => id === job.id), 1, job);

  function open(job, fresh = false) {
    shown = job;
    panel.hidden = false;
    $("#nothing").hidden = true;
    $("#given").replaceChildren();
    show(job, fresh);
    kept(job.result.kept);
    list();
  }

  function kept(yes) {
    $("#keep").setAttribute("aria-pressed", String(yes));
    $("#keep span").textContent = t(yes ? "music.kept" : "music.keep");
  }

  function list() {
    const done = made.filter(({ state, result }) => state === "done" && result?.files);
    $("#earlier").hidden = !done.length;
    earlier.replaceChildren(...done.map((job) => {
      const item = row(job, keptMark(job));
      if (job === shown) item.setAttribute("aria-current", "true");
      return item;
    }));
  }

  const keptMark = ({ result }) => result.kept ? el("span", { class: "kept", title: t("music.kept") }, icon("pin"), el("span", { class: "visually-hidden" }, t("music.kept"))) : null;

  async function remove(job) {
    if (job.result.kept && !await confirmDialog({ title: t(`${kind}.delete.title`), text: t(`${kind}.delete.text`), action: t("common.delete") })) return;
    try {
      await api(`${address}/${job.id}`, { method: "DELETE" });
    } catch (error) { toast(error.message, "bad"); return; }
    made.splice(made.indexOf(job), 1);
    if (job === shown) { hide(); shown = null; panel.hidden = true; $("#nothing").hidden = false; }
    list();
  }

  act("#cancel", async () => {
    $("#cancel").disabled = true;
    if (working) await api(`/api/jobs/${working}/cancel`, { method: "POST" });
  });
  act("#keep", async () => {
    const { job } = await api(`${address}/${shown.id}`, { method: "PATCH", json: { kept: !shown.result.kept } });
    instead(job);
    shown = job;
    kept(job.result.kept);
    list();
  });

  /** Shows the newest, and goes on watching what is under way. */
  function start() {
    const last = made.find(({ state, result }) => state === "done" && result?.files);
    if (last) open(last);
    document.documentElement.dataset.ready = kind;
    const unfinished = made.find(({ state }) => state === "queued" || state === "running");
    if (unfinished) follow(unfinished);
  }

  return { make, open, remove, start, current: () => shown };
}
