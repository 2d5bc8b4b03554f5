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
    this.following = new Following((_, score) => this.show(score));
  }

  update(data) {
    this.data = data;
    this.root.style.height = `${data.height}px`;
    if (this.following.take(data.score)) this.show(data.score);
  }

  show(score) {
    const { data, parts } = this;
    this.root.hidden = score === null;
    if (score === null) return;
    const index = Math.min(Math.max(score - data.first, 0), data.across.length - 1);
    const left = `calc(${data.left}px + (100% - ${data.left + data.right}px) * ${data.across[index]})`;
    for (const part of Object.values(parts)) part.style.left = left;
    parts.label.textContent = data.words.replace("{score}", score);
    parts.label.classList.toggle("to-left", index > data.across.length / 2);
    const curve = data.curve[index];
    for (const [part, top] of [[parts.dot, curve], [parts.own, data.own[index]]]) {
      part.hidden = curve === null;
      part.style.top = `${top}px`;
    }
  }

  remove() {
    this.following.remove();
    marks.delete(this.root);
  }
}
