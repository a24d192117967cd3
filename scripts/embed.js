/* Puts explainers into a page, each as high as it is, and keeps the plain link where that cannot be.

     <script async src="…/embed.js" integrity="…" crossorigin="anonymous"></script>
     <backstory-embed src="https://example.org/explainer/" view="timeline" theme="auto" accent="1f5f7a" heights="320:900,640:700">
       <a href="https://example.org/explainer/">Title of the explainer</a>
     </backstory-embed>

   view     `whole`, `timeline`, `compact`, `section/ID`, `card/ID`, `event/ID`, `path-ID`: the page `embed/ID.html` below src; none for src itself
   state    what else the explainer's fragment may hold: `t=trade&lanes=party`
   heights  room to keep, `width:height` by the element's width, narrowest first, so that nothing moves when the page comes

   theme    `auto` or none: dark only where the page around the element is (`color-scheme`); `light`, `dark`

   The address `#backstory=ID` opens ID in the explainer that has it, and leads there. The element fires `backstory` (detail:
   what, id) for the host's own statistics. Frames of others are sized too: `iframe[data-backstory-resize]`,
   `[data-pym-src]`, `[data-frame-src]`. All that a message does is set a height, show the frame in place of its link, fire
   that event, lead to the frame that has what the address names, or bring into view a place in a frame that the reader
   acted in last. Where the frame never speaks, and on paper, the element shows what it holds: a link. */
