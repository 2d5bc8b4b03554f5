// The applicant's place on the score curve: it follows the thumb while the figure under it stays.

const marks = new WeakMap();

export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".curve-mark");
  if (!marks.has(root)) marks.set(root, new CurveMark(root));
  const mark = marks.get(root);
  mark.update(data);
  return () => mark.remove();
}

class CurveMark {
  constructor(root) {
    this.root = root;
    this.parts = Object.fromEntries(["line", "label", "dot", "own"].map((name) => [name, root.querySelector(`.${name}`)]));
    this.following = new Following((begins) => begins || this.show());
    this.told = () => this.data && this.show();
    document.addEventListener("smartpick:chance", this.told);
    this.answered = () => this.data && this.take();
    document.addEventListener("smartpick:now", this.answered);
  }

  update(data) {
    this.data = data;
    this.root.style.height = `${data.height}px`;
    this.take();
  }

  take() {
    if (document.smartpickNow) this.following.take(document.smartpickNow.values);
    this.show();
  }

  show() {
    const { data, parts } = this;
    const score = this.following.value(data.score) ?? null;
    this.root.hidden = score === null;
    if (score === null) return;
    const index = Math.min(Math.max(score - data.first, 0), data.across.length - 1);
    const left = `calc(${data.left}px + (100% - ${data.left + data.right}px) * ${data.across[index]})`;
    for (const part of Object.values(parts)) part.style.left = left;
    parts.label.textContent = data.words.replace("{score}", score);
    parts.label.classList.toggle("to-left", index > data.across.length / 2);
    const curve = data.curve[index];
    // The slider knows the chance that it shows (in percent): the own dot is never anywhere else.
    const [none, sure] = data.ends;
    const own = none + ((sure - none) * document.smartpickChance) / 100;
    for (const [part, top] of [[parts.dot, curve], [parts.own, own]]) {
      part.hidden = curve === null || Number.isNaN(top);
      part.style.top = `${top}px`;
    }
  }

  remove() {
    this.following.remove();
    document.removeEventListener("smartpick:chance", this.told);
    document.removeEventListener("smartpick:now", this.answered);
    marks.delete(this.root);
  }
}
