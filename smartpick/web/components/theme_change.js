// Tells the server when the system turns from light to dark or back, a moment after Streamlit has taken notice.

const WAIT_MS = 250;
const stops = new WeakMap(); // called again with every run of the page: one listener for each place is enough

export default function ({ parentElement, setTriggerValue }) {
  if (!stops.has(parentElement)) {
    const dark = matchMedia("(prefers-color-scheme: dark)");
    const tell = () => setTimeout(() => setTriggerValue("changed", true), WAIT_MS);
    dark.addEventListener("change", tell);
    stops.set(parentElement, () => {
      dark.removeEventListener("change", tell);
      stops.delete(parentElement);
    });
  }
  return stops.get(parentElement);
}
