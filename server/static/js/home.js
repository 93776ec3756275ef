// Where films are brought: one dropped or chosen (its subtitles may come with it), or the sample.
import { api } from "./api.js";
import { $, $$, confirmDialog, toast } from "./dom.js";
import { lang, t } from "./i18n.js";
import { dropZone } from "./dropzone.js";

const SUBTITLES = /\.(srt|vtt|ass|ssa|smi)$/i;

/** A project for an uploaded film, with the subtitles that came along; then the editor. */
async function begin(film, files) {
  const name = film.name.replace(/\.[^.]+$/, "");
  const { project } = await api("/api/projects", { method: "POST", json: { film: film.id, name } });
  const subtitles = files.find((file) => SUBTITLES.test(file.name));
  if (subtitles) {
    const body = new FormData();
    body.append("file", subtitles);
    body.append("apply", "1");
    try {
      await api(`/api/projects/${project.id}/import`, { method: "POST", body });
    } catch (error) {
      toast(error.message, "bad"); // the editor offers to import again
    }
  }
  location.assign(`/projects/${project.id}`);
}

dropZone($("#drop"), { onFilm: begin });

for (const button of $$("[data-sample]")) {
  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      const { project } = await api("/api/films/sample", { method: "POST", json: { language: lang } });
      location.assign(`/projects/${project.id}`);
    } catch (error) {
      toast(error.message, "bad");
      button.disabled = false;
    }
  });
}

for (const button of $$("[data-delete]")) {
  button.addEventListener("click", async () => {
    const { name } = button.dataset;
    if (!await confirmDialog({ title: t("home.delete.title", { name }), text: t("home.delete.text"), action: t("common.delete") })) return;
    try {
      await api(`/api/projects/${button.dataset.delete}`, { method: "DELETE" });
      button.closest("li").remove();
    } catch (error) {
      toast(error.message, "bad");
    }
  });
}
