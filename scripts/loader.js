// Loads the programs. It is joined with their glue into one module, so that the integrity of the script tag covers all of it:
// `__wbg_init` is the glue of the page's program, `timelineGlue()` that of the timeline's. The programs are fetched with the
// integrity the tag names; the page's has been asked for by the head of the page. The timeline's is left alone until the
// timeline comes near, or an address leads somewhere: it may be a place of the timeline. Whatever fails, the page stays whole:
// it was complete before this ran.
const root = document.documentElement;
const tag = document.querySelector("script[data-wasm]").dataset;
const ask = (address, integrity) => {
  const answer = fetch(address, { integrity, credentials: "omit" });
  answer.catch(() => {}); // awaited later; until then a refusal is not an unhandled one
  return answer;
};
const comesNear = (island) =>
  new Promise((come) => {
    if (location.hash || self !== top) come();
    addEventListener("hashchange", come, { once: true });
    const look = (seen) => seen.some((it) => it.isIntersecting) && come();
    new IntersectionObserver(look, { rootMargin: "200%" }).observe(island);
  });
root.dataset.state = "loading";
try {
  const program = self.backstoryProgram ?? ask(tag.wasm, tag.integrity);
  if (document.readyState === "loading") await new Promise((done) => addEventListener("DOMContentLoaded", done));
  // The events stand last in the page: without their end it was cut off on its way, and there is nothing whole to work on.
  if (!document.getElementById("data-timeline")?.textContent.endsWith("\n")) throw new Error("cut off");
  const island = document.querySelector("[data-island]");
  const timelineProgram = island && comesNear(island).then(() => ask(tag.timeline, tag.timelineIntegrity));
  timelineProgram?.catch(() => {});
  await __wbg_init({ module_or_path: await program });
  if (island) await timelineGlue()({ module_or_path: await timelineProgram });
} catch {
  root.dataset.state = "failed";
  for (const list of document.querySelectorAll(".all-events")) list.open = true;
}
