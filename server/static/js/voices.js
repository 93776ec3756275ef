// The gallery: hear a voice, see how one comes along, delete one of one's own.
import { api, poll } from "./api.js";
import { $, $$, confirmDialog, toast } from "./dom.js";
import { bytes, lang, t } from "./i18n.js";
import { listen } from "./recorder/listen.js";

listen(document);

for (const card of $$("[data-making]")) {
  const meter = $(".meter", card);
  poll(card.dataset.making, (job) => {
    if (job.unreachable) return;
    meter.classList.toggle("waiting", !job.progress);
    meter.style.setProperty("--part", job.progress);
    meter.setAttribute("aria-valuenow", Math.round(100 * job.progress));
  }).then((job) => {
    if (job.state === "done") location.assign(`/voices?made=${encodeURIComponent(job.result.voice)}`);
    else if (job.state === "failed") { $("[data-stage]", card).textContent = job.error; meter.remove(); }
    else card.remove();
  }).catch((error) => toast(error.message, "bad"));
}

for (const button of $$("[data-delete]")) {
  button.addEventListener("click", async () => {
    const card = button.closest("[data-voice]"), name = card.dataset.voice;
    const path = `/api/voices/${encodeURIComponent(name)}`;
    try {
      const used = await api(`${path}/used`);
      if (!await confirmDialog({ title: t("voices.delete.title", { name }), text: goes(used), action: t("common.delete") })) return;
      const gone = await api(path, { method: "DELETE" });
      toast(gone.takes ? t("voices.deleted.takes", { name, takes: gone.takes }) : t("voices.deleted", { name }));
      card.remove();
      if (!$("[data-voice] [data-delete]")) setTimeout(() => location.assign("/voices"), 1500);
    } catch (error) {
      toast(error.message, "bad");
    }
  });
}

/** What a deletion takes along, in words. */
function goes({ takes, bytes: size, projects }) {
  const names = new Intl.ListFormat(lang).format(projects.slice(0, 3).map((project) => t("voices.quoted", { name: project.name })));
  return [
    t("voices.delete.always"),
    takes && t("voices.delete.takes", { takes, size: bytes(size) }),
    projects.length && t("voices.delete.projects", { names: projects.length > 3 ? t("voices.delete.more", { names, n: projects.length - 3 }) : names }),
    t("voices.delete.films"),
  ].filter(Boolean).join(" ");
}

for (const button of $$("[data-play], [data-delete]")) button.disabled = false; // from now on somebody listens
$(".voice.made")?.scrollIntoView({ block: "center" });
