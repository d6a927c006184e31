import { composers } from "./composer.js";
import { controls } from "./controls.js";
import { act, follow } from "./live.js";
import { modals } from "./modal.js";
import { panes } from "./panes.js";

// A conversation that shows its end goes on showing it; a message that is too long, from its beginning.
for (const box of document.querySelectorAll(".scroll:not(.home)")) {
  let atEnd = true;
  let placed = 0;
  let newest = null;
  const place = () => {
    const last = [...box.querySelectorAll("[data-message]")].at(-1);
    const long = last?.offsetHeight > box.clientHeight;
    if (!atEnd || (long && last.id === newest)) return;
    newest = last?.id;
    if (long) last.scrollIntoView();
    else box.scrollTop = box.scrollHeight;
    placed = box.scrollTop;
  };
  box.addEventListener("scroll", () => {
    atEnd = box.scrollTop === placed || box.scrollHeight - box.scrollTop - box.clientHeight < 60;
  });
  const growth = new ResizeObserver(place);
  for (const part of [box, ...box.children]) growth.observe(part);
}
follow();
controls();
panes();
composers();
modals();
// Not on phones, where focus would bring up the keyboard over the conversation.
if (matchMedia("(hover: hover)").matches && !document.getElementById("modal").open) {
  (document.getElementById("composer-thread") || document.getElementById("composer-main"))?.focus({ preventScroll: true });
}
act("opened");
document.addEventListener("redrawn", (event) => {
  if (event.detail.has("log") && document.visibilityState === "visible") act("seen");
});
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && act("seen"));
