// What a part of the page shows: the value under the thumb while it moves, then the server's. Goes before the
// script of every component that follows a control (`component` in templates.py).
//
// A control that moves says so on the document ("smartpick:move": field, value, moving, released). What the server
// has worked out ahead lies in `known`, which all components share: by field a key of what it rests on, and the
// answers by value.

const PATIENCE_MS = 3000; // longest wait for the server's answer to a release
const known = (document.smartpickKnown ??= new Map());

/** What is known ahead at a value of a field, if it rests on the answers that `key` stands for. */
function knownAt(field, value, key) {
  const there = known.get(field);
  return there?.key === key ? there.byValue.get(value) : undefined;
}

/** Say that the person reaches for the control of a field, so that what it may lead to is fetched. */
function reach(field) {
  document.smartpickReached = field;
  document.dispatchEvent(new CustomEvent("smartpick:reach", { detail: { field } }));
}

/** Do what can wait once the browser has painted what was just changed. */
function afterPaint(then) {
  requestAnimationFrame(() => setTimeout(then));
}

/**
 * Have what the server drew stand back while a control is away from it, or come forward again.
 *
 * That paints the whole page below anew, so it has to wait for the values that follow the thumb.
 */
function standBack(away) {
  document.smartpickAway = away;
  afterPaint(() => document.documentElement.classList.toggle("sp-moving", document.smartpickAway));
}

class Following {
  /** `moved(begins)` is called with every move, and before the first one with `begins`. */
  constructor(moved) {
    this.values = {};
    this.at = null; // where a control was moved to, away from what the server shows
    this.moving = false;
    this.released = null;
    this.heard = ({ detail }) => {
      const away = detail.value !== this.values[detail.field];
      const begins = (detail.moving && !this.moving) || (away && this.at === null);
      this.moving = detail.moving;
      this.released = detail.released ? { ...detail, at: performance.now() } : null;
      if (begins) moved(true);
      this.at = away ? detail : null;
      document.smartpickAt = this.at;
      moved(false);
    };
    document.addEventListener("smartpick:move", this.heard);
  }

  /** The value that is shown of a field: the moved one, or the server's. */
  value(field) {
    return this.at?.field === field ? this.at.value : this.values[field];
  }

  /** Take what the server shows; false while a control is moved or its release is not answered yet. */
  take(values) {
    const { released } = this;
    if (released && (!(released.field in values) || values[released.field] === released.value)) this.released = null;
    const waits = this.released && performance.now() - this.released.at < PATIENCE_MS;
    if (this.moving || waits) return false;
    this.values = values;
    this.at = null;
    return true;
  }

  remove() {
    document.removeEventListener("smartpick:move", this.heard);
  }
}
