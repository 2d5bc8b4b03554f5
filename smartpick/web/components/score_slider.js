// Shows the answer of the score under the thumb at once, tells the other parts of the page of it, and tells the
// server when the person has let go. Every word comes ready from Python; nothing is computed or formatted here.
//
// `data.text` holds for one list, at every score; at the score that the server shows, `score_now.js` has its words.
// Where the list of another score (or number of applications, or weight of the West Coast) is known ahead, its words
// are shown; where it is not known yet, those of `data.text` are, and stand back.

const SCORE = "step2_ck_score";
const KEY_REST_MS = 400; // a key without its keyup (assistive technology) counts as let go
const SHORT_TIER = 6; // letters; a longer name of a tier is a few words, set smaller and in lines
const STEP_BY_KEY = { PageUp: 5, PageDown: -5 };
const MOVING_KEYS = new Set(["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "PageUp", "PageDown", "Home", "End"]);

// Where each slider was left, so that it is found there when its page is drawn anew.
const thumbs = new Map();
const sliders = new WeakMap();

export default function ({ data, parentElement, setStateValue }) {
  const root = parentElement.querySelector(".score-slider");
  if (!sliders.has(root)) sliders.set(root, new ScoreSlider(root));
  const slider = sliders.get(root);
  slider.update(data, setStateValue);
  return () => slider.remove();
}

class ScoreSlider {
  constructor(root) {
    this.root = root;
    this.input = root.querySelector("input");
    this.live = root.querySelector("[aria-live]");
    this.texts = [...root.querySelectorAll("[data-text]")];
    this.bars = [...root.querySelectorAll("[data-bar]")];
    this.kept = [...root.querySelectorAll(".kept")];
    this.scoreNow = root.querySelector("[data-now]");
    this.pointerDown = false;
    this.keyDown = false;
    this.sent = null;
    this.following = new Following((begins) => begins || this.show());
    this.learnt = () => this.data && this.show();
    document.addEventListener("smartpick:known", this.learnt);
    this.answered = () => this.data && this.takeNow();
    document.addEventListener("smartpick:now", this.answered);
    this.listen();
    this.resizing = new ResizeObserver(() => {
      this.hideCrowdedMarks();
      // What else stays in sight (page.css) stands under the slider.
      document.documentElement.style.setProperty("--sp-pinned", `${root.offsetHeight}px`);
    });
    this.resizing.observe(root);
  }

  get moving() {
    return this.pointerDown || this.keyDown || this.rest !== undefined;
  }

  update(data, setStateValue) {
    const before = this.data;
    this.data = data;
    this.setStateValue = setStateValue;
    for (const element of this.root.querySelectorAll("[data-word]")) {
      write(element, data.words[element.dataset.word]);
    }
    if (JSON.stringify(data.text) !== JSON.stringify(before?.text)) this.keepRoom();
    this.input.min = data.first;
    this.input.max = data.last;
    this.input.disabled = data.disabled;
    const { number, score } = data.placement;
    const left = thumbs.get(data.key);
    if (left?.placement !== number) {
      if (!this.moving) this.input.value = score;
      thumbs.set(data.key, { placement: number, score: Number(this.input.value) });
      this.sent = score;
    } else if (!this.moving) {
      this.input.value = left.score;
    }
    this.drawTrack();
    this.takeNow();
  }

  takeNow() {
    this.following.take(document.smartpickNow?.values ?? { [SCORE]: Number(this.input.value) });
    this.show();
    if (!this.moving) standBack(false);
  }

  listen() {
    const { input } = this;
    input.addEventListener("input", () => this.moved());
    input.addEventListener("pointerdown", () => (this.pointerDown = true));
    for (const sign of ["pointerenter", "focus", "touchstart"]) {
      input.addEventListener(sign, () => reach(SCORE), { passive: true });
    }
    for (const end of ["pointerup", "pointercancel", "lostpointercapture"]) {
      input.addEventListener(end, () => {
        this.pointerDown = false;
        this.settle();
      });
    }
    input.addEventListener("keydown", (event) => {
      if (!MOVING_KEYS.has(event.key) || event.altKey || event.ctrlKey || event.metaKey) return;
      this.keyDown = true;
      if (event.key in STEP_BY_KEY) {
        event.preventDefault();
        input.value = Number(input.value) + STEP_BY_KEY[event.key];
        this.moved();
      }
    });
    input.addEventListener("keyup", (event) => {
      if (!MOVING_KEYS.has(event.key)) return;
      this.keyDown = false;
      // The key is often up again before the frame is there.
      afterPaint(() => this.pointerDown || this.keyDown || this.settle());
    });
    input.addEventListener("blur", () => {
      this.keyDown = this.pointerDown = false;
      this.settle();
    });
    input.addEventListener("change", () => {
      if (!this.pointerDown && !this.keyDown) this.settle();
    });
  }

  moved() {
    this.root.classList.add("moving");
    thumbs.set(this.data.key, { placement: this.data.placement.number, score: Number(this.input.value) });
    this.tell(true);
    clearTimeout(this.rest);
    this.rest = setTimeout(() => {
      this.rest = undefined;
      if (!this.pointerDown && !this.keyDown) this.settle();
    }, KEY_REST_MS);
  }

  /** Tell the parts of the page that follow the thumb; what the server drew stands back until it is drawn anew. */
  tell(moving) {
    const value = Number(this.input.value);
    const away = value !== this.sent;
    standBack(away);
    say("move", { field: SCORE, value, moving, released: away && !moving });
  }

  settle() {
    clearTimeout(this.rest);
    this.rest = undefined;
    this.root.classList.remove("moving");
    const score = Number(this.input.value);
    this.tell(false);
    if (score === this.sent) return;
    this.sent = score;
    // The id tells a move from the page's own value; it differs between two openings of the page too.
    const id = `${Date.now().toString(36)}${Math.random().toString(36).slice(2, 8)}`;
    // Names that are here already need not be sent again.
    this.setStateValue("move", { id, score, programs: [...(document.smartpickPrograms?.keys() ?? [])] });
    write(this.live, this.answer().words.spoken);
  }

  // Every text that a place can show lies in it unseen, so that it is as tall as the tallest of them, in any
  // font and at any width: the block does not move under the finger. Digits are all of one width.
  keepRoom() {
    const { text, tiers } = this.data;
    this.root.classList.toggle("wordy", tiers.some(([label]) => label.length > SHORT_TIER));
    for (const room of this.kept) {
      const shown = room.firstElementChild;
      const names = places(shown).map((place) => place.dataset.text);
      const looks = text[names[0]].map((_, index) => names.map((name) => text[name][index].replace(/\d/g, "0")));
      const unlike = new Map(looks.map((look) => [look.join("\n"), look]));
      room.replaceChildren(shown, ...[...unlike.values()].map((look) => unseen(shown, look)));
    }
  }

  get index() {
    return Number(this.input.value) - this.data.first;
  }

  /** What is shown now: words, bars, and whether they are those of another list than the one to come. */
  answer() {
    const { data, index } = this;
    const now = document.smartpickNow;
    const words = Object.fromEntries(Object.entries(data.text).map(([name, texts]) => [name, texts[index]]));
    const bars = { chance: data.bars.chance[index], pacific: data.bars.pacific[index] };
    const { field, value } = this.following.at ?? { field: SCORE, value: Number(this.input.value) };
    const away = this.following.at !== null;
    if (!away && now?.score === value) return { words: now.words, bars: now.bars, waits: false };
    const ahead = away && now ? knownAt(field, value, now.keys[field]) : undefined;
    if (!ahead?.words) return { words, bars, waits: away && data.follows };
    ahead.names.forEach((name, place) => (words[name] = ahead.words[place]));
    return { words, bars: { chance: ahead.bars.slice(0, 3), pacific: ahead.bars.slice(3) }, waits: false };
  }

  show() {
    const { data, index } = this;
    const { words, bars, waits } = this.answer();
    write(this.scoreNow, this.input.value);
    for (const element of this.texts) write(element, words[element.dataset.text]);
    for (const bar of this.bars) {
      const [low, point, high] = bars[bar.dataset.bar];
      bar.style.setProperty("--low", low);
      bar.style.setProperty("--point", point);
      bar.style.setProperty("--high", high);
    }
    document.smartpickChance = bars.chance[1];
    say("chance", {});
    this.root.classList.toggle("waits", waits);
    this.root.classList.toggle("unsupported", !data.supported[index]);
    this.root.style.setProperty("--at", this.place(Number(this.input.value)) / 100);
    this.input.setAttribute("aria-valuetext", words.spoken);
    for (const stretch of this.stretches) {
      stretch.classList.toggle("current", stretch.dataset.tier === data.text.tier[index]);
    }
  }

  /** The place of a score on the track, in percent of its length. */
  place(score) {
    const { first, last } = this.data;
    return (100 * Math.min(Math.max(score - first, 0), last - first)) / (last - first);
  }

  drawTrack() {
    const { data } = this;
    this.root.classList.toggle("without-tier", data.tiers.length === 0);
    const strip = this.root.querySelector(".strip");
    const stops = data.shade.map((shade, index) => {
      const share = (4 + 24 * shade).toFixed(1);
      return `color-mix(in srgb, var(--ink) ${share}%, transparent) ${this.place(data.first + index).toFixed(2)}%`;
    });
    strip.style.background = data.tiers.length === 0 ? "none" : `linear-gradient(90deg, ${stops.join(", ")})`;
    this.stretches = data.tiers.map(([label, first, last]) => {
      const stretch = this.stretch("", first - 0.5, last + 0.5);
      stretch.dataset.tier = label;
      stretch.textContent = label;
      return stretch;
    });
    strip.replaceChildren(...this.stretches);

    const rail = this.supportedRuns().map(([supported, first, last]) =>
      this.stretch(supported ? "data" : "no-data", first - 0.5, last + 0.5),
    );
    if (data.passing > data.first) rail.push(this.stretch("fail", data.first, data.passing - 0.5));
    this.root.querySelector(".rail").replaceChildren(...rail);

    const failing = data.passing > data.first ? [[data.first, data.passing_label]] : [];
    const marks = [...failing, ...data.marks, [data.last, String(data.last)], [data.first, String(data.first)]];
    this.root.querySelector(".marks").replaceChildren(...marks.map((mark) => this.mark(...mark)));
    this.hideCrowdedMarks();
  }

  stretch(name, from, to) {
    const element = document.createElement("span");
    element.className = name;
    element.style.left = `${this.place(from)}%`;
    element.style.width = `${this.place(to) - this.place(from)}%`;
    return element;
  }

  mark(score, label) {
    const element = document.createElement("span");
    const place = this.place(score);
    element.textContent = label;
    element.style.left = `${place}%`;
    element.classList.toggle("at-start", place < 4);
    element.classList.toggle("at-end", place > 96);
    return element;
  }

  supportedRuns() {
    const runs = [];
    this.data.supported.forEach((supported, index) => {
      const score = this.data.first + index;
      if (runs.at(-1)?.[0] === supported) runs.at(-1)[2] = score;
      else runs.push([supported, score, score]);
    });
    return runs;
  }

  // Earlier labels matter more: a later one that would touch a shown one is hidden.
  hideCrowdedMarks() {
    const shown = [];
    for (const mark of this.root.querySelectorAll(".marks span")) {
      const { left, right } = mark.getBoundingClientRect();
      const crowded = shown.some((other) => left < other.right + 8 && right > other.left - 8);
      mark.classList.toggle("crowded", crowded);
      if (!crowded) shown.push({ left, right });
    }
  }

  remove() {
    clearTimeout(this.rest);
    this.resizing.disconnect();
    document.documentElement.style.removeProperty("--sp-pinned");
    this.following.remove();
    document.removeEventListener("smartpick:known", this.learnt);
    document.removeEventListener("smartpick:now", this.answered);
    sliders.delete(this.root);
  }
}

function say(what, detail) {
  document.dispatchEvent(new CustomEvent(`smartpick:${what}`, { detail }));
}

/** The element itself or those in it that hold a text of the answer. */
function places(element) {
  return element.dataset.text ? [element] : [...element.querySelectorAll("[data-text]")];
}

/** A copy of an element with other words, there only for the room that it takes. */
function unseen(shown, words) {
  const ghost = shown.cloneNode(true);
  places(ghost).forEach((place, index) => {
    place.textContent = words[index];
    delete place.dataset.text;
  });
  ghost.classList.add("ghost");
  ghost.setAttribute("aria-hidden", "true");
  return ghost;
}

/** Write only what changed, so that a held key costs no layout for the rest. */
function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
