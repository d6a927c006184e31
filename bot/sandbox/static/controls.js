// The app's buttons, menus and inputs: reading them, and telling the workspace what was chosen.
import { act } from "./live.js";

const BUTTONS = ["button", "feedback_buttons", "icon_button", "overflow"];

export function targetOf(node) {
  const view = node.closest("[data-view]");
  if (view) return { view: view.dataset.view };
  const message = node.closest("[data-message]");
  return { channel: message.dataset.channel, ts: message.dataset.message };
}

function read(control) {
  const { kind } = control.dataset;
  const fields = [...control.querySelectorAll("input, select, textarea")];
  if (kind === "checkboxes" || kind.startsWith("multi_")) return fields.filter((it) => it.checked).map((it) => it.value);
  if (kind === "radio_buttons") return fields.find((it) => it.checked)?.value ?? null;
  return fields[0].value || null;
}

// What was typed or chosen and the workspace does not know yet; of the rest, it knows best.
export function valuesOf(root) {
  const values = {};
  for (const control of root.querySelectorAll("[data-control]")) {
    const { block, action, kind } = control.dataset;
    const isNew = control.querySelector("[data-dirty]");
    if (isNew && !BUTTONS.includes(kind)) (values[block] ??= {})[action] = read(control);
  }
  return values;
}

export function confirmed({ title, text, confirm, deny, style }) {
  const dialog = document.getElementById("confirm");
  document.getElementById("confirm-title").textContent = title.text;
  document.getElementById("confirm-text").textContent = text.text;
  document.getElementById("confirm-deny").textContent = deny.text;
  const yes = document.getElementById("confirm-yes");
  yes.textContent = confirm.text;
  yes.className = `btn btn-${style || "primary"}`;
  dialog.returnValue = "deny";
  dialog.showModal();
  return new Promise((done) => {
    dialog.addEventListener("close", () => done(dialog.returnValue === "confirm"), { once: true });
  });
}

async function fire(control, choice) {
  const asked = control.dataset.confirm;
  if (asked && !(await confirmed(JSON.parse(asked)))) return;
  const holder = control.closest("[data-view], [data-message]");
  const { block, action, kind } = control.dataset;
  const values = valuesOf(holder);
  // Until the workspace knows what was chosen, no redraw may take it back.
  const chosen = [...control.querySelectorAll("[data-dirty]")].map((field) => field.id);
  const told = () => chosen.forEach((id) => delete document.getElementById(id)?.dataset.dirty);
  control.setAttribute("aria-busy", "true");
  await act("click", { ...targetOf(control), block_id: block, action_id: action, kind, choice, values }, told);
  control.removeAttribute("aria-busy");
}

// A folded multi-select names what is chosen in it.
function name(multi) {
  const names = [...multi.querySelectorAll("input:checked")].map((it) => it.dataset.words);
  multi.querySelector(".multi-named").textContent = names.join(", ");
  multi.querySelector(".multi-asked").hidden = names.length > 0;
}

function onClick(event) {
  const pressed = event.target.closest("[data-value]");
  const control = pressed?.closest("[data-control]");
  if (control && BUTTONS.includes(control.dataset.kind)) {
    if (control.dataset.kind === "overflow") control.open = false;
    fire(control, pressed.dataset.value);
    return;
  }
  const apply = event.target.closest("[data-apply]");
  if (apply) {
    const multi = apply.closest("[data-control]");
    multi.open = false;
    multi.querySelector("summary").focus();
    fire(multi, read(multi));
  }
}

function onChange(event) {
  const control = event.target.closest("[data-control]");
  if (!control) return;
  const { block, action, kind, fires } = control.dataset;
  if (kind.startsWith("multi_")) name(control);
  if (kind === "radio_buttons") for (const radio of control.querySelectorAll("input")) radio.dataset.dirty = "";
  const typed = kind.endsWith("_input");
  if (fires !== undefined && !typed && !kind.startsWith("multi_")) fire(control, read(control));
  else if (event.target.closest("[data-message]")) act("fill", { ...targetOf(control), values: { [block]: { [action]: read(control) } } });
}

function onKey(event) {
  const control = event.target.closest("[data-control]");
  if (event.key !== "Enter" || event.isComposing || !control?.dataset.kind.endsWith("_input")) return;
  if (event.target.matches("textarea")) return;
  if (control.dataset.fires?.includes("on_enter_pressed")) {
    event.preventDefault();
    fire(control, read(control));
  }
}

export function controls() {
  document.addEventListener("input", (event) => {
    if (event.target.id) event.target.dataset.dirty = "";
    const control = event.target.closest("[data-control]");
    if (control?.dataset.fires?.includes("on_character_entered") && control.dataset.kind.endsWith("_input")) fire(control, read(control));
  });
  document.addEventListener("redrawn", () => document.querySelectorAll("details.multi").forEach(name));
  document.addEventListener("click", onClick);
  document.addEventListener("change", onChange);
  document.addEventListener("keydown", onKey);
}
