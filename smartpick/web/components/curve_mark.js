// The applicant's place on the score curve: it follows the thumb while the figure under it stays.

const PATIENCE_MS = 3000; // longest wait for the server's answer to a release
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
    this.followed = ({ detail }) => {
      this.moving = detail.moving;
      this.released = detail.moving ? null : { score: detail.score, at: performance.now() };
      this.show(detail.score);
    };
    document.addEventListener("smartpick:score", this.followed);
  }

  update(data) {
    this.data = data;
    this.root.style.height = `${data.height}px`;
    const { released } = this;
    const waits = released && released.score !== data.score && performance.now() - released.at < PATIENCE_MS;
    if (!this.moving && !waits) this.show(data.score);
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
    document.removeEventListener("smartpick:score", this.followed);
    marks.delete(this.root);
  }
}
