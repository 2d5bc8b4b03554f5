export default function ({ data }) {
  const programs = (document.smartpickPrograms ??= new Map());
  for (const [number, ...program] of data.programs) programs.set(number, program);
  document.smartpickAhead = data;
  document.dispatchEvent(new CustomEvent("smartpick:ahead"));
  return () => document.smartpickAhead === data && delete document.smartpickAhead;
}
