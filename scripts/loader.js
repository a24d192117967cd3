// Loads the islands. It is joined with the glue of the program (`__wbg_init` is the glue's) into one module, so that the
// integrity of the script tag covers both; the program itself is fetched with the integrity the tag names, or has been
// asked for with it by the head of the page. Whatever fails, the page stays whole: it was complete before this ran.
const root = document.documentElement;
const tag = document.querySelector("script[data-wasm]");
root.dataset.state = "loading";
try {
  const program = self.backstoryProgram ?? fetch(tag.dataset.wasm, { integrity: tag.dataset.integrity, credentials: "omit" });
  program.catch(() => {}); // awaited below; until then a refusal is not an unhandled one
  if (document.readyState === "loading") await new Promise((done) => addEventListener("DOMContentLoaded", done));
  // The events stand last in the page: without their end it was cut off on its way, and there is nothing whole to work on.
  if (!document.getElementById("data-timeline")?.textContent.endsWith("\n")) throw new Error("cut off");
  await __wbg_init({ module_or_path: await program });
} catch {
  root.dataset.state = "failed";
  for (const list of document.querySelectorAll(".all-events")) list.open = true;
}
