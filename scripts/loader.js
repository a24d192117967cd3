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
    new IntersectionObserver((seen) => seen.pop().isIntersecting && come(), { rootMargin: "200%" }).observe(island);
  });
// A page that waits (`data-waits`) asks for its program when the reader first points at, touches or focuses something, or where
// its address names a place. A click meanwhile is kept, and given again once the program has come or has failed to; one on the
// timeline is kept by the timeline.
const waits = "waits" in tag && !/[#&](?!theme|accent|\?)\w/.test(location.hash);
let clicked;
const keep = (event) => {
  if (event.target.closest("[data-island]")) return;
  event.preventDefault();
  clicked = event.target;
};
const touched = (come) => {
  for (const event of ["pointerover", "focusin", "hashchange"]) addEventListener(event, come);
  addEventListener("click", keep, true);
};
root.dataset.state = waits ? "waiting" : "loading";
try {
  const askForPage = () => self.backstoryProgram ?? ask(tag.wasm, tag.integrity);
  const program = compile(waits ? new Promise(touched).then(askForPage) : askForPage());
  if (document.readyState === "loading") await new Promise((done) => addEventListener("DOMContentLoaded", done));
  // The events stand last in the page: without their end it was cut off on its way, and there is nothing whole to work on.
  if (!/^\.$/m.test(document.getElementById("data-timeline")?.textContent)) throw new Error("cut off");
  const island = document.querySelector("[data-island]");
  const timelineProgram = island && compile(comesNear(island).then(() => ask(tag.timeline, tag.timelineIntegrity)));
  const page = program.then((module) => initSync({ module }));
  if (!waits) await page;
  if (island) timelineGlue()({ module: await timelineProgram });
  await page;
} catch {
  root.dataset.state = "failed";
  document.querySelector(".all-events")?.setAttribute("open", "");
}
removeEventListener("click", keep, true);
setTimeout(() => clicked?.click());
