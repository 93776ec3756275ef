// The editor: a film, its cues, and everything that can be done to them, put together.
import { api } from "../api.js";
import { $, announce, el, toast } from "../dom.js";
import { t } from "../i18n.js";
import { Actions } from "./actions.js";
import { byTime } from "./cue.js";
import { historyOf } from "./disk.js";
import { shortcuts } from "./help.js";
import { Importer } from "./importer.js";
import { listen } from "./keys.js";
import { CueList } from "./list.js";
import { Outbox } from "./outbox.js";
import { Panel } from "./panel.js";
import { TitlePanel } from "./panel-title.js";
import { Peaks } from "./peaks.js";
import { Player } from "./player.js";
import { closedRow, OpenRow } from "./row.js";
import { showSaved, showTransport } from "./show.js";
import { Voice } from "./speak.js";
import { Store } from "./store.js";
import { Timeline } from "./timeline.js";
import { judge, Lengths, worst } from "./warnings.js";

const { project } = JSON.parse($("#data").textContent);
const { film } = project;

/** Of this tab, over a reload: its undo steps are kept under it. */
function tabName() {
  try {
    return (sessionStorage.tab ??= Math.random().toString(36).slice(2));
  } catch {
    return "only";
  }
}

const tab = tabName();
const voices = []; // filled when they are known
const [told, steps] = await Promise.all([api(`/api/projects/${project.id}/cues`), historyOf(project.id, tab)]);
told.cues.sort(byTime);
const store = new Store(told.version, told.cues, steps);
const outbox = new Outbox(project.id, store, tab);
const player = new Player($("#video"), film);
const lengths = new Lengths();

// what is wrong with each cue: found out when it is looked at, and again when it or a neighbour is another
let judged = new Map();
const warningsOf = (place) => {
  const { cues } = store, cue = cues[place];
  let found = judged.get(cue.id);
  if (!found) judged.set(cue.id, (found = judge(cues, place, lengths, player.duration)));
  return found;
};
store.addEventListener("change", ({ detail }) => {
  if (detail.order) judged = new Map();
  else for (const id of detail.ids) judged.delete(id);
});

const actions = new Actions({ store, player });
const panel = new Panel({ project: project.id, settings: project.settings, voices, store, dialog: $("#settings-dialog") });
const titling = new TitlePanel({
  project: project.id, film, name: () => $("#name").value, settings: () => panel.settings,
  save: (changes) => panel.keep(changes), dialog: $("#titling-dialog"),
});
const voice = new Voice({
  project: project.id, store, player, settings: () => panel.settings, flush: () => outbox.flush(),
  onBusy: (id) => { opened.busy(id !== null && id === store.selected); if (id) announce(t("editor.speaking")); },
  onHeard: () => fitSoon(100),
});
const act = {
  change: (id, fields, key, label = t("editor.step.change")) => store.change(label, [{ id, ...fields }], { key }),
  setMood: (id, mood) => {
    store.change(t("editor.step.mood"), [{ id, mood }]);
    if (mood && panel.settings.music !== "auto") toast(t("editor.mood_off"));
  },
  seek: (time) => { player.time = time; },
  create: (time) => actions.add(time),
  setStart: (time) => actions.setStart(time),
  setEnd: (time) => actions.setEnd(time),
  nudge: (seconds, edge) => actions.nudge(seconds, edge),
  split: (caret) => actions.split(caret),
  merge: () => actions.merge(),
  remove: (id) => actions.remove(id),
  hear: () => voice.hear(),
  redo: () => voice.hear(true),
  settle: (id, mine) => store.settle(id, mine),
};
const opened = new OpenRow({ store, act, warningsOf, voices });
const list = new CueList($("#list"), {
  store, opened, closed: closedRow({ warningsOf, voiceName: (name) => name }),
  covered: () => Math.max(0, $(".stage").getBoundingClientRect().bottom),
});
const peaks = new Peaks(film.id, film.has_sound !== false, () => timeline.paint());
const timeline = new Timeline($("#timeline"), { store, player, peaks, warningsOf, act });
timeline.zoom(Math.min(1, (player.duration || 30) / 30));
const importer = new Importer({ project: project.id, store, outbox, dialog: $("#import-dialog") });

// how long lines are, as the studio knows it: asked when something is saved, a moment after the last change
let fitTimer = 0;
function fitSoon(wait = 900) {
  clearTimeout(fitTimer);
  fitTimer = setTimeout(async () => {
    try {
      const answer = await api(`/api/projects/${project.id}/fit`);
      lengths.learn(answer.cues, store.byId);
      redraw();
    } catch { /* the guess does for now */ }
  }, wait);
}

function redraw() {
  judged = new Map();
  list.draw();
  timeline.paint();
  countSoon();
}

// counts, the empty page and the names of speakers follow the cues, when there is time for it
let counting = 0;
function countSoon() {
  counting ||= setTimeout(() => {
    counting = 0;
    const { cues } = store;
    const problems = cues.filter((_, place) => ["warn", "bad"].includes(worst(warningsOf(place))));
    $("#count").textContent = cues.length || "";
    $("#problems").hidden = !problems.length;
    $("#problems").textContent = t("editor.problems", { n: problems.length });
    const speakers = [...new Set(cues.map(({ speaker }) => speaker).filter(Boolean))].slice(0, 50);
    if (speakers.join("\n") !== $("#speakers").dataset.all) {
      $("#speakers").dataset.all = speakers.join("\n");
      $("#speakers").replaceChildren(...speakers.map((value) => el("option", { value })));
    }
  }, 150);
  const empty = !store.cues.length;
  $("#begin").hidden = !empty;
  $(".find").hidden = empty;
  $("#list").hidden = empty;
}

