// The app's modal: opened, redrawn and closed as the workspace says; the browser keeps the focus in it.
import { act } from "./live.js";
import { valuesOf } from "./controls.js";

let shown = null;

function focusFirst(form) {
  const wanted = form.querySelector("[aria-invalid=true]") || form.querySelector("[data-focus] :is(input, select, textarea)") ||
    form.querySelector(".modal-body :is(input, select, textarea)") || form.querySelector("#modal-title");
  wanted.focus();
}

function show(dialog) {
  const form = dialog.querySelector("form");
  if (!form) {
    shown = null;
    if (dialog.open) dialog.close();
    return;
  }
  if (!dialog.open) dialog.showModal();
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

export function modals() {
  const dialog = document.getElementById("modal");
  document.addEventListener("redrawn", () => show(dialog));
  // The workspace decides whether it closes, so the browser must not do so first.
  dialog.addEventListener("cancel", (event) => event.preventDefault());
  dialog.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    act("close");
  });
  dialog.addEventListener("submit", (event) => {
    event.preventDefault();
    submit(event.target);
  });
  dialog.addEventListener("click", (event) => {
    const button = event.target.closest("[data-act=close]");
    if (button) act("close", { all: "all" in button.dataset });
  });
  show(dialog);
}
