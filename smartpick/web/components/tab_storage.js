// Keeps what a person brought in the browser tab's own storage, which ends with the tab, and hands it to the
// server when the page was loaded anew. Only a session that has been handed what is kept may replace it.

const TEXT = "smartpick:brought";
const ROOM = "smartpick:room"; // the key of a room that was opened in this tab
const MARK = "smartpick:brought-by"; // the session that wrote them, and the number of its change

export default function ({ data, setTriggerValue, setStateValue }) {
  const { session, number, text, asks, taken } = data;
  try {
    const [kept, room] = [TEXT, ROOM].map((name) => sessionStorage.getItem(name));
    const [writer, written] = (sessionStorage.getItem(MARK) ?? "").split(" ");
    if ((kept ?? room) !== null && writer !== session && !taken) {
      if (asks) setTriggerValue("kept", { text: kept, room });
      return;
    }
    // A part of the page that was drawn earlier may show itself again: it must not bring its older text back.
    if (writer !== session || number > Number(written)) {
      if (number > 0) put(TEXT, text);
      sessionStorage.setItem(MARK, `${session} ${number}`);
    }
    if (asks) put(ROOM, data.room);
  } catch {
    // Blocked, or full: an older text would be taken for the newest, so there is none.
    try {
      sessionStorage.removeItem(TEXT);
    } catch {}
    if (text !== "") setStateValue("refused", true);
  }
}

function put(name, value) {
  if (value === "") sessionStorage.removeItem(name);
  else sessionStorage.setItem(name, value);
}
