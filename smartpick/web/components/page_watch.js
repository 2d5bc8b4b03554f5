// What nobody sees on a page: it tells the server when the system turns from light to dark or back, a moment after
// Streamlit has taken notice, lets links to the sources take the profile in the address along, and notes when a person
// leaves for another page: a part of the old page that asked the server now would bring them back to it.

const WAIT_MS = 250;
const SOURCES = "method?";
const stops = new WeakMap(); // called again with every run of the page: one listener for each place is enough

export default function ({ data, parentElement, setTriggerValue }) {
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

function leaves({ target }) {
  const link = target.closest?.("a[href]");
  if (link && !link.target && !link.getAttribute("href").startsWith("#")) left();
}

function left() {
  document.smartpickLeft = performance.now();
}

/** Add what the address says of the profile to a link; the link's own words and what belongs to pages stay out. */
function takeAlong(link, own) {
  if (!link) return;
  link.dataset.opens ??= link.getAttribute("href").slice(SOURCES.length);
  const query = new URLSearchParams([...new URLSearchParams(location.search)].filter(([name]) => !own.includes(name)));
  for (const [name, value] of new URLSearchParams(link.dataset.opens)) query.set(name, value);
  link.setAttribute("href", `${SOURCES}${query}`);
}
