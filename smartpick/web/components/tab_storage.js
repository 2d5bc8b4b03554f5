// Keeps what a person brought in the browser tab's own storage, which ends with the tab, and hands it to the
// server when the page was loaded anew. Only a session that has been handed what is kept may replace it.

const TEXT = "smartpick:brought";
const MARK = "smartpick:brought-by"; // the session that wrote it, and the number of its change

export default function ({ data, setTriggerValue, setStateValue }) {
  const { session, number, text, asks, taken } = data;
  try {
    const kept = sessionStorage.getItem(TEXT);
    const [writer, written] = (sessionStorage.getItem(MARK) ?? "").split(" ");
    if (kept !== null && writer !== session && !taken) {
      if (asks) setTriggerValue("kept", kept);
    } else if (number > 0 && (writer !== session || number > Number(written))) {
      if (text === "") sessionStorage.removeItem(TEXT);
      else sessionStorage.setItem(TEXT, text);
      sessionStorage.setItem(MARK, `${session} ${number}`);
    }
  } catch {
    // Blocked, or full: an older text would be taken for the newest, so there is none.
    try {
      sessionStorage.removeItem(TEXT);
    } catch {}
    if (text !== "") setStateValue("refused", true);
  }
}
