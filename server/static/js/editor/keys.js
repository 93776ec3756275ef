// The keyboard. Plain letters act outside of text fields; with Ctrl or Alt they act everywhere. While a syllable is
// being composed every key belongs to the input method.

const FIELD = "input:not([type=checkbox]):not([type=radio]):not([type=range]):not([type=button]):not([type=file]), textarea, select, [contenteditable]";
const NUDGE = 0.05; // s

/** commands: {play, slower, faster, seek(seconds), frame(n), start, end, add, split, merge, nudge(seconds, edge), redo
 * (the cue), hear, remove, undo, again, help, find, go(n), type, leave, save, next}. */
export function listen(commands) {
  let composing = false;
  document.addEventListener("compositionstart", () => { composing = true; }, true);
  // Safari and Chromium differ in whether the Enter that ends a syllable comes before or after this
  document.addEventListener("compositionend", () => setTimeout(() => { composing = false; }, 0), true);

  document.addEventListener("keydown", (event) => {
    if (composing || event.isComposing || event.keyCode === 229 || event.defaultPrevented) return;
    if (document.querySelector("dialog[open]")) return;
    const typing = event.target.closest?.(FIELD) ?? null;
    const command = typing ? inField(event, commands, typing) : outside(event, commands);
    if (!command) return;
    event.preventDefault();
    command();
  });
}

/** The letter on the key: with a Korean layout, event.key is a jamo. */
const letter = (event) => (/^Key[A-Z]$/.test(event.code) && !/^[a-z]$/i.test(event.key) ? event.code.slice(3).toLowerCase() : event.key.toLowerCase());

function everywhere(event, commands) {
  const key = letter(event), command = event.ctrlKey || event.metaKey;
  if (command && !event.altKey) {
    if (key === "z") return event.shiftKey ? commands.again : commands.undo;
    if (key === "y") return commands.again;
    if (key === "s") return commands.save;
    if (key === "enter") return commands.next;
    if (key === " ") return commands.play;
    return null;
  }
  if (event.altKey && !command) {
    if (event.key === "ArrowLeft") return () => commands.nudge(-NUDGE, event.shiftKey ? "end" : "both");
    if (event.key === "ArrowRight") return () => commands.nudge(NUDGE, event.shiftKey ? "end" : "both");
    if (event.key === "ArrowUp") return () => commands.go(-1);
    if (event.key === "ArrowDown") return () => commands.go(1);
    const letters = { i: "start", o: "end", n: "add", s: "split", m: "merge", r: "redo", p: "hear", k: "play" };
    return commands[letters[/^Key[A-Z]$/.test(event.code) ? event.code.slice(3).toLowerCase() : key]] ?? null;
  }
  return null;
}

function inField(event, commands, field) {
  const found = everywhere(event, commands);
  if (found) return found;
  if (event.key === "Escape" && !event.ctrlKey) return () => commands.leave(field);
  return null;
}

function outside(event, commands) {
  const found = everywhere(event, commands);
  if (found || event.ctrlKey || event.metaKey || event.altKey) return found;
  const onButton = event.target.closest?.("button, a, summary, [role=button], input");
  if (event.key === " " || event.key === "Enter") {
    if (onButton) return null; // presses the button
    return event.key === " " ? commands.play : commands.type;
  }
  if (event.target.matches?.("input[type=range], input[type=radio]") && event.key.startsWith("Arrow")) return null;
  switch (event.key) {
    case "ArrowLeft": return () => (event.shiftKey ? commands.seek(-1) : commands.frame(-1));
    case "ArrowRight": return () => (event.shiftKey ? commands.seek(1) : commands.frame(1));
    case "ArrowUp": return () => commands.go(-1);
    case "ArrowDown": return () => commands.go(1);
    case "Delete": case "Backspace": return commands.remove;
    case "?": return commands.help;
    case "/": return commands.find;
    case "Escape": return () => commands.leave(null);
    default:
  }
  const letters = { k: "play", j: "slower", l: "faster", i: "start", o: "end", n: "add", s: "split", m: "merge", r: "redo", p: "hear" };
  return event.shiftKey ? null : commands[letters[letter(event)]] ?? null;
}
