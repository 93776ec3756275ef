// Buttons that play: `data-play` holds an address; one plays at a time, pressed again it stops.
import { $, toast } from "../dom.js";
import { t } from "../i18n.js";

const player = new Audio();
let playing = null;

/** Lets every button with `data-play` under `root` play, those that come later too. */
export function listen(root) {
  root.addEventListener("click", (event) => {
    const button = event.target.closest("[data-play]");
    if (!button) return;
    if (button === playing) stop();
    else play(button);
  });
}

export function play(button) {
  stop();
  playing = button;
  mark(true);
  player.src = button.dataset.play;
  player.play().catch((error) => {
    if (error.name === "AbortError") return; // another was pressed meanwhile
    stop();
    if (error.name !== "NotAllowedError") toast(t("voices.mute"), "bad"); // that one: the browser wants a click first
  });
}

function stop() {
  player.pause();
  if (playing) mark(false);
  playing = null;
}

player.addEventListener("ended", stop);

function mark(on) {
  playing.setAttribute("aria-pressed", on);
  const use = $("use", playing);
  use?.setAttribute("href", use.getAttribute("href").replace(/#.*/, on ? "#stop" : "#play"));
}
