// Menus, the drawer of conversations, the workshop, and who one acts as.
import { act } from "./live.js";
import { targetOf } from "./controls.js";

const byId = (id) => document.getElementById(id);

function toggleNav(open) {
  document.body.classList.toggle("nav-open", open);
  byId("open-nav").setAttribute("aria-expanded", String(open));
  if (open) (byId("nav").querySelector("[aria-current]") || byId("nav").querySelector("a")).focus();
  else byId("open-nav").focus();
}

function toggleWorkshop(open) {
  byId("workshop").hidden = !open;
  byId("open-workshop").setAttribute("aria-expanded", String(open));
  byId(open ? "close-workshop" : "open-workshop").focus();
}

function closeMenus(except) {
  for (const menu of document.querySelectorAll("details.menu[open]")) if (!menu.contains(except)) menu.open = false;
}

function onClick(event) {
  closeMenus(event.target);
  const button = event.target.closest("[data-act], [data-shortcut], [data-fault], .menu-item");
  if (!button) return;
  const menu = button.closest("details.menu");
  if (menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
  if (button.dataset.shortcut) act("shortcut", { callback_id: button.dataset.shortcut, ...targetOf(button) });
  else if (button.dataset.fault) act("fault", { kind: button.dataset.fault });
  else if (button.dataset.act === "delete") act("delete", targetOf(button));
  else if (["join", "invite"].includes(button.dataset.act)) act(button.dataset.act, { channel: document.body.dataset.channel });
}

function onEscape() {
  const menu = document.querySelector("details.menu[open]");
  if (menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
  } else if (document.body.classList.contains("nav-open")) toggleNav(false);
  else if (!byId("workshop").hidden && byId("workshop").contains(document.activeElement)) toggleWorkshop(false);
}

function welcome() {
  const hint = byId("first-hint");
  if (!hint || localStorage.getItem("welcomed")) return;
  hint.hidden = false;
  byId("hide-first").addEventListener("click", () => {
    localStorage.setItem("welcomed", "yes");
    hint.hidden = true;
    byId("composer-main")?.focus();
  });
}

export function panes() {
  byId("acting-as").addEventListener("change", (event) => event.target.form.submit());
  byId("open-nav").addEventListener("click", () => toggleNav(true));
  byId("close-nav").addEventListener("click", () => toggleNav(false));
  byId("open-workshop").addEventListener("click", () => toggleWorkshop(byId("workshop").hidden));
  byId("close-workshop").addEventListener("click", () => toggleWorkshop(false));
  document.addEventListener("click", onClick);
  document.addEventListener("keydown", (event) => event.key === "Escape" && onEscape());
  // A menu near the lower edge opens upward.
  document.addEventListener("toggle", (event) => {
    const menu = event.target;
    if (!menu.matches?.("details.menu") || !menu.open) return;
    menu.classList.remove("upward");
    const box = menu.closest(".scroll")?.getBoundingClientRect();
    if (box && menu.querySelector(".menu-items").getBoundingClientRect().bottom > box.bottom) menu.classList.add("upward");
  }, true);
  welcome();
}
