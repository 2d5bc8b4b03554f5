// Asks for a part of the page that is not up to date as soon as it comes near the window.

const NEAR = "400px"; // asked for this far ahead, so that whoever scrolls there finds it drawn
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
    this.ask();
  }

  ask() {
    const { data } = this;
    if (!this.near || !data || data.current || this.asked === data.key) return;
    this.asked = data.key;
    this.setTriggerValue("wanted", data.key);
  }

  remove() {
    this.observer.disconnect();
    parts.delete(this.root);
  }
}
