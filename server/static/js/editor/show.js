// The state of saving, and the row of buttons under the film.
import { $, icon } from "../dom.js";
import { clock, t } from "../i18n.js";
import { stamp } from "./cue.js";

const SAID = { saved: "good", waiting: "", saving: "", offline: "warn", refused: "bad", clash: "warn" };

export function showSaved(place, { state, waiting, clashes, message }) {
  place.className = `saved ${SAID[state]}`;
  place.dataset.state = state;
  place.replaceChildren(icon(state === "saved" ? "check" : SAID[state] ? "warning" : "dots"),
    state === "refused" ? message : t(`editor.state.${state}`, { n: state === "clash" ? clashes : waiting }));
}

export function showTransport(player, timeline, film) {
  const [play, time, seek, pace, mute] = ["play", "time", "seek", "pace", "mute"].map((id) => $(`#${id}`));
  $("#duration").textContent = film.duration ? ` / ${clock(film.duration)}` : "";
  seek.max = String(player.duration || 1);
  const names = { play: play.getAttribute("aria-label") };
  const showTime = () => {
    const now = stamp(player.time);
    if (time.textContent !== now) time.textContent = now;
    if (document.activeElement !== seek || player.playing) seek.value = String(player.time);
    seek.setAttribute("aria-valuetext", clock(player.time));
  };
  const showState = () => {
    play.replaceChildren(icon(player.playing ? "pause" : "play"));
    play.setAttribute("aria-label", player.playing ? t("editor.pause") : names.play);
    pace.textContent = `${player.rate}×`;
    const quiet = player.video.muted;
    mute.replaceChildren(icon(quiet ? "sound-off" : "sound"));
    mute.setAttribute("aria-pressed", String(quiet));
  };
  player.addEventListener("time", showTime);
  player.addEventListener("state", showState);
  player.addEventListener("unplayable", () => { $("#unplayable").hidden = false; showState(); });
  if (player.silent) $("#unplayable").hidden = false;
  play.addEventListener("click", () => player.toggle());
  $("#back").addEventListener("click", () => { player.time -= 1; });
  $("#ahead").addEventListener("click", () => { player.time += 1; });
  seek.addEventListener("input", () => { player.time = Number(seek.value); timeline.reveal(player.time); });
  pace.addEventListener("click", () => { if (player.rate >= 2) player.pace(-9); else player.pace(1); });
  mute.addEventListener("click", () => { player.video.muted = !player.video.muted; });
  $("#zoom-in").addEventListener("click", () => timeline.zoom(0.6));
  $("#zoom-out").addEventListener("click", () => timeline.zoom(1 / 0.6));
  player.video.addEventListener("click", () => player.toggle());
  showTime();
  showState();
}
