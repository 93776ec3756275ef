// A new voice, step by step: how, the microphone, the sentences or a file, the check, consent, the name, the making.
import { api } from "./api.js";
import { $, $$, announce, el, toast } from "./dom.js";
import { lang, t } from "./i18n.js";
import { Booth } from "./recorder/booth.js";
import { WANTED } from "./recorder/limits.js";
import { listen } from "./recorder/listen.js";
import { Meter } from "./recorder/meter.js";
import { Reading } from "./recorder/reading.js";
import { verdict } from "./recorder/verdict.js";
import { Microphone, obstacle } from "./recorder.js";
import { uploadFile } from "./upload.js";
import { make } from "./voice-making.js";

const STEPS = { how: 0, microphone: 1, read: 1, upload: 1, check: 2, consent: 3, name: 4, making: 5 };
const SPEECH = -25; // dBFS that somebody who reads reaches, against whom the room is judged
const TUNABLE = 6; // sentences from which a melody can be learnt

const microphone = new Microphone();
const meter = new Meter(microphone);
const reading = new Reading(microphone, () => { unsaved = reading.read.length > 0; });
const oath = new Booth($("#oath"), microphone, { onTake: () => { spoken = null; sworn(); } });
let way = "record"; // or upload
let recordings = []; // ids of uploads, in order
let consent = null; // {statement, number, token}
let spoken = null; // id of the upload in which it is read
let unsaved = false;

addEventListener("pagehide", () => microphone.close());
addEventListener("beforeunload", (event) => { if (unsaved) event.preventDefault(); });
listen(document);
$("#level-try").append(meter.root);

// --- one step at a time

function show(step) {
  for (const section of $$("[data-step]")) section.hidden = section.dataset.step !== step;
  $$("#steps li").forEach((item, at) => {
    item.classList.toggle("done", at < STEPS[step]);
    item.toggleAttribute("data-now", at === STEPS[step]);
    if (at === STEPS[step]) item.setAttribute("aria-current", "step");
    else item.removeAttribute("aria-current");
  });
  if (step === "microphone" && microphone.live) meter.watch();
  else meter.rest();
  $(`[data-step="${step}"] h2`).focus({ preventScroll: true });
  scrollTo({ top: 0 });
}

function fail(place, words) {
  place.textContent = words;
  place.hidden = !words;
}

$("#way-record").addEventListener("click", () => { way = "record"; show("microphone"); blocked(); });
$("#way-upload").addEventListener("click", () => { way = "upload"; show("upload"); });

// --- the microphone

function blocked() {
  const why = obstacle();
  const words = { insecure: t("microphone.insecure", { host: location.host }), unsupported: t("microphone.unsupported") }[why] ?? "";
  fail($("#ask-error"), words);
  $("#allow").disabled = Boolean(why);
}

const WHY = {
  NotAllowedError: () => t("microphone.denied"), NotFoundError: () => t("microphone.none"),
  NotReadableError: () => t("microphone.busy"), OverconstrainedError: () => t("microphone.none"),
};

const why = (error) => WHY[error.name]?.() ?? t("microphone.failed", { why: error.message });

async function open(device = "") {
  try {
    await microphone.open(device);
  } catch (error) {
    fail($("#ask-error"), why(error));
    $("#ask").hidden = false;
    $("#ready").hidden = true;
    return false;
  }
  fail($("#ask-error"), "");
  $("#ask").hidden = true;
  $("#ready").hidden = false;
  meter.watch();
  const devices = await microphone.devices();
  $("#device").replaceChildren(...devices.map(({ id, label }, at) => el("option", { value: id, selected: id === microphone.device }, label || t("microphone.number", { n: at + 1 }))));
  return true;
}

$("#allow").addEventListener("click", async () => { if (await open()) $("#device").focus(); });
$("#device").addEventListener("change", (event) => open(event.target.value));
navigator.mediaDevices?.addEventListener("devicechange", () => { if (microphone.live && !$("#ready").hidden) open(microphone.device); });

$("#listen").addEventListener("click", async () => {
  $("#listen").disabled = true;
  $("#room").textContent = t("room.listening");
  const noise = await microphone.room();
  const distance = SPEECH - noise;
  $("#room").textContent = distance >= WANTED ? t("room.quiet") : distance >= 15 ? t("room.some") : t("room.loud");
  $("#room").dataset.kind = distance >= WANTED ? "good" : "warn";
  $("#listen").disabled = false;
});

$("#begin").addEventListener("click", async () => {
  try {
    if (!reading.sentences.length) await reading.load($("#script-language").value);
    show("read");
    reading.booth.button.focus();
  } catch (error) {
    toast(error.message, "bad");
  }
});

// --- the recording: sentences, or a file

$("#to-check").addEventListener("click", () => check(sendTakes));

async function sendTakes(tell) {
  await reading.booth.finish();
  const { read } = reading;
  for (const [at, { take }] of read.entries()) {
    tell(t("check.sending"), at / read.length);
    take.upload ??= await uploadFile(take.blob, { kind: "recording", name: t("take.name", { n: at + 1 }) });
  }
  return read.map(({ take }) => take.upload);
}

const sendFile = (file) => async (tell) => {
  const onProgress = (sent, size) => tell(t("check.sending"), sent / size);
  return [await uploadFile(file, { kind: "recording", onProgress, onWaiting: (waiting) => waiting && tell(t("check.waiting"), 0) })];
};

