// Loads the programs. It is joined with their glue into one module, so that the integrity of the script tag covers all of it:
// `initSync` is the glue of the page's program, `timelineGlue()` that of the timeline's. The programs are fetched with the
// integrity the tag names; the page's has been asked for by the head of the page. The timeline's is left alone until the
// timeline comes near, or an address leads somewhere: it may be a place of the timeline. Whatever fails, the page stays whole:
// it was complete before this ran.
const root = document.documentElement;
const tag = document.querySelector("script[data-wasm]").dataset;
const ask = (address, integrity) => fetch(address, { integrity, credentials: "omit" });
// Compiled as soon as it is there, beside the parsing of the page, and whatever type the host calls it by.
const compile = (answer) => {
  const program = answer.then((answer) => answer.arrayBuffer()).then(WebAssembly.compile);
  program.catch(() => {}); // awaited later; until then a refusal is not an unhandled one
  return program;
};
const comesNear = (island) =>
  new Promise((come) => {
    if (location.hash || self !== top) come();
    addEventListener("hashchange", come);
    const look = (seen) => seen.some((it) => it.isIntersecting) && come();
    new IntersectionObserver(look, { rootMargin: "200%" }).observe(island);
  });
// A page that waits (`data-waits`) asks for its program when the reader first touches, points at or focuses something. A click
// meanwhile is kept, and given again once the program has come or has failed to.
let clicked;
const keep = (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  clicked = event.target;
};
const touched = () =>
  new Promise((come) => {
    if (/tour|step/.test(location.hash)) come();
    for (const event of ["pointerover", "focusin"]) addEventListener(event, come);
    addEventListener("click", keep, true);
  });
root.dataset.state = "loading";
try {
  if ("waits" in tag) await touched();
  const program = compile(self.backstoryProgram ?? ask(tag.wasm, tag.integrity));
  if (document.readyState === "loading") await new Promise((done) => addEventListener("DOMContentLoaded", done));
  // The events stand last in the page: without their end it was cut off on its way, and there is nothing whole to work on.
  if (!document.getElementById("data-timeline")?.textContent.endsWith("\n")) throw new Error("cut off");
  const island = document.querySelector("[data-island]");
  const timelineProgram = island && compile(comesNear(island).then(() => ask(tag.timeline, tag.timelineIntegrity)));
  initSync({ module: await program });
  if (island) timelineGlue()({ module: await timelineProgram });
} catch {
  root.dataset.state = "failed";
  for (const list of document.querySelectorAll(".all-events")) list.open = true;
}
removeEventListener("click", keep, true);
setTimeout(() => clicked?.click());
