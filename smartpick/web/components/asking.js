// How parts ask the server. Goes before the script of every component that asks (`component` in templates.py).

const APART_MS = 50;
const LEAVING_MS = 4000;

/** What several parts ask in one moment Streamlit sends as one request, of one part only: so each waits its turn. */
function inTurn(send) {
  const before = document.smartpickAsking ?? Promise.resolve();
  document.smartpickAsking = before.then(() => {
    send();
    return new Promise((next) => setTimeout(next, APART_MS));
  });
}

/** How long nothing is to be asked for this page: so long after a click on a link to another one (page_watch.js). */
function untilLeft() {
  return Math.max(LEAVING_MS - (performance.now() - (document.smartpickLeft ?? -Infinity)), 0);
}