store.addEventListener("change", countSoon);
store.addEventListener("change", () => showCaption());
store.addEventListener("select", ({ detail }) => {
  const cue = store.current;
  if (!cue) return;
  if (detail.seek && !player.playing && (player.time < cue.start || player.time >= cue.end)) player.time = cue.start;
  timeline.reveal(cue.start, cue.end);
});
store.addEventListener("clash", ({ detail }) => { list.draw(); if (store.pending.get(detail.id)?.clash) toast(t("editor.clash.title")); });
outbox.addEventListener("state", ({ detail }) => { showSaved($("#saved"), detail); if (detail.state === "saved") fitSoon(); });
outbox.tell();
panel.addEventListener("change", () => fitSoon(600));

let caption = null;
function showCaption() {
  const cue = store.at(player.time), text = cue ? cue.text : "";
  if (text !== caption) $("#caption").textContent = caption = text;
}
player.addEventListener("time", showCaption);
showTransport(player, timeline, film);

/** The next cue that is worth a second look. */
function nextProblem() {
  const from = store.place(store.selected), many = store.cues.length;
  for (let step = 1; step <= many; step++) {
    const place = (from + step + many) % many;
    if (["warn", "bad"].includes(worst(warningsOf(place)))) { store.select(store.cues[place].id, { reveal: true, seek: true }); return; }
  }
}

function find(text) {
  const wanted = text.trim().toLocaleLowerCase(), many = store.cues.length;
  if (!wanted) return;
  const from = Math.max(0, store.place(store.selected));
  for (let step = 1; step <= many; step++) {
    const cue = store.cues[(from + step) % many];
    if (`${cue.text} ${cue.speaker}`.toLocaleLowerCase().includes(wanted)) { store.select(cue.id, { reveal: true, seek: true }); return; }
  }
  announce(t("editor.not_found", { text }));
}

async function narrate() {
  if (!store.cues.length) { toast(t("editor.nothing_to_narrate")); return; }
  $("#narrate").disabled = true;
  try {
    if (!await outbox.flush()) throw new Error(t("editor.narrate_unsaved"));
    await titling.flush();
    const { job } = await api(`/api/projects/${project.id}/narrations`, { method: "POST", json: {} });
    location.assign(`/jobs/${job.id}`);
  } catch (error) {
    toast(error.message, "bad");
    $("#narrate").disabled = false;
  }
}

const show = (dialog) => () => dialog.showModal();
const on = (id, run) => $(`#${id}`).addEventListener("click", run);
on("undo", () => actions.undo());
on("redo", () => actions.redo());
on("import", () => importer.open());
on("begin-import", () => importer.open());
on("begin-write", () => actions.add());
on("add", () => actions.add());
on("settings", () => panel.open());
on("titling", () => titling.open());
on("narrate", narrate);
on("problems", nextProblem);
$("#help-dialog .keys-table").append(shortcuts());
on("help", show($("#help-dialog")));
$("#find").addEventListener("keydown", (event) => { if (event.key === "Enter" && !event.isComposing) { event.preventDefault(); find(event.target.value); } });
$("#name").addEventListener("change", async ({ target }) => {
  try {
    const answer = await api(`/api/projects/${project.id}`, { method: "PATCH", json: { name: target.value } });
    target.value = answer.project.name;
    document.title = document.title.replace(/^.*(?= · )/, answer.project.name);
  } catch (error) { toast(error.message, "bad"); }
});
addEventListener("click", ({ target }) => { if (!target.closest("#export")) $("#export").open = false; });

listen({
  play: () => player.toggle(),
  slower: () => player.pace(-1),
  faster: () => player.pace(1),
  seek: (seconds) => { player.time += seconds; },
  frame: (frames) => player.step(frames),
  start: () => actions.setStart(),
  end: () => actions.setEnd(),
  add: () => { player.pause(); actions.add(); },
  split: () => actions.split(opened.caret),
  merge: () => actions.merge(),
  nudge: (seconds, edge) => actions.nudge(seconds, edge),
  redo: () => voice.hear(true),
  hear: () => voice.hear(),
  remove: () => actions.remove(),
  undo: () => actions.undo(),
  again: () => actions.redo(),
  help: show($("#help-dialog")),
  find: () => $("#find").focus(),
  go: (many) => actions.go(many, { type: document.activeElement === opened.text }),
  type: () => { if (store.current) opened.type(); else actions.go(1, { type: true }); },
  leave: (field) => { if (field) { field.blur(); $("#list").focus({ preventScroll: true }); } else store.select(null); },
  save: async () => announce(t(await outbox.flush() ? "editor.saved" : "editor.offline")),
  next: () => {
    const place = store.place(store.selected);
    if (place >= 0 && place === store.cues.length - 1) actions.add(Math.max(store.cues[place].end + 0.2, player.time));
    else actions.go(1, { type: true });
  },
});

api("/api/voices").then((answer) => {
  voices.push(...answer.voices.filter((one) => !one.damage));
  opened.setVoices(voices);
}, (error) => toast(error.message, "bad"));

/** A film that is still being looked into tells its length later. */
async function whenChecked() {
  const answer = await api(`/api/films/${film.id}`).catch(() => null);
  if (answer?.film.state === "checking" || $("dialog[open]")) setTimeout(whenChecked, 1500);
  else if (answer && await outbox.flush()) location.reload();
}
if (film.state === "checking") setTimeout(whenChecked, 1500);

const asked = /^#cue=(\w+)$/.exec(location.hash)?.[1];
countSoon();
fitSoon(300);
if (location.hash === "#title") titling.open();
if (asked && store.get(asked)) store.select(asked, { reveal: true, seek: true });
document.documentElement.dataset.ready = "editor";
performance.mark("editor-ready");
