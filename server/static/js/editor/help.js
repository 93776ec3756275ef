// All keys, as the help shows them.
import { el } from "../dom.js";
import { t } from "../i18n.js";

const KEYS = [
  ["play", [["Space"], ["K"]]], ["pace", [["J"], ["L"]]], ["frame", [["←"], ["→"]]], ["second", [["Shift", "←", "→"]]],
  ["go", [["↑"], ["↓"]]], ["add", [["N"]]], ["start", [["I"]]], ["end", [["O"]]], ["nudge", [["Alt", "←", "→"]]],
  ["nudge_end", [["Alt", "Shift", "←", "→"]]], ["type", [["Enter"]]], ["leave", [["Esc"]]], ["next", [["Ctrl", "Enter"]]],
  ["split", [["S"]]], ["merge", [["M"]]], ["delete", [["Delete"]]], ["hear", [["P"]]], ["again", [["R"]]],
  ["undo", [["Ctrl", "Z"]]], ["redo", [["Ctrl", "Y"]]], ["find", [["/"]]], ["help", [["?"]]],
];

export function shortcuts() {
  return el("dl", { class: "shortcuts" }, ...KEYS.map(([name, ways]) => el("div", {},
    el("dt", {}, ...ways.flatMap((keys, i) => [i ? " " : null, ...keys.flatMap((key, k) => [k && key !== "→" ? "+" : " ", el("kbd", {}, key)])])),
    el("dd", {}, t(`editor.key.${name}`)))));
}
