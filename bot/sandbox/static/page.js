import { composers } from "./composer.js";
import { controls } from "./controls.js";
import { act, follow } from "./live.js";
import { modals } from "./modal.js";
import { panes } from "./panes.js";
import { scrolling } from "./scrolling.js";

follow();
controls();
panes();
composers();
scrolling();
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
