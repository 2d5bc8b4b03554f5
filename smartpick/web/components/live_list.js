// The first of the list for what is under the thumb, drawn from lists that the server worked out ahead.
// Every word comes ready from Python; only names are put in their places and compared with where they were.

const CONTROLS = new Set(["max_applications", "pacific_weight"]); // answers that are followed beside the score
const lists = new WeakMap();

export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".live-list");
  if (!lists.has(root)) lists.set(root, new LiveList(root));
  const list = lists.get(root);
  list.update(data);
  return () => list.remove();
}

class LiveList {
  constructor(root) {
    this.root = root;
    this.lines = root.querySelector("ol");
    this.note = root.querySelector(".note");
    this.more = root.querySelector(".more");
    this.whole = false;
    this.following = new Following((begins) => this.moved(begins));
    this.learnt = () => this.take();
    document.addEventListener("smartpick:known", this.learnt);
    this.watched = new Watched();
    this.more.addEventListener("click", () => {
      this.whole = !this.whole;
      this.show();
    });
  }

  update(data) {
    this.data = data;
    this.take();
  }

  /** Take what the server shows now (ahead_now.js). */
  take() {
    const now = document.smartpickAhead;
    if (!now || !this.data) return;
    if (now !== this.now) {
      this.now = now;
      if (this.following.take(now.values)) {
        this.before = now.before.length ? now.before : null;
        standBack(false);
      }
    }
    this.show();
  }

  // The list that the page shows, and while a control moves, the one at its value.
  get list() {
    const { now } = this;
    const { at } = this.following;
    const row = at ? knownAt(at.field, at.value, now.keys[at.field]) : now;
    return row && (row.list ??= unpacked(row));
  }

  // A move begins at the list that it is compared with.
  moved(begins) {
    if (!this.now) return;
    if (begins) {
      this.before = this.list?.order ?? null;
      return;
    }
    // What the server drew stands back until it is drawn anew.
    standBack(this.following.at !== null);
    this.show();
  }

  show() {
    const { data, list } = this;
    this.root.classList.toggle("waiting", !list);
    if (!list) {
      write(this.note, data.words.waiting);
      return;
    }
    const count = this.whole ? list.order.length : Math.min(data.first_shown, list.order.length);
    while (this.lines.children.length > count) this.lines.lastElementChild.remove();
    while (this.lines.children.length < count) this.lines.append(line());
    const places = this.before && new Map(this.before.map((number, place) => [number, place]));
    for (let place = 0; place < count; place += 1) {
      const number = list.order[place];
      const [name, where, specialty, pacific] = document.smartpickPrograms.get(number); // 1 on the coast
      const [rank, nameAt, chance, whereAt, mark] = this.lines.children[place].children;
      write(rank, String(place + 1));
      write(nameAt, name);
      nameAt.title = name;
      write(chance, list.chances[place]);
      write(whereAt, data.several ? `${where}, ${specialty}` : where);
      whereAt.classList.toggle("pacific", pacific === 1);
      const moved = places ? this.moveOf(places, number, place) : "";
      write(mark, [moved, data.signals[list.signals[place]]].filter(Boolean).join(" · "));
      mark.classList.toggle("moved", moved !== "");
    }
    write(this.note, this.changes(list));
    this.more.hidden = list.order.length <= data.first_shown;
    write(this.more, this.whole ? data.words.fewer : data.words.all.replace("{n}", list.order.length));
  }

  moveOf(places, number, place) {
    const { words } = this.data;
    if (!places.has(number)) return words.new;
    const before = places.get(number);
    if (before === place) return "";
    return before > place ? words.up : words.down;
  }

  changes(list) {
    const { words } = this.data;
    if (!this.before) return "";
    const now = new Set(list.order);
    const earlier = new Set(this.before);
    const came = list.order.filter((number) => !earlier.has(number)).length;
    const left = this.before.filter((number) => !now.has(number)).length;
    if (came + left === 0) return words.same;
    return words.changed.replace("{came}", came).replace("{left}", left);
  }

  remove() {
    this.following.remove();
    this.watched.remove();
    document.removeEventListener("smartpick:known", this.learnt);
    lists.delete(this.root);
  }
}

// Streamlit's own controls beside the page say nothing of a move before the server has answered it. So the box or
// the range that stands in such a control is read after everything that a person does to it.
class Watched {
  constructor() {
    this.listeners = new AbortController();
    const { signal } = this.listeners;
    const on = (name, then) => document.addEventListener(name, then, { capture: true, passive: true, signal });
    for (const sign of ["pointerover", "focusin"]) {
      on(sign, ({ target }) => {
        const { field } = controlOf(target);
        if (field) reach(field);
      });
    }
    on("pointerdown", ({ target }) => (this.pressed = controlOf(target)));
    on("pointermove", () => this.pressed?.field && this.read(this.pressed, true));
    for (const end of ["pointerup", "pointercancel"]) {
      on(end, () => {
        if (this.pressed?.field) this.read(this.pressed, false);
        this.pressed = null;
      });
    }
    for (const done of ["input", "keydown", "keyup"]) on(done, ({ target }) => this.read(controlOf(target), false));
  }

  // Once the control has taken what was done.
  read({ field, place }, moving) {
    if (!field) return;
    setTimeout(() => {
      const shown = place.querySelector("input")?.value ?? "";
      if (shown === "" || !Number.isInteger(Number(shown))) return;
      const detail = { field, value: Number(shown), moving, released: !moving };
      if (`${field} ${shown} ${moving}` === this.said) return;
      this.said = `${field} ${shown} ${moving}`;
      document.dispatchEvent(new CustomEvent("smartpick:move", { detail }));
    });
  }

  remove() {
    this.listeners.abort();
  }
}

/** The answer whose control an element stands in, and the control. */
function controlOf(element) {
  const place = element.closest?.('[class*="st-key-answer_"]');
  const [, field] = place?.className.match(/st-key-answer_(\w+?)-/) ?? [];
  return CONTROLS.has(field) ? { field, place } : {};
}

/** A list from its packed form (`sent` in ahead.py). */
function unpacked({ packed, digits, texts }) {
  const [programs, signals] = packed.split(".");
  const list = { order: [], chances: [], signals: [] };
  for (let at = 0; at < programs.length; at += digits + 2) {
    list.order.push(parseInt(programs.slice(at, at + digits), 36));
    list.chances.push(texts[parseInt(programs.slice(at + digits, at + digits + 2), 36)]);
    list.signals.push(Number(signals[list.signals.length] ?? 0));
  }
  return list;
}

function line() {
  const element = document.createElement("li");
  for (const name of ["rank", "name", "chance", "place", "mark"]) {
    const part = document.createElement("span");
    part.className = name;
    element.append(part);
  }
  return element;
}

/** Write only what changed: a line that stays costs no layout. */
function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
