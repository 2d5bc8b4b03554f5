// How parts ask the server. Goes before the script of every component that asks (`component` in templates.py).

const APART_MS = 50;
const LEAVING_MS = 2000; // a click on a link has become a run of the server by then
const AT_REST_MS = 500; // between two runs a page is at rest for a moment
const inLine = new Set();

/**
 * Send in turn, and not while the person leaves for another page.
 *
 * What several parts ask in one moment Streamlit sends as one request, of one part only. And what a part of the old
 * page asks after the click on a link is asked for the old page: the person would be brought back, or see neither.
 * `send` is called once, perhaps much later: it looks itself whether its part is still there. While one of `whose`
 * waits, another is not needed.
 */
function inTurn(whose, send) {
  if (inLine.has(whose)) return;
  inLine.add(whose);
  const before = document.smartpickAsking ?? Promise.resolve();
  // One that fails says so in the console and holds nobody up.
  document.smartpickAsking = before.catch(() => {}).then(async () => {
    for (let rest = 0; leaving(rest); rest = running() ? 0 : rest + APART_MS) await passed(APART_MS);
    inLine.delete(whose);
    send();
    await passed(APART_MS);
  });
}

/** Whether the other page is still to come; a link may also lead to where the person is, so a long `rest` ends it. */
function leaving(rest) {
  const left = document.smartpickLeft; // page_watch.js
  if (!left) return false;
  const late = performance.now() - left.at > LEAVING_MS;
  if (location.pathname !== left.from || (late && rest >= AT_REST_MS)) delete document.smartpickLeft;
  return document.smartpickLeft !== undefined;
}

function running() {
  return document.querySelector("[data-testid=stApp]")?.dataset.testScriptState !== "notRunning";
}

function passed(ms) {
  return new Promise((done) => setTimeout(done, ms));
}
