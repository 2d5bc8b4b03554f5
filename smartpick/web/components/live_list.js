// The first of the list for the score under the thumb, drawn from lists that the server worked out ahead.
// Every word comes ready from Python; only names are put in their places and compared with where they were.

const lists = new WeakMap();

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".live-list");
  if (!lists.has(root)) lists.set(root, new LiveList(root));
  const list = lists.get(root);
  list.update(data, setTriggerValue);
  return () => list.remove();
}

class LiveList {
  constructor(root) {
    this.root = root;
    this.lines = root.querySelector("ol");
    this.note = root.querySelector(".note");
    this.more = root.querySelector(".more");
    this.whole = false;
    this.key = null;
    this.following = new Following((begins, score) => this.moved(begins, score));
    this.wanted = () => this.askAhead();
    document.addEventListener("smartpick:touch", this.wanted);
    this.more.addEventListener("click", () => {
      this.whole = !this.whole;
      this.show();
    });
  }

  update(data, setTriggerValue) {
    this.setTriggerValue = setTriggerValue;
    if (data.key !== this.key) {
      this.key = data.key;
      this.programs = [];
      this.byScore = new Map();
      this.asking = false;
    }
    data.programs.forEach((program, place) => (this.programs[data.named + place] = program));
    for (const [score, order, chances, signals] of data.lists) {
      const texts = chances.map((index) => data.texts[index]);
      this.byScore.set(score, { order, texts, signals });
    }
    this.data = data;
    if (this.following.take(data.score)) this.before = data.before.length ? data.before : null;
    const answered = this.asking;
    this.asking = false;
    this.show();
    if (answered && data.lists.length) this.askAhead();
  }

  // The person reaches for the slider: the lists of the scores around are worked out now, the nearest first.
  askAhead() {
    const { data } = this;
    if (!data || this.asking || data.score === null) return;
    if (this.byScore.size > data.last - data.first) return;
    this.asking = true;
    this.setTriggerValue("ahead", { key: data.key, have: [...this.byScore.keys()], near: this.following.score, named: this.programs.length });
  }

  // A drag begins at the list that it is compared with.
  moved(begins, score) {
    if (begins) this.before = this.byScore.get(this.following.score)?.order ?? null;
    if (score !== this.following.score) this.show(score);
  }

  show(score = this.following.score) {
    const { data } = this;
    const list = this.byScore.get(score);
    this.root.classList.toggle("waiting", !list);
    if (!list) {
      this.note.textContent = data.words.waiting;
      return;
    }
    const count = this.whole ? list.order.length : Math.min(data.first_shown, list.order.length);
    while (this.lines.children.length > count) this.lines.lastElementChild.remove();
    while (this.lines.children.length < count) this.lines.append(line());
    const places = this.before && new Map(this.before.map((number, place) => [number, place]));
    for (let place = 0; place < count; place += 1) {
      const number = list.order[place];
      const [name, where, pacific] = this.programs[number];
      const [rank, nameAt, chance, whereAt, mark] = this.lines.children[place].children;
      write(rank, String(place + 1));
      write(nameAt, name);
      nameAt.title = name;
      write(chance, list.texts[place]);
      write(whereAt, where);
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
    document.removeEventListener("smartpick:touch", this.wanted);
    lists.delete(this.root);
  }
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
