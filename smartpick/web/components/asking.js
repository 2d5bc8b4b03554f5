// How parts ask the server. Goes before the script of every component that asks (`component` in templates.py).

const APART_MS = 50;
const LEAVING_MS = 2000; // a click on a link has become a run of the other page by then
const STAYED_MS = 60000;

/**
 * Send in turn, and not while the person leaves for another page.
 *
 * What several parts ask in one moment Streamlit sends as one request, of one part only. And what a part of the old
 * page asks after the click on a link is asked for the old page: the person would be brought back, or see neither.
 * `send` is called once, perhaps much later: it looks itself whether its part is still there.
 */
function inTurn(send) {
  const before = document.smartpickAsking ?? Promise.resolve();
  document.smartpickAsking = before.then(async () => {
    while (leaving()) await passed(APART_MS);
    send();
    await passed(APART_MS);
  });
}

function leaving() {
  const since = performance.now() - (document.smartpickLeft ?? -Infinity); // page_watch.js
  if (since < LEAVING_MS) return true;
  // A busy server takes its time to show the other page; a link to this page ends here.
  const app = document.querySelector("[data-testid=stApp]");
  return since < STAYED_MS && app?.dataset.testScriptState !== "notRunning";
}

function passed(ms) {
  return new Promise((done) => setTimeout(done, ms));
}
