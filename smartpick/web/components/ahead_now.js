// What the server answered last to what was asked ahead. It comes apart from the script that asks (ahead.js), which
// would be sent again with every answer.

export default function ({ data }) {
  document.smartpickAhead = data;
  document.dispatchEvent(new CustomEvent("smartpick:ahead"));
  return () => document.smartpickAhead === data && delete document.smartpickAhead;
}
