export default function ({ data }) {
  document.smartpickAhead = data;
  document.dispatchEvent(new CustomEvent("smartpick:ahead"));
  return () => document.smartpickAhead === data && delete document.smartpickAhead;
}
