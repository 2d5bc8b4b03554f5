// What nobody sees on a page: it tells the server when the system turns from light to dark or back, a moment after
// Streamlit has taken notice, lets links to the sources take the profile in the address along, notes when a person
// leaves for another page (a part of the old page that asked the server now would bring them back to it), and sees to
// it that Back leads to the page before.

const WAIT_MS = 250;
const ARRIVED_MS = 1500;
const LONGEST_MS = 12_000;
const SOURCES = "method?";
let going = null; // the link that was clicked, until its page is there
const stops = new WeakMap(); // called again with every run of the page: one listener for each place is enough

export default function ({ data, parentElement, setTriggerValue }) {
  keepOneEntryForEachPage();
  if (!stops.has(parentElement)) {
    const dark = matchMedia("(prefers-color-scheme: dark)");
    const tell = () => setTimeout(() => setTriggerValue("changed", true), WAIT_MS);
    const along = ({ target }) => takeAlong(target.closest?.(`a[href^="${SOURCES}"]`), data.own);
    dark.addEventListener("change", tell);
    for (const reach of ["pointerover", "focusin"]) document.addEventListener(reach, along);
    document.addEventListener("click", leaves, { capture: true });
    addEventListener("popstate", left);
    stops.set(parentElement, () => {
      document.removeEventListener("click", leaves, { capture: true });
      removeEventListener("popstate", left);
      dark.removeEventListener("change", tell);
      for (const reach of ["pointerover", "focusin"]) document.removeEventListener(reach, along);
      stops.delete(parentElement);
    });
  }
  return stops.get(parentElement);
}

// Streamlit enters a page into the browser's history by its bare address, and again when the answers are written into
// that: Back would stay on the page. What comes before the person has done anything there belongs to the same entry.
function keepOneEntryForEachPage() {
  if (document.smartpickHistory) return;
  document.smartpickHistory = true;
  const { pushState, replaceState } = history;
  let bare = false; // the newest entry is a page's bare address
  for (const act of ["pointerdown", "keydown", "popstate"]) addEventListener(act, () => (bare = false), true);
  history.pushState = (state, title, url) => {
    const to = new URL(url ?? location.href, location.href);
    const elsewhere = to.pathname !== location.pathname;
    (bare && !elsewhere ? replaceState : pushState).call(history, state, title, url);
    bare = elsewhere && to.search === "";
  };
}

function leaves({ target }) {
  const link = target.closest?.("a[href]");
  if (!link || link.target || link.getAttribute("href").startsWith("#")) return;
  const again = going === link;
  left();
  const elsewhere = new URL(link.href).pathname !== location.pathname;
  if (!again && elsewhere && link.matches("[data-testid=stTopNavLink]")) arrive(link, title());
}

/**
 * Go the way once more where the other page does not come.
 *
 * What a part of the old page has asked just before the click may reach the server after it, for the old page: then
 * the new one stays empty, or the old one stays.
 */
function arrive(link, before, wait = ARRIVED_MS) {
  going = link;
  setTimeout(() => {
    if (going !== link) return; // on another way
    const there = title() !== null && title() !== before;
    if (!there && link.isConnected && wait <= LONGEST_MS) {
      if (document.querySelector("[data-testid=stApp]")?.dataset.testScriptState === "notRunning") link.click();
      arrive(link, before, 2 * wait);
    } else {
      going = null;
    }
  }, wait);
}

function title() {
  return document.querySelector("[data-testid=stMain] h1")?.textContent ?? null;
}

function left() {
  going = null;
  document.smartpickLeft = { at: performance.now(), from: location.pathname };
}

/** Add what the address says of the profile to a link; the link's own words and what belongs to pages stay out. */
function takeAlong(link, own) {
  if (!link) return;
  link.dataset.opens ??= link.getAttribute("href").slice(SOURCES.length);
  const query = new URLSearchParams([...new URLSearchParams(location.search)].filter(([name]) => !own.includes(name)));
  for (const [name, value] of new URLSearchParams(link.dataset.opens)) query.set(name, value);
  link.setAttribute("href", `${SOURCES}${query}`);
}
