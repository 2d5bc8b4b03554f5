// Notes when a text is on the screen after a key press, how often it changes while dragged, and first paints.
// Finds elements in shadow roots too, where our components live. On the screen means: in the task that follows the
// frame in which it changed.

window.bench = {
  first: {},
  wait: null,

  all(selector, root = document) {
    const found = [...root.querySelectorAll(selector)];
    for (const host of root.querySelectorAll("*")) {
      if (host.shadowRoot) found.push(...this.all(selector, host.shadowRoot));
    }
    return found;
  },

  text(selector) {
    return this.all(selector).map((element) => element.textContent).join("|");
  },

  painted(then) {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => then(performance.now());
    channel.port2.postMessage(0);
  },

  expect(selector) {
    const before = this.text(selector);
    const state = (this.wait = { at: null, pressed: null });
    addEventListener("keydown", () => (state.pressed = performance.now()), { capture: true, once: true });
    const look = () => {
      if (this.wait !== state) return;
      if (state.pressed !== null && this.text(selector) !== before) this.painted((now) => (state.at = now));
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  },

  // Notes when a page shows a score on its slider and the server has drawn all of the first look for it (what is known
  // ahead comes last there), by a clock that pages share.
  arrive(slider, score) {
    const state = (this.wait = { at: null, pressed: null });
    const now = () => performance.timeOrigin + performance.now();
    addEventListener("keydown", () => (state.pressed = now()), { capture: true, once: true });
    const look = () => {
      if (this.wait !== state) return;
      const drawn = document.smartpickNow?.values.step2_ck_score === Number(score);
      const there = drawn && this.all(slider).some((e) => e.value === score);
      if (there) this.painted(() => (state.at = now()));
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  },

  count(selector) {
    let before = this.text(selector);
    const state = (this.wait = { updates: 0 });
    const look = () => {
      if (this.wait !== state) return;
      const now = this.text(selector);
      if (now !== before) {
        before = now;
        state.updates += 1;
      }
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  },
};

const lookForFirst = () => {
  const { bench } = window;
  for (const [name, selector] of Object.entries(window.benchFirst ?? {})) {
    if (name in bench.first) continue;
    const shown = bench.all(selector).some((e) => e.checkVisibility() && e.getBoundingClientRect().height > 0);
    if (shown) bench.painted((now) => (bench.first[name] ??= now));
  }
  requestAnimationFrame(lookForFirst);
};
requestAnimationFrame(lookForFirst);
