// The last step of a new voice: how far it is, what went wrong, its first words.
import { api, poll } from "./api.js";
import { $, el, icon } from "./dom.js";
import { duration, lang, t } from "./i18n.js";
import { play } from "./recorder/listen.js";

/** Follows the job that makes a voice, on the last step of the page, to its first words. */
export async function make(id) {
  $("#cloning").hidden = false;
  $("#failed").hidden = $("#done").hidden = true;
  const job = await poll(id, follow);
  if (job.state === "done") return made(job.result.voice);
  $("#cloning").hidden = true;
  $("#failed").hidden = false;
  $("#failure").textContent = job.error || t("making.cancelled");
  $("#retry").onclick = async () => { await api(`/api/jobs/${id}/retry`, { method: "POST" }); make(id); };
  $("#retry").focus();
}

function follow(job) {
  if (job.unreachable) { $("#stage").textContent = t("error.unreachable"); return; }
  $("#meter").classList.toggle("waiting", !job.progress);
  $("#meter").style.setProperty("--part", job.progress);
  $("#meter").setAttribute("aria-valuenow", Math.round(100 * job.progress));
  $("#left").textContent = job.left ? t("making.left", { time: duration(job.left) }) : "";
  const words = { listen: t("making.listen"), learn: t("making.learn"), preview: t("making.preview") };
  $("#stage").textContent = job.position > 1 ? t("making.position", { n: job.position }) : words[job.stage] ?? t("making.queued");
}

async function made(name) {
  const { voices } = await api("/api/voices");
  const voice = voices.find((each) => each.name === name);
  $("#cloning").hidden = true;
  $("#done").hidden = false;
  $("#done-face").textContent = [...name][0].toUpperCase();
  $("#done-title").textContent = t("made.title", { name });
  $("#done-words").textContent = t("made.words");
  const languages = [["en", "English"], ["ko", "한국어"]].sort(([one]) => (one === lang ? -1 : 1));
  const buttons = languages.filter(([code]) => voice.previews[code]).map(([code, words], at) => el("button", {
    type: "button", class: `button ${at ? "" : "primary"}`, "data-play": voice.previews[code], "aria-pressed": "false", "aria-label": t("made.hear", { language: words }),
  }, icon("play"), el("span", { lang: code }, words)));
  $("#done-previews").replaceChildren(...buttons);
  $("#to-gallery").href = `/voices?made=${encodeURIComponent(name)}`;
  $("#done-title").focus();
  if (buttons[0]) play(buttons[0]);
}