((start) => {
  // The elements' links are read: the page must be whole.
  if (document.readyState == "loading") addEventListener("DOMContentLoaded", start);
  else start();
})(() => {
  if (customElements.get("backstory-embed")) return;
  const embeds = new Set(); // the elements in the page
  let sought; // what the address names, until a frame has shown it or the reader goes elsewhere
  let led; // the element that has it, until the reader goes elsewhere
  let place; // where in its frame we led to, and how far the page was scrolled then
  let scrolled;
  const foreign = () => [...document.querySelectorAll("iframe[data-backstory-resize]")];
  // An address that may be shown in a frame, or undefined.
  const safe = (...address) => {
    try {
      const url = new URL(...address);
      if (/^https?:/.test(url)) return url;
    } catch {}
  };
  const framed = (src, title, more) =>
    Object.assign(document.createElement("iframe"), {
      src,
      title: title.trim(),
      style: "display:block;width:100%;border:0",
      ...more,
    });
  // A sandboxed frame has no origin that could be named; nothing that is said is secret.
  const say = (frame, message) => frame?.contentWindow?.postMessage(message, "*");
  const asked = () => /^#backstory=([a-z0-9-]{0,80})$/.exec(location.hash)?.[1];
  const open = (frame) => {
    if (!frame || !asked()) return;
    frame.loading = "eager";
    say(frame, { type: "backstory:goto", version: 1, id: asked() });
  };
  // The browser scrolls, so that it heeds the page's `scroll-padding` and what else scrolls around the element; not to the
  // edge, where mastheads lie.
  const lead = (embed, top) => {
    const target = embed.frame ?? embed;
    target.style.scrollMarginTop = `calc(15vh - ${(place = top)}px)`;
    target.scrollIntoView({ behavior: "instant" });
    scrolled = scrollY;
  };
  const found = (embed) => {
    sought = "";
    embed.closest("details")?.toggleAttribute("open", true);
    lead((led = embed), 0);
  };
  // Where there is one element it is the one.
  const seek = () => {
    const [one, more] = document.querySelectorAll("backstory-embed");
    if (sought && one && !more) found(one);
  };

  // The height that a message states, in any shape in use: ours, pym, iframe-resizer, frames and AMP, open-iframe-resizer,
  // Guardian, Medium and Infogram, WordPress, Datawrapper.
  function stated(data) {
    if (typeof data == "string") {
      if (data.length > 4000) return;
      const text = /^(?:pymxPYMx.+xPYMxheightxPYMx|\[iFrameSizer\][^:]+:)([\d.]+)(?:$|:[^:]*:(?!scroll))/.exec(data);
      if (text) return +text[1];
      try {
        data = JSON.parse(data);
      } catch {}
    }
    if (data?.constructor != Object) return;
    const { type, height, value } = data;
    if (type === "backstory:height") return data.version === 1 && Number.isInteger(height) && height;
    if (type === "set-height" || data.message === "height") return value;
    if (["embed-size", "iframe-resized", "interactive:height", "iframe.resize"].includes(type ?? data.kind ?? data.context))
      return height;
    return Object.values(data["datawrapper-height"] ?? {})[0];
  }

  // Whole pixels from 100 to 20 000; false for what no page can mean.
  const sane = (height) =>
    typeof height == "number" && height > 0 && height < 1e5 && Math.min(Math.max(Math.ceil(height), 100), 20000);

  class Embed extends HTMLElement {
    static observedAttributes = ["src", "view", "state", "theme", "accent"];

    // Made here it needs no leave of the page's policy, and stands whatever becomes of the element's attributes.
    sheet = new CSSStyleSheet();

    constructor() {
      super();
      const root = this.attachShadow({ mode: "open" });
      root.append(document.createElement("slot"));
      root.adoptedStyleSheets = [this.sheet];
    }

    connectedCallback() {
      embeds.add(this);
      this.build();
      seek();
    }

    disconnectedCallback() {
      embeds.delete(this);
      this.fall();
    }

    attributeChangedCallback(name) {
      if (!embeds.has(this)) return;
      if (this.frame && /theme|accent/.test(name))
        say(this.frame, { type: "backstory:dress", version: 1, [name]: name == "theme" ? this.theme : this.of(name) });
      else this.build();
    }

    of(name) {
      return this.getAttribute(name) ?? "";
    }

    // A page that knows no dark gets none, and one that knows nothing else gets it from all readers.
    get theme() {
      const theme = this.of("theme");
      const { colorScheme } = getComputedStyle(this);
      return /light|dark/.test(theme) ? theme : /dark/.test(colorScheme) ? (/light/.test(colorScheme) ? "auto" : "dark") : "light";
    }

    build() {
      this.fall();
      const link = this.querySelector("a");
      let url = safe(this.of("src") || link?.href, document.baseURI);
      if (this.of("view")) url = safe(`embed/${/[\w-]*$/.exec(this.of("view"))}.html`, url);
      if (!url) return;
      url.hash ||= this.of("state");
      // The last one counts: `auto` is for us to find out.
      if (!/theme=[dl]/.test(url.hash)) url.hash += "&theme=" + this.theme;
      if (this.of("accent")) url.hash += "&accent=" + this.of("accent");

      const frame = (this.frame = framed(url, (link ?? this).textContent, {
        // Until it speaks the link lies over its empty room, so that nothing moves when it does.
        inert: true,
        loading: "lazy",
        sandbox: "allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox allow-downloads",
        allow: "clipboard-write",
        onload: () => {
          say(frame, { type: "backstory:host", version: 1, href: location.href.split("#")[0] });
          open(frame);
          // What has come and says nothing is no page of ours: blocked, or no server. The link stays, in its own room.
          this.patience = setTimeout(() => frame.inert && this.fall(), 5000);
        },
      }));
      open(frame);
      this.shadowRoot.prepend(frame);
      this.keep();
    }

    // Until it speaks, the room that its page needs at this width, so that what is below never moves. Not `visibility`:
    // Chromium lets what is hidden sleep, and it would never speak. Paper has another width, and nobody can be told its
    // height in time. What has no width yet, behind a tab, keeps the room that its own style asks for.
    keep() {
      let room = 600;
      for (const [, width, height] of this.of("heights").matchAll(/(\d+):(\d+)/g))
        if (width <= this.clientWidth) room = +height;
      const known = this.clientWidth || !this.frame?.inert;
      room = this.frame?.inert && known ? sane(room) : 0;
      this.sheet.replaceSync(
        `:host{display:block;position:relative;min-height:${room}px${known ? "!important" : ""}}iframe{min-height:${room}px}iframe+slot{display:none}[inert]{opacity:0}[inert]+slot{display:block;position:absolute;top:0}@media print{:host{min-height:0!important}slot{display:block!important;position:static!important}iframe{display:none!important}}`,
      );
    }

    // Back to the link.
    fall() {
      // Who is led once is not led again by a frame that is made anew.
      if (led == this) led = null;
      clearTimeout(this.patience);
      this.frame?.remove();
      this.frame = null;
      this.keep();
    }
  }

  addEventListener("message", ({ source, data }) => {
    const is = (frame) => source && frame?.contentWindow == source;
    const embed = [...embeds].find((e) => is(e.frame));
    const frame = embed?.frame ?? foreign().find(is);
    if (!frame) return;
    const height = sane(stated(data));
    if (height) {
      frame.style.height = height + "px";
      // What grew may stand above the place to which we led.
      if (led?.frame && scrollY == scrolled) lead(led, place);
      frame.inert = false;
      // Room that is left over goes where nobody sees its end move.
      if (frame.getBoundingClientRect().top + height > innerHeight) embed?.keep();
    }
    const { type, version, what, id, top } = Object(data);
    if (!embed || version !== 1) return;
    if (type === "backstory:shown" && sought && id === sought) found(embed);
    // The browser knows whether the reader has just acted in a frame. Whom the address led may be led on: browsers scroll to a
    // wrong place in a frame that has yet to grow.
    if (type === "backstory:reveal" && Number.isInteger(top) && top >= 0 && top <= frame.offsetHeight) {
      const y = frame.getBoundingClientRect().top + top;
      const may = (asked() && embed == led) || navigator.userActivation?.isActive;
      if (may && (y < 0 || y > innerHeight * 0.6)) lead((led = embed), top);
    }
    const told = /^(open|section|card|event) ([a-z0-9-]{0,80})$/.exec(what + " " + id);
    if (type === "backstory:report" && told)
      embed.dispatchEvent(new CustomEvent("backstory", { detail: { what: told[1], id: told[2] }, bubbles: true }));
  });

  addEventListener("hashchange", () => {
    led = null;
    sought = asked();
    seek();
    embeds.forEach(({ frame }) => open(frame));
  });

  addEventListener("securitypolicyviolation", ({ blockedURI }) =>
    embeds.forEach((embed) => blockedURI && embed.frame?.src.startsWith(blockedURI) && embed.fall()),
  );

  // What their own host scripts would say at the start to the frames of others, and pym's at each new width.
  function greet(frame) {
    say(frame, "[iFrameSizer]backstory:8:false:false:32:true:true:null");
    say(frame, { type: "iframe-child-init" });
    say(frame, { sentinel: "amp", type: "frames-init" });
    say(frame, "pymxPYMxbackstoryxPYMxwidthxPYMx" + frame.clientWidth);
  }
  document.addEventListener("load", ({ target }) => foreign().includes(target) && greet(target), true);
  addEventListener("resize", () => {
    foreign().forEach(greet);
    embeds.forEach((embed) => embed.keep());
  });

  sought = asked();
  for (const move of ["wheel", "touchmove", "keydown", "pointerdown"])
    addEventListener(move, () => (sought = led = null), { passive: true });

  customElements.define("backstory-embed", Embed);
  for (const place of document.querySelectorAll("[data-pym-src],[data-frame-src]")) {
    // Their own scripts were here.
    if (place.querySelector("iframe")) continue;
    const { pymSrc, frameSrc } = place.dataset;
    // Without these their own scripts, if they come later, leave the place alone.
    delete place.dataset.pymSrc;
    delete place.dataset.frameSrc;
    const url = safe(pymSrc ?? frameSrc, document.baseURI);
    if (!url) continue;
    if (pymSrc) url.search += `&childId=backstory&initialWidth=${place.clientWidth}`;
    place.replaceChildren(framed(url, place.title || place.textContent));
    place.firstChild.dataset.backstoryResize = "";
  }
  foreign().forEach(greet);
});
