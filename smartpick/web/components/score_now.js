// What the slider says at the score that the server shows. It comes apart from the slider, whose table of all scores
// is large and stays the same while only the score changes.

export default function ({ data }) {
  document.smartpickNow = data;
  document.dispatchEvent(new CustomEvent("smartpick:now"));
  return () => document.smartpickNow === data && delete document.smartpickNow; // not what came after it
}
