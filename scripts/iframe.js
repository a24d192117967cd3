// Runs in our pages and needs no wasm: sets the theme that the address asks for and, inside another page, tells that page how
// high we are, in the language of every host script in use. From the host it takes the names by which we are to report, an
// address for "copy link", and an id to go to. It stores nothing, and nothing a message holds becomes markup.

const root = document.documentElement;
const ID = /^[a-z0-9-]{1,80}$/; // of our sections, cards and events
const NAME = /^[\w.-]{1,64}$/; // by which a host calls its frame
let wanted; // the accent last asked for

/** The fragment's parts: `#anchor&key=value&…`, or `#?key=value` as WordPress writes it. Too long a fragment counts as none. */
function parts() {
  const fragment = location.hash.slice(1);
  return new URLSearchParams(fragment.length > 2000 ? "" : fragment.replace(/^\?/, ""));
}

// Theme: `theme=dark|light|auto`, `accent=rrggbb`.

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
function dress() {
  const theme = parts().get("theme");
  if (/^(dark|light|auto)$/.test(theme)) root.dataset.theme = theme;
  if (parts().has("accent")) wanted = parts().get("accent");
  root.style.removeProperty("--accent");
  if (!/^[\da-f]{6}$/i.test(wanted)) return;
  const inks = [luminance([0, 2, 4].map((n) => parseInt(wanted.slice(n, n + 2), 16))), luminance(paper())];
  if ((Math.max(...inks) + 0.05) / (Math.min(...inks) + 0.05) >= 4.5) root.style.setProperty("--accent", "#" + wanted);
}

dress();
addEventListener("hashchange", dress);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", dress);

// Height, and the few words we exchange with the host.

if (parent !== window) {
  root.dataset.framed = ""; // style then estimates no heights
  const query = new URLSearchParams(location.search);
  const name = (text) => (NAME.test(text ?? "") ? text : "");
  const address = location.href;
  const chart = name(query.get("id")) || name(location.pathname.replace(/\/$|\.html$/, "").split("/").pop()) || "backstory";
  const secret = name(parts().get("secret"));
  let pym = name(query.get("childId"));
  let sizer = "";
  let height = 0;

  const say = (message) => parent.postMessage(message, "*");

  function tell(event) {
    if (!height) return;
    const width = innerWidth;
    say({ type: "backstory:height", version: 1, height });
    say({ sentinel: "amp", type: "embed-size", height });
    say({ type: "iframe-resized", width, height });
    say({ kind: "interactive:height", height });
    say({ "datawrapper-height": { [chart]: height } });
    say(JSON.stringify({ src: address, context: "iframe.resize", height }));
    say(JSON.stringify({ type: "set-height", value: height }));
    if (pym) say(`pymxPYMx${pym}xPYMxheightxPYMx${height}`);
    if (sizer) say(`[iFrameSizer]${sizer}:${height}:${width}:${event}`);
    if (secret) say({ message: "height", value: height, secret });
  }

  // The wrapper is measured, not the body or the page: those are as high as the frame, and would never shrink.
  const { body } = document;
  const wrapper = document.querySelector("[data-frame-root]") ?? body.firstElementChild ?? body;
  const below = (element, side) => parseFloat(getComputedStyle(element)[side]) || 0;
  function measure() {
    const end = wrapper.getBoundingClientRect().bottom + scrollY + below(wrapper, "marginBottom");
    // A hundredth less, so that the last bit of a sum does not make a pixel.
    const now = Math.ceil(end + below(body, "paddingBottom") + below(body, "marginBottom") - 0.01);
    if (now === height) return;
    height = now;
    tell("resizeObserver");
  }
  new ResizeObserver(measure).observe(wrapper);
  // Chromium observes nothing in a frame that is hidden until it speaks, as WordPress hides it.
  measure();

  /** The host has a script that sizes us: style may hide what overflows (`[data-sized]`). */
  function greet() {
    root.dataset.sized = "";
    tell("init");
  }

  // The host's address names an id; it may be that of another explainer on its page. Not while the program starts: WebKitGTK
  // would never finish that. Once it runs it goes there itself: left to itself a browser would open the whole list around
  // an event. Of two that are asked for while it starts the last one counts.
  let waiting;
  function go(id) {
    const { state } = root.dataset;
    if (state === "loading") {
      waiting = setTimeout(go, 100, id);
      return;
    }
    if (state === "ready") {
      history.replaceState(null, "", "#" + id);
      dispatchEvent(new HashChangeEvent("hashchange"));
    } else location.replace("#" + id);
    say({ type: "backstory:shown", version: 1, id });
  }

  addEventListener("message", ({ source, data }) => {
    if (source !== parent || !data) return;
    const { type, version, id, href } = data;
    if (typeof data == "string") {
      if (data.length > 500) return;
      const [, sizing] = /^\[iFrameSizer\]([^:]+):[^:]*:(?:true|false):/.exec(data) ?? [];
      const [, child] = /^pymxPYMx(.+?)xPYMxwidthxPYMx/.exec(data) ?? [];
      if (name(sizing)) sizer = sizing;
      else if (name(child)) pym = child;
      else return;
      greet();
    } else if (type === "backstory:goto") {
      if (version !== 1 || typeof id != "string" || !ID.test(id)) return;
      clearTimeout(waiting);
      if (document.getElementById(id)) go(id);
    } else if (type === "backstory:host") {
      if (version !== 1 || typeof href != "string" || !/^https?:\/\/[^\s#]{1,1900}$/.test(href)) return;
      root.dataset.host = href;
      greet();
    } else if (["frames-init", "iframe-child-init", "iframe-get-child-dimensions"].includes(type)) {
      greet();
    } else if (secret && data.message === "ready" && data.secret === secret) {
      tell();
    }
  });
  if (pym) root.dataset.sized = "";
  say("[iFrameResizerChild]Ready");

  // For the host's statistics; we keep none.
  const report = (what, id) => say({ type: "backstory:report", version: 1, what, id });
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

  // In WordPress's sandbox links lead nowhere; it follows those to our own site. For others the reader is taken to the
  // same place in the whole explainer.
  if (secret) {
    addEventListener("click", (event) => {
      const link = event.target.closest?.("a[href]");
      if (!link || !/^https?:$/.test(link.protocol) || link.href.split("#")[0] === address.split("#")[0]) return;
      const whole = document.querySelector("link[rel=canonical]")?.href;
      const place = link.closest("[id]")?.id;
      const value = link.host === location.host || !whole ? link.href : whole + (place ? "#" + place : "");
      event.preventDefault();
      say({ message: "link", value, secret });
    });
  }
}
