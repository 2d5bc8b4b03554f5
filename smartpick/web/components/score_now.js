// What holds now: what the slider says at the score that the server shows, and what else of the page follows it.
// It comes apart from the parts that draw it, so that they stay the same while only the score changes.

export default function ({ data }) {
  const programs = (document.smartpickPrograms ??= new Map());
  for (const [number, ...program] of data.list?.programs ?? []) programs.set(number, program);
  document.smartpickNow = data;
  document.dispatchEvent(new CustomEvent("smartpick:now"));
  return () => document.smartpickNow === data && delete document.smartpickNow; // not what came after it
}
