// Keep quiet about a pad that was removed while it loaded its drawing.
//
// Why: streamlit-drawable-canvas decodes the images of a drawing, then clears its canvas to add them.
// Where the visitor has left the page meanwhile, there is no canvas, and the rejected promise is
// reported in the console.
// How: mark that rejection as handled; any other is reported as before.
// Since streamlit-drawable-canvas 0.13 (Streamlit 1.67). Not needed once loading ends with the canvas;
// a test that reads its script fails then.

addEventListener("unhandledrejection", (event) => {
  const error = event.reason;
  if (!(error instanceof TypeError) || !error.message.includes("clearRect")) return;
  if (/drawable.canvas/.test(error.stack ?? "")) event.preventDefault();
});
