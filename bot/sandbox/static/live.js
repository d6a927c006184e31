// Keeps the page as the workspace is: asks for it again after each change and replaces what differs.

const drawn = new Map(); // region -> Map(child id -> its HTML as it came)
let running = null;
let again = false;

const keyOf = (child, n) => child.id || `child-${n}`;

function sources(region) {
  return new Map([...region.children].map((child, n) => [keyOf(child, n), child.outerHTML]));
}

// What was typed, chosen or unfolded in the old node goes on in the new one.
function carry(old, fresh) {
  const twin = (node) => node.id && fresh.querySelector(`#${CSS.escape(node.id)}`);
  for (const field of old.querySelectorAll("[data-dirty]")) {
    const other = twin(field);
    if (!other) continue;
    if (field.type === "radio" || field.type === "checkbox") other.checked = field.checked;
    else other.value = field.value;
    other.dataset.dirty = "";
  }
  for (const summary of old.querySelectorAll("details[open] > summary")) {
    const other = twin(summary);
    if (other) other.parentElement.open = true;
  }
}

const wordsOf = (node) => node.ariaLabel || node.textContent.trim();
const alikeIn = (root, action, words) =>
  [...root.querySelectorAll(`[data-action="${CSS.escape(action)}"]`)].filter((it) => words === undefined || wordsOf(it) === words);

// What an element is found again by, once it was drawn anew: as one of those alike in its holder.
export function traceOf(node, holder = node.closest("[data-message], [data-view]")) {
  const control = node.closest("[data-control]");
  const { action } = control?.dataset ?? {};
  const words = control && wordsOf(control);
  return { id: node.id, holder: holder?.id, action, words, place: holder && control ? alikeIn(holder, action, words).indexOf(control) : 0 };
}

// Where the focus goes on: the same element, else one that is alike, else what was redrawn.
export function heirOf({ id, action, words, place }, fresh) {
  const same = id && document.getElementById(id);
  if (same) return same;
  const sameWords = action === undefined ? [] : alikeIn(fresh, action, words);
  const alike = sameWords[Math.min(place, sameWords.length - 1)] ?? (action !== undefined && alikeIn(fresh, action)[0]);
  if (alike) return alike.matches("button, a") ? alike : alike.querySelector("summary, input, select, textarea, button");
  fresh.tabIndex = -1;
  return fresh;
}

function replace(old, fresh) {
  const active = old.contains(document.activeElement) ? document.activeElement : null;
  const selection = active && "selectionStart" in active ? [active.selectionStart, active.selectionEnd] : null;
  const trace = active && traceOf(active, old);
  const scrolled = old.querySelector(".modal-body")?.scrollTop;
  carry(old, fresh);
  old.replaceWith(fresh);
  if (scrolled) fresh.querySelector(".modal-body").scrollTop = scrolled;
  if (!active) return;
  const heir = heirOf(trace, fresh);
  heir.focus({ preventScroll: true });
  if (selection && selection[0] !== null && heir.id === active.id) heir.setSelectionRange(...selection);
}

function reconcile(region, fresh) {
  const before = drawn.get(region.dataset.live);
  const after = sources(fresh);
  const old = new Map([...region.children].map((child, n) => [keyOf(child, n), child]));
  let changed = false;
  [...fresh.children].forEach((child, n) => {
    const key = keyOf(child, n);
    let node = old.get(key);
    old.delete(key);
    if (!node || before.get(key) !== after.get(key)) {
      changed = true;
      const incoming = document.importNode(child, true);
      if (node) replace(node, incoming);
      node = incoming;
    }
    if (region.children[n] !== node) region.insertBefore(node, region.children[n] || null);
  });
  for (const gone of old.values()) {
    gone.remove();
    changed = true;
  }
  drawn.set(region.dataset.live, after);
  return changed;
}

async function redraw() {
  const answer = await fetch(location.href, { headers: { accept: "text/html" } });
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const changed = new Set();
  for (const region of document.querySelectorAll("[data-live]")) {
    const fresh = page.querySelector(`[data-live="${region.dataset.live}"]`);
    if (fresh && reconcile(region, fresh)) changed.add(region.dataset.live);
  }
  document.title = page.title;
  document.dispatchEvent(new CustomEvent("redrawn", { detail: changed }));
}

// One redraw at a time; a change that comes meanwhile makes one more.
export function refresh() {
  if (running) {
    again = true;
    return running;
  }
  running = redraw()
    .catch(() => {})
    .finally(() => {
      running = null;
      if (again) {
        again = false;
        return refresh();
      }
    });
  return running;
}

export function say(words) {
  const notice = document.getElementById("notice");
  notice.textContent = words;
  clearTimeout(say.timer);
  if (words) say.timer = setTimeout(() => say(""), 9000);
}

// What is done next waits until the workspace knows that a window was closed, or that would be the one on top.
let closed = Promise.resolve();

async function tell(name, body) {
  await closed;
  const answer = await fetch(`/page/${name}${location.search}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  return answer.json();
}

// `told` is called once the workspace knows, before the page is drawn anew.
export async function act(name, body = {}, told = () => {}) {
  try {
    const telling = tell(name, body);
    if (name === "close") closed = telling.catch(() => {});
    const result = await telling;
    told();
    if (result.notice) say(result.notice);
    if (name !== "seen") await refresh();
    return result.done;
  } catch {
    say("The workspace cannot be reached. Is it still running?");
    return false;
  }
}

// A browser allows six connections to one address: a window that nobody sees gives its own back.
export function follow() {
  for (const region of document.querySelectorAll("[data-live]")) drawn.set(region.dataset.live, sources(region));
  let seen = document.body.dataset.revision;
  let stream = null;
  const open = () => {
    stream = new EventSource(`/page/stream${location.search}`);
    const changed = (event) => {
      if (event.data !== seen || event.type === "changed") refresh();
      seen = event.data;
    };
    stream.addEventListener("hello", changed);
    stream.addEventListener("changed", changed);
  };
  const close = () => stream?.close();
  document.addEventListener("visibilitychange", () => (document.hidden ? close() : open()));
  window.addEventListener("pagehide", close);
  window.addEventListener("pageshow", (event) => event.persisted && location.reload());
  open();
}
