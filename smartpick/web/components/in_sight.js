// Asks for a part of the page that is not up to date as soon as it comes near the window, or once nothing has
// changed for a while: paper and readers of the whole page get all of it.

const NEAR = "500px"; // asked for this far ahead, so that whoever scrolls there finds it drawn
const UNCHANGED_MS = 1500;
const PATIENCE_MS = 4000; // a request can be lost in a run of the whole page: then it is made again, each time later
const DRAWN_MS = 500;
const parts = new WeakMap();

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".in-sight");
  if (!parts.has(root)) parts.set(root, new Part(root, parentElement.host ?? parentElement));
  const part = parts.get(root);
  part.update(data, setTriggerValue);
  return () => part.remove();
}

class Part {
  constructor(root, host) {
    this.root = root;
    this.area = host.closest(`[class*="st-key-seen_"]`);
    this.near = false;
    this.observer = new IntersectionObserver(
      (entries) => {
        this.near = entries.at(-1).isIntersecting;
        this.ask();
      },
      { root: host.closest("[data-testid=stMain]"), rootMargin: NEAR }, // the page's own scroller
    );
    this.observer.observe(this.area);
    // What the answers above are drawn for comes with them (score_now.js): a new score runs only them.
    this.heard = () => this.compare();
    document.addEventListener("smartpick:now", this.heard);
  }

  update({ drawn, shown }, setTriggerValue) {
    this.drawn = drawn;
    this.shown = shown;
    this.setTriggerValue = setTriggerValue;
    this.compare();
  }

  compare() {
    const shown = document.smartpickNow?.shown ?? this.shown;
    if (shown === this.latest && this.drawn === this.compared) return;
    [this.latest, this.compared, this.asked, this.patience] = [shown, this.drawn, false, PATIENCE_MS];
    this.area.classList.toggle("sp-earlier", shown !== this.drawn);
    // It is drawn after this script is told of it; until then it keeps its room.
    if (this.drawn === "") this.area.classList.add("sp-follows");
    else setTimeout(() => this.area.classList.remove("sp-follows"), DRAWN_MS);
    clearTimeout(this.rest);
    if (shown !== this.drawn) this.rest = setTimeout(() => this.ask(true), UNCHANGED_MS);
    this.ask();
  }

  ask(atRest = false) {
    if (!(this.near || atRest) || this.latest === this.drawn || this.asked) return;
    inTurn(this, () => {
      clearTimeout(this.rest);
      if (!this.area.isConnected || this.latest === this.drawn) return;
      this.asked = true;
      this.setTriggerValue("wanted", this.latest);
      this.rest = setTimeout(() => {
        this.asked = false;
        this.ask(true);
      }, this.patience);
      this.patience *= 2;
    });
  }

  remove() {
    this.latest = this.drawn; // nothing to ask for
    this.observer.disconnect();
    document.removeEventListener("smartpick:now", this.heard);
    clearTimeout(this.rest);
    parts.delete(this.root);
  }
}
