// Runs before the page's own scripts, and notes what a person would notice.
(() => {
  const bench = { frames: [], events: [], most: 0, blocked: 0, painted: 0, shift: 0, drawn: 0, ready: 0, memory: null };
  window.bench = bench;

  // The first frame that shows boxes.
  const boxes = document.getElementsByClassName("tl-boxes");
  const wait = () => {
    if (boxes[0]?.firstElementChild) bench.drawn = performance.now();
    else requestAnimationFrame(wait);
  };
  requestAnimationFrame(wait);

  const observe = (type, more, take) =>
    new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true, ...more });
  observe("mark", {}, (entry) => { if (entry.name === "ready") bench.ready = entry.startTime; });
  observe("largest-contentful-paint", {}, (entry) => { bench.painted = entry.startTime; });
  observe("layout-shift", {}, (entry) => { if (!entry.hadRecentInput) bench.shift += entry.value; });
  // What came over the wire, the page itself included.
  bench.bytes = () =>
    ["navigation", "resource"].flatMap((type) => performance.getEntriesByType(type)).reduce((sum, it) => sum + it.transferSize, 0);
  observe("longtask", {}, (entry) => { bench.blocked += Math.max(0, entry.duration - 50); });
  observe("event", { durationThreshold: 16 }, (entry) => {
    if (entry.interactionId) bench.events.push([entry.interactionId, entry.duration, entry.name]);
  });

  // The program's memory is not part of the heap that the browser reports.
  WebAssembly.Instance = class extends WebAssembly.Instance {
    constructor(...args) {
      super(...args);
      bench.memory = this.exports.memory ?? null;
    }
  };

  // Times between frames, by the frames' own clock; now and then, how much there is in the view.
  let last = 0, count = 0, next = 0;
  const frame = (time) => {
    if (last) bench.frames.push(time - last);
    last = time;
    if (count++ % 8 === 0) bench.look();
    next = requestAnimationFrame(frame);
  };
  // Not by a live collection, which takes 6 ms to find its first element among ten thousand events.
  bench.look = () => {
    bench.most = Math.max(bench.most, document.querySelector(".tl-window")?.querySelectorAll("*").length ?? 0);
  };
  bench.start = () => {
    bench.frames = []; bench.events = []; last = 0;
    next = requestAnimationFrame(frame);
  };
  // Two frames later what was asked for last is on the screen, and its event is counted.
  bench.stop = async () => {
    for (let n = 0; n < 3; n++) await new Promise(requestAnimationFrame);
    await new Promise((done) => setTimeout(done, 100));
    cancelAnimationFrame(next);
    bench.look();
    return { frames: bench.frames, events: bench.events };
  };
  // A fixed piece of work, to see how fast the machine is.
  bench.work = () => {
    const start = performance.now();
    let sum = 0;
    for (let n = 0; n < 2e7; n++) sum = (sum + n * 7) % 1000003;
    return performance.now() - start + sum * 0;
  };
})();
