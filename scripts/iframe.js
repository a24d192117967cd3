// Runs in our pages and needs no wasm: sets the theme that the address asks for and, in a frame, tells the page around it how
// high we are, in the language of every host script in use. That page may say by which names we report, an address for "copy
// link", an id to go to, and the looks. It stores nothing; nothing in a message becomes markup.

const root = document.documentElement;
const ID = /^[a-z0-9-]{1,80}$/; // of ours
const NAME = /^[\w.-]{1,64}$/; // a host has for its frame
let wanted; // the accent last asked for
let worn; // the theme the host asked for

/** The fragment's parts: `#anchor&key=value&…`, or `#?key=value` as WordPress writes it. Too long a fragment counts as none. */
function parts() {
  const fragment = location.hash.slice(1);
  return new URLSearchParams(fragment.length > 2000 ? "" : fragment.replace(/^\?/, ""));
}

// Theme: `theme=dark|light|auto`, `accent=rrggbb`. In a frame light is what is meant where nothing is said: most pages are.

function luminance(rgb) {
  const [r, g, b] = rgb.map((v) => ((v /= 255) > 0.04045 ? ((v + 0.055) / 1.055) ** 2.4 : v / 12.92));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** The colour we are set on, as [r, g, b]: that of the body, else the page; white where neither has one. */
function paper() {
  for (const element of [document.body, root]) {
    const [r, g, b, alpha] = getComputedStyle(element).backgroundColor.match(/[\d.]+/g) ?? [];
    if (b && alpha !== "0") return [r, g, b];
  }
  return [255, 255, 255];
}

/** An accent is taken only if text in it can be read on our paper (4.5:1). */
function dress(told) {
  const theme = worn ?? parts().getAll("theme").at(-1) ?? (parent === window || root.dataset.theme ? "" : "light");
  if (/^(dark|light|auto)$/.test(theme)) root.dataset.theme = theme;
  if (told !== true && parts().has("accent")) wanted = parts().get("accent");
  root.style.removeProperty("--accent");
  if (!/^[\da-f]{6}$/i.test(wanted)) return;
  const inks = [luminance([0, 2, 4].map((n) => parseInt(wanted.slice(n, n + 2), 16))), luminance(paper())];
  if ((Math.max(...inks) + 0.05) / (Math.min(...inks) + 0.05) >= 4.5) root.style.setProperty("--accent", "#" + wanted);
}

dress(true); // the accent needs the paper
addEventListener("hashchange", dress);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", dress);

// Height, and the few words we exchange with the host.

// A page comes in pieces, and this runs between any two of them. Without the rest there is no height to tell, and in a frame
// that is hidden until it speaks nothing would say when the rest has come.
while (document.readyState === "loading") await new Promise((done) => (document.onreadystatechange = done));
dress();

if (parent !== window) {
  root.dataset.framed = ""; // style then estimates no heights
  const query = new URLSearchParams(location.search);
  const name = (text) => (NAME.test(text ?? "") ? text : "");
  const address = location.href;
  const chart = name(query.get("id")) || name(location.pathname.replace(/\/$|\.html$/, "").split("/").pop()) || "backstory";
  const secret = name(parts().get("secret"));
  let pym = name(query.get("childId"));
  let sizer;
  let height = 0;
  let aim; // what the address names, until the reader acts
  let aimed; // where it was

  const say = (message) => parent.postMessage(message, "*");
  const word = (type, more) => say({ type: "backstory:" + type, version: 1, ...more });

  function tell(event = "resize") {
    if (!height) return;
    word("height", { height });
    say({ sentinel: "amp", type: "embed-size", height });
    say({ type: "iframe-resized", width: innerWidth, height });
    say({ kind: "interactive:height", height });
    say({ "datawrapper-height": { [chart]: height } });
    say(JSON.stringify({ src: address, context: "iframe.resize", height }));
    say(JSON.stringify({ type: "set-height", value: height }));
    if (pym) say(`pymxPYMx${pym}xPYMxheightxPYMx${height}`);
    if (sizer) say(`[iFrameSizer]${sizer}:${height}:${innerWidth}:${event}`);
    if (secret) say({ message: "height", value: height, secret });
  }

  // The wrapper is measured: body and page are as high as the frame, and would never shrink.
  const { body } = document;
  const wrapper = document.querySelector("[data-frame-root]");
  const bottom = (element) => element.getBoundingClientRect().bottom + scrollY;
  const below = (element, side) => parseFloat(getComputedStyle(element)[side]) || 0;
  function measure() {
    const end = bottom(wrapper) + below(wrapper, "marginBottom") + below(body, "paddingBottom") + below(body, "marginBottom");
    // What we placed may be higher than all else. A hundredth less: the last bit of a sum makes no pixel.
    const now = Math.ceil(Math.max(end, ...placed.filter((e) => e.checkVisibility()).map((e) => bottom(e) + GAP)) - 0.01);
    if (now === height) return;
    height = now;
    tell();
    lead();
    settle();
  }

  // A scroll bar takes room, and what would fit no longer does: it comes only where the frame stays too low.
  let settling;
  function settle() {
    clearTimeout(settling);
    settling = setTimeout(() => {
      root.toggleAttribute("data-short", !isWhole());
      if (Math.abs(innerHeight - height) > 1) tell();
    }, 400);
  }
  const GAP = 16; // to the frame's edge
  const placed = []; // what we placed
  new ResizeObserver(measure).observe(wrapper);
  // Chromium observes nothing in a frame hidden until it speaks, as in WordPress; without its styles the height is another.
  // Some hosts listen late, when we are seen; some put back an old one after a print.
  onload = () => {
    for (const ms of [0, 1000, 3000, 9000]) setTimeout(() => tell(measure()), ms);
  };
  new IntersectionObserver(() => tell()).observe(wrapper);
  addEventListener("resize", () => settle(root.removeAttribute("data-short")));
  addEventListener("afterprint", () => tell());

  // In a frame as high as its content the window's height says nothing of what is seen.
  const isWhole = () => innerHeight + 2 >= height;

  /** Brings a place, in pixels from our top, into view. Our host's script scrolls its own page. */
  function reveal(top) {
    measure();
    top = Math.round(Math.min(Math.max(top - GAP, 0), height));
    if (root.dataset.host) {
      word("reveal", { top });
      const y = top - scrollY;
      if (!isWhole() && (y < 0 || y > innerHeight - 288)) scrollTo(0, top - 96);
      return;
    }
    if (pym) say(`pymxPYMx${pym}xPYMxscrollToChildPosxPYMx${top}`);
    else if (sizer) say(`[iFrameSizer]${sizer}:${top}:0:scrollToOffset`);
    const mark = body.appendChild(document.createElement("i")); // below a bar
    Object.assign(mark.style, { position: "absolute", top: Math.max(top - 96, 0) + "px", height: "18rem" });
    mark.scrollIntoView({ block: "nearest" }); // and the page around us
    mark.remove();
  }
  document.addEventListener("backstory:reveal", ({ detail }) => Number.isFinite(detail?.top) && reveal(detail.top));

  let touched = 0; // where the reader acted last
  function touch({ pageY, target }) {
    touched = pageY > 0 ? pageY : (target.getBoundingClientRect?.().top ?? 0) + scrollY;
    root.style.setProperty("--touched", touched + "px");
  }
  for (const act of ["pointerdown", "keydown", "click"]) addEventListener(act, touch, true);

  // Dialogs and popovers open where the reader is: before they do, as the browser scrolls to what it focuses.
  const opens = ({ target, newState, type }) => {
    if (newState === "open" && target.matches("dialog,[popover]") && (isWhole() || placed.includes(target))) {
      placed.push(target);
      const top = Math.max(GAP, Math.min(touched + GAP, height - target.offsetHeight - GAP));
      Object.assign(target.style, { position: "absolute", marginBlock: 0, insetBlock: top + "px auto" });
      if (type === "toggle") reveal(top);
    }
    measure();
  };
  for (const event of ["beforetoggle", "toggle"]) addEventListener(event, opens, true);

  // What the address names is seen, and again where it moves: the program opens what is closed, fonts may come late.
  function lead() {
    if (!aim?.checkVisibility()) return;
    const top = aim.getBoundingClientRect().top + scrollY;
    if (top !== aimed) reveal((aimed = top));
  }
  addEventListener("hashchange", () => {
    aim = document.getElementById(location.hash.slice(1).split(/[&?=]/)[0]);
    aimed = NaN;
    setTimeout(lead); // when the program has opened it
  });
  for (const act of ["pointerdown", "keydown", "wheel", "touchmove"]) addEventListener(act, () => (aim = null), { passive: true });

  // The host's address names an id; it may be that of another explainer on its page. Not while the program starts: WebKitGTK
  // would never finish that. Of two that are asked for while it starts the last one counts.
  let waiting;
  // The embed of the timeline shows any event.
  const isDrawn = (id) =>
    document.querySelector("main > .timeline") && document.getElementById("data-timeline").textContent.includes(`\nE\t${id}\t`);
  function go(id) {
    const { state } = root.dataset;
    if (/ing$/.test(state)) {
      // Loading, waiting.
      dispatchEvent(new Event("pointerover")); // wakes one that waits for the reader's hand
      waiting = setTimeout(go, 100, id);
      return;
    }
    if (state === "ready") {
      history.replaceState(null, "", (isDrawn(id) ? "#event=" : "#") + id);
      for (const name of ["popstate", "hashchange"]) dispatchEvent(new Event(name));
    } else location.replace("#" + id);
    word("shown", { id });
  }

  addEventListener("message", ({ source, data }) => {
    if (source !== parent || !data) return;
    const { type, version, id, href, theme, accent } = data;
    if (typeof data == "string") {
      if (data.length > 500) return;
      const [, sizing] = /^\[iFrameSizer\]([^:]+):[^:]*:(?:true|false):/.exec(data) ?? [];
      const [, child] = /^pymxPYMx(.+?)xPYMxwidthxPYMx/.exec(data) ?? [];
      if (name(sizing)) sizer = sizing;
      else if (name(child)) pym = child;
      else return;
      tell("init");
    } else if (["frames-init", "iframe-child-init", "iframe-get-child-dimensions"].includes(type)) {
      tell("init");
    } else if (secret && data.message === "ready" && data.secret === secret) {
      tell();
    } else if (version !== 1) {
      return;
    } else if (type === "backstory:goto") {
      if (typeof id != "string" || !ID.test(id)) return;
      clearTimeout(waiting);
      if (isDrawn(id) || document.getElementById(id)) go(id);
    } else if (type === "backstory:dress") {
      if (/^(dark|light|auto)$/.test(theme)) worn = theme;
      wanted = typeof accent == "string" ? accent : wanted;
      dress(true);
    } else if (type === "backstory:host") {
      if (typeof href != "string" || !/^https?:\/\/[^\s#]{1,1900}$/.test(href)) return;
      root.dataset.host = href;
      tell("init");
    }
  });
  say("[iFrameResizerChild]Ready");

  // For the host's statistics.
  const report = (what, id) => word("report", { what, id });
  addEventListener("backstory:report", ({ detail }) => {
    if (/^(open|section|card|event)$/.test(detail?.what) && ID.test(detail.id)) report(detail.what, detail.id);
  }, true);
  report("open", "");
  const seen = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      seen.unobserve(target);
      report("section", target.id);
    }
  });
  for (const section of document.querySelectorAll("section.section")) seen.observe(section);

  // Links to other sites leave the frame, in which they would take our place. In WordPress's sandbox links lead nowhere; it
  // follows those to our own site, and others lead to the same place in the whole explainer.
  addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    if (event.defaultPrevented || !link || !/^https?:$/.test(link.protocol)) return;
    const isOurs = link.host === location.host;
    if (!secret) {
      if (!isOurs && !link.target) Object.assign(link, { target: "_blank", rel: "noopener" });
    } else if (link.href.split("#")[0] !== address.split("#")[0]) {
      const whole = document.querySelector("link[rel=canonical]")?.href;
      const place = link.closest("[id]")?.id;
      const value = isOurs || !whole ? link.href : whole + (place ? "#" + place : "");
      event.preventDefault();
      say({ message: "link", value, secret });
    }
  });
}
