// Asks for a part of the page that is not up to date as soon as it comes near the window, or once nothing has
// changed for a while: paper and readers of the whole page get all of it.

const NEAR = "400px"; // asked for this far ahead, so that whoever scrolls there finds it drawn
const AT_REST_MS = 1500;
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
      { rootMargin: NEAR },
    );
    this.observer.observe(this.area);
  }

  update(data, setTriggerValue) {
    this.data = data;
    this.setTriggerValue = setTriggerValue;
    this.area.classList.toggle("sp-earlier", !data.current);
    clearTimeout(this.rest);
    if (!data.current) this.rest = setTimeout(() => this.ask(true), AT_REST_MS);
    this.ask();
  }

  ask(atRest = false) {
    const { data } = this;
    if (!(this.near || atRest) || !data || data.current || this.asked === data.key) return;
    this.asked = data.key;
    this.setTriggerValue("wanted", data.key);
  }

  remove() {
    this.observer.disconnect();
    clearTimeout(this.rest);
    parts.delete(this.root);
  }
}
