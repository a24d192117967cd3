// Reloads the page when it was written anew, and shows what is wrong with the story. Only while writing.
const version = "VERSION";
// Pages for frames are written after the page, and have the second number.
const mine = (numbers) => numbers.split(".")[+document.documentElement.classList.contains("embedded")];
const events = new EventSource(new URL("_live", import.meta.url));
let note;

events.addEventListener("version", ({ data }) => {
  if (mine(data) !== mine(version)) location.reload();
  else note?.remove();
});

events.addEventListener("problem", ({ data }) => {
  note?.remove();
  note = document.createElement("pre");
  note.setAttribute("role", "alert");
  note.textContent = data;
  // Through the object model: a style attribute would be blocked by the page's policy.
  Object.assign(note.style, {
    position: "fixed", inset: "auto 0 0 0", zIndex: "2147483647", maxHeight: "60vh", overflow: "auto", margin: "0",
    padding: "1rem", background: "#1d1a17", color: "#fff", borderTop: "4px solid #e4572e", whiteSpace: "pre-wrap",
    font: "14px/1.4 ui-monospace, monospace",
  });
  document.body.append(note);
});
