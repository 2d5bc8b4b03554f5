// The keys of the presenter view: arrows and Page Up or Down step through the questions, a digit opens one. Keys
// that something on the page can use itself are left to it. Every question begins at the top. Nothing is drawn.

const PATIENCE_MS = 3000; // longest wait for the server's answer to a step
const STEPS = { ArrowRight: 1, PageDown: 1, ArrowLeft: -1, PageUp: -1 };
const OWN_KEYS =
  "input, textarea, select, [contenteditable], [role=slider], [role=combobox], [role=listbox], [role=menu], " +
  "[role=grid], [role=dialog], [role=tablist], canvas";

const listeners = new WeakMap();

export default function ({ data, parentElement, setTriggerValue }) {
  if (!listeners.has(parentElement)) listeners.set(parentElement, new PresenterKeys());
  const keys = listeners.get(parentElement);
  keys.update(data, setTriggerValue);
  return () => {
    keys.remove();
    listeners.delete(parentElement);
  };
}

class PresenterKeys {
  constructor() {
    this.pressed = (event) => this.press(event);
    // Before the buttons of the questions themselves, which would step once more.
    document.addEventListener("keydown", this.pressed, true);
  }

  update(data, setTriggerValue) {
    this.setTriggerValue = setTriggerValue;
    this.last = data.last;
    if (data.shown !== this.shown) document.querySelector("[data-testid=stMain]")?.scrollTo(0, 0);
    this.shown = data.shown;
    // Steps that follow each other quickly count from the last one, not from what the server has drawn.
    const waits = this.at && performance.now() - this.at < PATIENCE_MS;
    if (!waits || data.question === this.question) {
      this.question = data.question;
      this.at = null;
    }
  }

  press(event) {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    // A key that was pressed in one of our components comes from within it.
    if (event.composedPath().some((node) => node instanceof Element && node.matches(OWN_KEYS))) return;
    const digit = /^[1-9]$/.test(event.key) ? Number(event.key) : null;
    const wanted = digit ?? (event.key in STEPS ? this.question + STEPS[event.key] : null);
    if (wanted === null || wanted < 1 || wanted > this.last) return;
    event.preventDefault();
    event.stopPropagation();
    if (wanted === this.question) return;
    this.question = wanted;
    this.at = performance.now();
    this.setTriggerValue("question", wanted);
  }

  remove() {
    document.removeEventListener("keydown", this.pressed, true);
  }
}
