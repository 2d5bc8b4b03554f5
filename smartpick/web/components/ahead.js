// Asks the server for what holds at other values when the person reaches for a control, the nearest first, until
// all is there, and keeps it where the other components find it (following.js).

const known = (document.smartpickKnown ??= new Map());
const programs = (document.smartpickPrograms ??= new Map());
const PATIENCE_MS = 3000; // a request can be lost in a run of the whole page; then it is made again
const MOST_TRIES = 5;
let now, wanted, asked, asking, waiting, tries;

export default function ({ data, setTriggerValue }) {
  now = { data, setTriggerValue };
  const { digits, texts, names } = data;
  for (const [number, ...program] of data.programs) programs.set(number, program);
  for (const [field, key] of Object.entries(data.keys)) {
    if (known.get(field)?.key !== key) known.set(field, { key, byValue: new Map() });
  }
  for (const [field, value, packed, words, bars] of data.known) {
    known.get(field).byValue.set(value, { packed, digits, texts, names, words, bars });
  }
  document.dispatchEvent(new CustomEvent("smartpick:known"));
  if (asking && data.answered) {
    asking = false;
    tries = 0;
    clearTimeout(waiting);
    // Another control may have been reached meanwhile.
    if (data.known.length > 0 || wanted !== asked) ask(wanted);
  }
  const reached = ({ detail }) => {
    tries = 0;
    ask(detail.field);
  };
  document.addEventListener("smartpick:reach", reached);
  return () => document.removeEventListener("smartpick:reach", reached);
}

function ask(field) {
  const { keys, values } = now.data;
  wanted = field;
  if (asking || !(field in keys)) return;
  asking = true;
  asked = field;
  waiting = setTimeout(() => {
    asking = false;
    tries += 1;
    if (tries < MOST_TRIES) ask(wanted);
  }, PATIENCE_MS);
  const near = document.smartpickAt?.field === field ? document.smartpickAt.value : values[field];
  const have = [...known.get(field).byValue.keys()];
  now.setTriggerValue("ahead", { field, near, have, key: keys[field], programs: [...programs.keys()] });
}