$("#file").addEventListener("change", (event) => {
  const [file] = event.target.files;
  event.target.value = "";
  if (file) check(sendFile(file));
});
for (const name of ["dragover", "dragleave", "drop"]) {
  $("#drop").addEventListener(name, (event) => {
    event.preventDefault();
    $("#drop").classList.toggle("over", name === "dragover");
    const [file] = event.dataTransfer?.files ?? [];
    if (name === "drop" && file) check(sendFile(file));
  });
}

// --- the check

async function check(send) {
  show("check");
  $("#checking").hidden = false;
  $("#verdict").hidden = $("#verdict-buttons").hidden = true;
  const bar = $("#checking-meter");
  const tell = (words, part) => {
    $("#checking-text").textContent = words;
    bar.classList.toggle("waiting", part === null);
    bar.style.setProperty("--part", part ?? 0);
  };
  let usable = false;
  try {
    recordings = await send(tell);
    tell(t("check.listening"), null);
    const found = await api("/api/voices/check", { method: "POST", json: { recordings } });
    $("#verdict").replaceChildren(...verdict(found));
    usable = found.verdict !== "refuse";
    announce($(".verdict-head").textContent);
  } catch (error) {
    $("#verdict").replaceChildren(el("p", { class: "banner bad", role: "alert" }, error.message));
  }
  $("#checking").hidden = true;
  $("#verdict").hidden = $("#verdict-buttons").hidden = false;
  $("#to-consent").hidden = !usable;
  $("#again").textContent = way === "upload" ? t("check.other") : t("check.again");
  $("#again").classList.toggle("primary", !usable);
  $(usable ? "#to-consent" : "#again").focus();
}

$("#again").addEventListener("click", () => show(way === "upload" ? "upload" : "read"));
$("#to-consent").addEventListener("click", swear);

// --- consent

async function swear() {
  try {
    if (!consent) ({ consent } = await api(`/api/voices/script?language=${way === "record" ? reading.language : lang}`));
  } catch (error) {
    toast(error.message, "bad");
    return;
  }
  show("consent");
  oath.put(consent.statement, "", oath.take, way === "record" ? reading.language : lang);
  heard();
}

/** Who has allowed the microphone reads the statement aloud; others are asked, and may agree in writing. */
function heard() {
  const aloud = microphone.live;
  $("#oath").hidden = !aloud;
  $("#oath-ask").hidden = aloud;
  $("#silent-choice").hidden = aloud;
  $("#oath-words").textContent = consent.statement;
  $("#oath-allow").hidden = Boolean(obstacle());
  sworn();
}

$("#oath-allow").addEventListener("click", async () => {
  const open = await microphone.open().then(() => true, (error) => { fail($("#consent-error"), why(error)); return false; });
  if (open) { heard(); oath.button.focus(); }
});

function sworn() {
  const aloud = microphone.live ? oath.take : $("#silent").checked;
  $("#to-name").disabled = !(aloud && $("#agree").checked);
  fail($("#consent-error"), "");
}
for (const id of ["#agree", "#silent"]) $(id).addEventListener("change", sworn);

$("#back-check").addEventListener("click", () => show("check"));
$("#to-name").addEventListener("click", async () => {
  const button = $("#to-name");
  button.disabled = true;
  button.textContent = t("consent.checking");
  try {
    if (microphone.live) await checkOath();
    $("#depth").hidden = way === "upload" || reading.read.length < TUNABLE;
    show("name");
    $("#name").focus();
  } catch (error) {
    fail($("#consent-error"), error.message);
    if (["consent-expired", "consent-unknown"].includes(error.code)) await renew();
  } finally {
    button.textContent = t("consent.continue");
    button.disabled = false;
  }
});

async function checkOath() {
  spoken ??= await uploadFile(oath.take.blob, { kind: "recording", name: t("consent.file") });
  await api("/api/voices/consent", { method: "POST", json: { recordings, statement: consent.statement, token: consent.token, recording: spoken } });
}

async function renew() {
  consent = null;
  oath.take = spoken = null;
  const words = $("#consent-error").textContent;
  await swear();
  fail($("#consent-error"), words);
}

// --- the name, and the making

$("#back-consent").addEventListener("click", () => show("consent"));
$("#naming").addEventListener("submit", async (event) => {
  event.preventDefault();
  const name = $("#name").value.trim();
  $("#name-error").textContent = name ? "" : t("name.empty");
  if (!name) { $("#name").focus(); return; }
  $("#make").disabled = true;
  const tuned = !$("#depth").hidden && $("#depth-tuned").checked;
  const agreed = spoken && oath.take ? { statement: consent.statement, token: consent.token, recording: spoken } : { statement: consent.statement };
  const json = { name, recordings, consent: agreed, ...(tuned && { sentences: reading.read.map(({ text }) => text), language: reading.language }) };
  try {
    const { job } = await api("/api/voices", { method: "POST", json });
    unsaved = false;
    microphone.close();
    show("making");
    await make(job.id);
  } catch (error) {
    $("#name-error").textContent = error.message;
    $("#name").focus();
  }
  $("#make").disabled = false;
});

$("#way-record").disabled = $("#way-upload").disabled = false; // from now on somebody listens
show("how");
