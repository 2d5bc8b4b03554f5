// Which score a part of the page shows: the thumb's while it moves, then the server's. Goes before the script of
// every component that follows the slider (`component` in templates.py).

const PATIENCE_MS = 3000; // longest wait for the server's answer to a release

class Following {
  /** `moved(begins)` is called with every move of the thumb; `begins` with the first one. */
  constructor(moved) {
    this.score = null;
    this.moving = false;
    this.released = null;
    this.heard = ({ detail }) => {
      const begins = detail.moving && !this.moving;
      this.moving = detail.moving;
      this.released = detail.released ? { score: detail.score, at: performance.now() } : null;
      moved(begins, detail.score);
      this.score = detail.score;
    };
    document.addEventListener("smartpick:score", this.heard);
  }

  /** Take the score that the server shows; false while the thumb is moved or its release is not answered yet. */
  take(score) {
    if (this.released?.score === score) this.released = null;
    const waits = this.released && performance.now() - this.released.at < PATIENCE_MS;
    if (this.moving || waits) return false;
    this.score = score;
    return true;
  }

  remove() {
    document.removeEventListener("smartpick:score", this.heard);
  }
}
