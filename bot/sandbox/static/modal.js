// The app's modal: opened, redrawn and closed as the workspace says; the browser keeps the focus in it.
import { act, heirOf, traceOf } from "./live.js";
import { valuesOf } from "./controls.js";

let shown = null;
let leaving = null; // What somebody has closed; the workspace may not know it yet.
let opener = null; // What had the focus when the first window came.

function focusFirst(form) {
  const wanted = form.querySelector("[aria-invalid=true]") || form.querySelector("[data-focus] :is(input, select, textarea)") ||
    form.querySelector(".modal-body :is(input, select, textarea)") || form.querySelector("#modal-title");
  wanted.focus();
}

function hide(dialog) {
  shown = null;
  if (!dialog.open) return;
  dialog.close();
  // What had the focus may have been drawn anew behind the window, and is found again.
  const holder = opener?.holder && document.getElementById(opener.holder);
  const active = document.activeElement;
  if (holder && (active === document.body || dialog.contains(active))) heirOf(opener, holder).focus({ preventScroll: true });
}

function show(dialog) {
  const form = dialog.querySelector("form");
  if (!form) {
    hide(dialog);
    return;
  }
  form.inert = form.id === leaving;
  if (form.inert) return;
  if (!dialog.open) {
    opener = traceOf(document.activeElement);
    dialog.showModal();
  }
  // A window that was updated may have lost what had the focus, and with it the keyboard.
  if (form.id !== shown || !dialog.contains(document.activeElement)) focusFirst(form);
  shown = form.id;
}

async function submit(form) {
  const button = form.querySelector("[type=submit]");
  if (!button || button.disabled) return;
  button.disabled = true;
  const { id } = form;
  await act("submit", { values: valuesOf(form) });
  const now = document.getElementById(id);
  if (!now) return;
  const again = now.querySelector("[type=submit]");
  if (again) again.disabled = false;
  if (now.querySelector("[aria-invalid=true]")) focusFirst(now);
}

// A window that is closed takes no more keys: what is typed next is meant for what lies under it.
async function close(dialog, all) {
  const form = dialog.querySelector("form");
  if (!form || form.id === leaving) return;
  leaving = form.id;
  form.inert = true;
  if (all || form.dataset.depth === "1") hide(dialog);
  else dialog.focus();
  await act("close", { all, view: form.dataset.view });
  leaving = null;
  show(dialog);
}

export function modals() {
  const dialog = document.getElementById("modal");
  document.addEventListener("redrawn", () => show(dialog));
  // The workspace decides whether it closes, so the browser must not do so first.
  dialog.addEventListener("cancel", (event) => event.preventDefault());
  dialog.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    close(dialog, false);
  });
  dialog.addEventListener("submit", (event) => {
    event.preventDefault();
    submit(event.target);
  });
  dialog.addEventListener("click", (event) => {
    const button = event.target.closest("[data-act=close]");
    if (button) close(dialog, "all" in button.dataset);
  });
  show(dialog);
}
