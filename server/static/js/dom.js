// Small things with the page: make elements, find them, say something, ask something.
import { t } from "./i18n.js";

export const $ = (selector, root = document) => root.querySelector(selector);
export const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];

/** An element. Props: `class`, `dataset`, `on` ({click: …}), `style` (custom properties too), else property or attribute. */
export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "class") node.className = value;
    else if (name === "dataset") Object.assign(node.dataset, value);
    else if (name === "on") for (const [event, act] of Object.entries(value)) node.addEventListener(event, act);
    else if (name === "style") for (const [key, v] of Object.entries(value)) node.style.setProperty(key, v);
    else if (name in node && name !== "list" && name !== "form") node[name] = value;
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

/** An icon of static/img/icons.svg by its id. */
export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `${new URL("../img/icons.svg", import.meta.url).pathname}#${name}`);
  svg.append(use);
  return svg;
}

/** Says it to those who listen to the page instead of looking at it. */
export function announce(text) {
  const place = document.getElementById("announcer");
  place.textContent = "";
  requestAnimationFrame(() => { place.textContent = text; });
}

/** Shows it for some seconds; `kind` is "" or "bad". */
export function toast(text, kind = "") {
  const note = el("div", { class: `toast ${kind}` }, text);
  document.getElementById("toasts").append(note);
  setTimeout(() => note.remove(), kind === "bad" ? 10000 : 5000);
}

/** A question; resolves to true when the person agrees. */
export function confirmDialog({ title, text, action, danger = true }) {
  return new Promise((resolve) => {
    const yes = el("button", { class: `button ${danger ? "danger" : "primary"}`, value: "yes" }, action);
    const no = el("button", { class: "button", value: "", autofocus: true }, t("common.keep"));
    const heading = el("h2", { id: "question" }, title);
    const form = el("form", { method: "dialog", class: "stack" }, heading, el("p", {}, text), el("div", { class: "row" }, yes, no));
    const dialog = el("dialog", { "aria-labelledby": "question" }, form);
    dialog.addEventListener("close", () => { dialog.remove(); resolve(dialog.returnValue === "yes"); });
    document.body.append(dialog);
    dialog.showModal();
  });
}
