// Asks the server for what holds at other values when the person reaches for a control, the nearest first, until
// all is there, and keeps it where the other components find it (following.js). The answers come with a script of
// their own (ahead_now.js), which is sent with every one of them and so has no word too many.

const known = (document.smartpickKnown ??= new Map());
// A request can be lost in a run of the whole page; then it is made again, each time after twice as long.
const PATIENCE_MS = 3000;
const MOST_TRIES = 7;
let now = {};
let wanted = []; // fields that the person reached for, the last one first
let asked, waiting; // `asked`: the last request
let answered = true;

export default function ({ parentElement, setTriggerValue }) {
  now = { ...now, setTriggerValue, place: parentElement.host ?? parentElement };
  const reached = ({ detail }) => ask(detail.field);
  document.addEventListener("smartpick:now", stand);
  document.addEventListener("smartpick:ahead", take);
  document.addEventListener("smartpick:reach", reached);
  stand();
  take();
  return () => {
    document.removeEventListener("smartpick:now", stand);
    document.removeEventListener("smartpick:ahead", take);
    document.removeEventListener("smartpick:reach", reached);
  };
}

/** Forget what rested on other answers of the person. */
function stand() {
  const stands = document.smartpickNow;
  if (!stands || stands === now.stands) return;
  now.stands = stands;
  for (const [field, key] of Object.entries(stands.keys)) {
    if (known.get(field)?.key !== key) known.set(field, { key, byValue: new Map() });
  }
  if (asked && !answered && stands.keys[asked.field] !== asked.key) send(1); // nobody answers what was asked before
  // The control may have been reached before this script was there.
  if (!asked && document.smartpickReached) ask(document.smartpickReached);
}

/** Keep what the server answered, and ask for more. */
function take() {
  const data = document.smartpickAhead;
  if (!data || data === now.data) return;
  now.data = data;
  const { digits, texts, names } = data;
  for (const [field, value, packed, words, bars] of data.known) {
    const there = known.get(field);
    if (there?.key === data.key) there.byValue.set(value, { packed, digits, texts, names, words, bars });
  }
  document.dispatchEvent(new CustomEvent("smartpick:known"));
  // An answer that comes late counts as well: a busy server is slow, not gone.
  if (asked && data.answered === asked.request && !answered) {
    answered = true;
    clearTimeout(waiting);
    // All is there of this one; another control may have been reached before or meanwhile.
    if (data.known.length === 0) wanted = wanted.filter((field) => field !== asked.field);
    if (wanted.length > 0) ask(wanted[0]);
  }
}

function ask(field) {
  wanted = [field, ...wanted.filter((other) => other !== field)];
  if (answered && now.stands && field in now.stands.keys) send(1);
}

function send(tries) {
  answered = false;
  clearTimeout(waiting);
  inTurn("ahead", () => {
    const { stands, setTriggerValue, place } = now;
    const [field] = wanted;
    answered = !place.isConnected; // nobody answers for a page that is gone
    if (answered) return;
    waiting = setTimeout(() => {
      if (tries < MOST_TRIES) send(tries + 1);
      else answered = true;
    }, PATIENCE_MS * 2 ** (tries - 1));
    asked = {
      request: Date.now(), // unlike any before
      field,
      near: document.smartpickAt?.field === field ? document.smartpickAt.value : stands.values[field],
      have: [...known.get(field).byValue.keys()],
      key: stands.keys[field],
      programs: [...document.smartpickPrograms.keys()],
    };
    setTriggerValue("ahead", asked);
  });
}
