// What of the score curve is the applicant's own: the line with its range, and the place that follows the thumb. It
// is laid over a figure that stays. All places are pixels of that figure, whose width is this component's.

const APART = 10; // pixels between what is pointed at and what is said of it
const marks = new WeakMap();

export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".curve-mark");
  if (!marks.has(root)) marks.set(root, new CurveMark(root, parentElement.host ?? parentElement));
  const mark = marks.get(root);
  mark.update(data);
  return () => mark.remove();
}

class CurveMark {
  constructor(root, host) {
    this.root = root;
    this.svg = root.querySelector("svg");
    this.said = root.querySelector(".said");
    this.parts = Object.fromEntries(
      ["band", "own-line", "at", "mark", "dot", "own"].map((name) => [name, this.svg.querySelector(`.${name}`)]),
    );
    this.area = host.closest(".st-key-score_curve_area");
    this.area.smartpickDrawnOver = this.svg; // for the saved image (chart_image.js)
    this.following = new Following((begins) => begins || this.show());
    this.listeners = new AbortController();
    const { signal } = this.listeners;
    document.addEventListener("smartpick:chance", () => this.data && this.show(), { signal });
    document.addEventListener("smartpick:now", () => this.data && this.take(), { signal });
    for (const sign of ["pointermove", "pointerdown"]) {
      this.area.addEventListener(sign, (event) => this.tell(event), { signal, passive: true });
    }
    this.area.addEventListener("pointerleave", () => this.tell(null), { signal });
    this.resizing = new ResizeObserver(() => this.data && this.draw());
    this.resizing.observe(root);
  }

  update(data) {
    this.data = data;
    this.root.style.height = `${data.height}px`;
    const { estimate, background } = data.colours;
    const { parts } = this;
    parts.band.setAttribute("fill", estimate);
    for (const part of [parts["own-line"], parts.at, parts.mark, parts.dot]) part.setAttribute("stroke", estimate);
    for (const part of [parts.own, parts.mark]) part.setAttribute("fill", estimate);
    parts.dot.setAttribute("fill", background);
    parts.own.setAttribute("stroke", background);
    for (const line of this.svg.querySelectorAll("line")) line.setAttribute("y2", data.height - data.bottom);
    this.take();
  }

  take() {
    const now = document.smartpickNow;
    if (now) this.following.take(now.values);
    if (now?.own && now.own !== this.own) {
      this.own = now.own;
      this.draw();
    } else {
      this.show();
    }
  }

  /** Draw the own line anew: after a release, or at another width. */
  draw() {
    const { own, data } = this;
    this.width = this.root.clientWidth;
    if (own) {
      const points = (chances) => chances.map((chance, place) => `${this.across(data.scores[place])} ${this.top(chance)}`);
      const high = points(own.high);
      this.parts["own-line"].setAttribute("d", `M${points(own.chance).join("L")}`);
      this.parts.band.setAttribute("d", `M${[...high, ...points(own.low).reverse()].join("L")}Z`);
      this.svg.setAttribute("aria-label", own.alt);
    }
    this.show();
  }

  across(score) {
    const { left, right, axis } = this.data;
    const share = Math.min(Math.max((score - axis[0]) / (axis[1] - axis[0]), 0), 1);
    return left + (this.width - left - right) * share;
  }

  /** How far down a chance (0 to 1) lies. */
  top(chance) {
    const [none, sure] = this.data.ends;
    return none + (sure - none) * chance;
  }

  show() {
    const { data, parts } = this;
    const score = this.following.value(data.score) ?? null;
    parts.mark.toggleAttribute("hidden", score === null);
    // The slider knows the chance that it shows (in percent): the own dot is never anywhere else.
    const own = this.top(document.smartpickChance / 100);
    const curve = score === null ? null : (data.curve[Math.min(Math.max(score, data.axis[0]), data.axis[1]) - data.axis[0]] ?? null);
    for (const [part, top] of [[parts.dot, curve], [parts.own, own]]) {
      part.toggleAttribute("hidden", curve === null || Number.isNaN(top));
      if (curve !== null && !Number.isNaN(top)) place(part, this.across(score), top);
    }
    if (score === null) return;
    const across = this.across(score);
    place(parts.mark, across, 0);
    const label = parts.mark.querySelector("text");
    const toLeft = across > this.width / 2;
    label.setAttribute("text-anchor", toLeft ? "end" : "start");
    label.setAttribute("x", toLeft ? -7 : 7);
    const words = data.words.place.replace("{score}", score);
    if (label.textContent !== words) label.textContent = words;
  }

  /** Say what both curves show at the score that is pointed at. */
  tell(event) {
    const { data, own, said, parts } = this;
    if (!data || !own) return;
    const inPlot = event ? event.clientX - this.root.getBoundingClientRect().left : -1;
    const step = (this.across(data.scores.at(-1)) - this.across(data.scores[0])) / (data.scores.length - 1);
    const at = Math.round((inPlot - this.across(data.scores[0])) / step);
    const there = at >= 0 && at < data.scores.length;
    said.hidden = !there;
    parts.at.toggleAttribute("hidden", !there);
    if (!there) return;
    const score = data.scores[at];
    const filled = (template, texts) => template.replace("{score}", score).replace(/\{(\d)\}/g, (_, one) => texts[one]);
    said.textContent = `${filled(data.words.own, own.words[at])}\n\n${filled(data.words.curve, data.compared[at])}`;
    // Over the band where there is room for it, else under it.
    const across = this.across(score);
    const toLeft = across + APART + said.offsetWidth > this.width;
    const above = this.top(own.high[at]) - APART - said.offsetHeight;
    said.style.left = `${toLeft ? across - APART - said.offsetWidth : across + APART}px`;
    said.style.top = `${above > 0 ? above : this.top(own.low[at]) + APART}px`;
    place(parts.at, across, 0);
  }

  remove() {
    this.following.remove();
    this.listeners.abort();
    this.resizing.disconnect();
    delete this.area.smartpickDrawnOver;
    marks.delete(this.root);
  }
}

function place(part, across, top) {
  part.setAttribute("transform", `translate(${across} ${top})`);
}
