// The message boxes: sending, drafts, hints for commands, editing one's own messages.
import { act } from "./live.js";
import { targetOf } from "./controls.js";

const who = () => document.getElementById("acting-as").value;
const boxOf = (form) => form.querySelector("textarea");
const draftKey = (form) => `draft/${who()}/${form.dataset.channel}/${form.dataset.thread}`;

function keepDraft(form) {
  if (!form.dataset.editing) sessionStorage.setItem(draftKey(form), boxOf(form).value);
}

function put(form, text) {
  const box = boxOf(form);
  box.value = text;
  box.dataset.dirty = "";
  keepDraft(form);
  hint(form);
}

function hint(form) {
  const typed = boxOf(form).value;
  const list = form.querySelector(".hints");
  let shown = 0;
  for (const button of list.querySelectorAll("[data-insert]")) {
    const fits = typed.startsWith("/") && button.dataset.insert.startsWith(typed) && button.dataset.insert !== typed;
    button.parentElement.hidden = !fits;
    shown += fits;
  }
  list.hidden = !shown || form.dataset.thread !== "";
}

function stopEditing(form) {
  delete form.dataset.editing;
  form.querySelector(".editing").hidden = true;
  put(form, sessionStorage.getItem(draftKey(form)) || "");
}

async function send(form) {
  const box = boxOf(form);
  const text = box.value;
  if (!text.trim()) return;
  const { channel, thread, editing } = form.dataset;
  if (editing) {
    if (await act("edit", { channel, ts: editing, text })) stopEditing(form);
    return;
  }
  put(form, "");
  const done = await act("say", { channel, text, thread });
  // Refused: the words come back, before whatever was typed since.
  const now = document.getElementById(box.id) ?? box;
  if (!done) put(now.form, now.value ? `${text}\n${now.value}` : text);
  else document.getElementById(thread ? "scroll-thread" : "scroll-main").scrollTop = 1e9;
}

function insert(form, words) {
  const box = boxOf(form);
  if (words.startsWith("/")) put(form, words);
  else {
    const spaced = box.selectionStart && !/\s$/.test(box.value.slice(0, box.selectionStart)) ? ` ${words}` : words;
    box.setRangeText(spaced, box.selectionStart, box.selectionEnd, "end");
    put(form, box.value);
  }
  box.focus();
}

function edit(button) {
  const place = button.closest(".thread") ? "thread" : "main";
  const form = document.getElementById(`composer-form-${place}`);
  keepDraft(form);
  form.dataset.editing = targetOf(button).ts;
  form.querySelector(".editing").hidden = false;
  boxOf(form).value = button.dataset.edit;
  boxOf(form).focus();
}

function onClick(event) {
  const button = event.target.closest("button");
  if (!button) return;
  const form = button.closest("[data-composer]") || document.getElementById("composer-form-main");
  if ("insert" in button.dataset) insert(form, button.dataset.insert);
  else if ("try" in button.dataset && form) {
    put(form, button.dataset.try);
    boxOf(form).focus();
  } else if ("prompt" in button.dataset) {
    const thread = button.closest(".thread");
    const { channel } = form.dataset;
    act("say", { channel, text: button.dataset.prompt, thread: thread ? document.getElementById("composer-form-thread").dataset.thread : "" });
  } else if ("cancelEdit" in button.dataset) stopEditing(form);
  else if ("edit" in button.dataset) edit(button);
}

export function composers() {
  for (const form of document.querySelectorAll("[data-composer]")) {
    const draft = sessionStorage.getItem(draftKey(form));
    if (draft) put(form, draft);
  }
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-composer]")) return;
    event.preventDefault();
    send(event.target);
  });
  document.addEventListener("input", (event) => {
    const form = event.target.closest("[data-composer]");
    if (!form) return;
    keepDraft(form);
    hint(form);
  });
  document.addEventListener("keydown", (event) => {
    const form = event.target.closest("[data-composer]");
    if (!form || !event.target.matches("textarea") || event.isComposing) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      const offered = [...form.querySelectorAll(".hints:not([hidden]) li:not([hidden]) [data-insert]")];
      const whole = offered.some((it) => it.dataset.insert.trim() === event.target.value.trim());
      if (offered.length && !whole) insert(form, offered[0].dataset.insert);
      else send(form);
    } else if (event.key === "Escape" && form.dataset.editing) stopEditing(form);
    else if (event.key === "Escape") form.querySelector(".hints").hidden = true;
  });
  document.addEventListener("click", onClick);
}
