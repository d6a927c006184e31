// Where conversations stand: at their end, or where they were before a thread was opened beside them.

const PLACE = "place";
const here = () => `${document.getElementById("acting-as").value}/${document.body.dataset.channel}`;

// A box that shows its end goes on showing it; a message that is too long, from its beginning.
function follow(box, atEnd) {
  let placed = null;
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
  return () => !atEnd;
}

export function scrolling() {
  const thread = document.getElementById("scroll-thread");
  if (thread) follow(thread, true);
  const main = document.getElementById("scroll-main");
  if (!main) return;
  const before = JSON.parse(sessionStorage.getItem(PLACE) || "{}");
  const same = before.here === here() && before.top !== null;
  if (same) main.scrollTop = before.top;
  const moved = follow(main, !same);
  window.addEventListener("pagehide", () => {
    sessionStorage.setItem(PLACE, JSON.stringify({ here: here(), top: moved() ? main.scrollTop : null }));
  });
}
