// Stands first in the page: what goes wrong from here on is written down.
{
  const probe = { errors: [], violations: [], shifts: 0 };
  const name = (e) => e.src || e.href || e.tagName;
  addEventListener("error", (e) => probe.errors.push(e.message ? `${e.message} (${e.filename}:${e.lineno})` : `not loaded: ${name(e.target)}`), true);
  addEventListener("unhandledrejection", (e) => probe.errors.push(`unhandled: ${e.reason}`));
  addEventListener(
    "securitypolicyviolation",
    (e) => probe.violations.push(`${e.effectiveDirective} blocks ${e.blockedURI} (${e.sourceFile}:${e.lineNumber}) ${e.sample}`),
    true,
  );
  for (const level of ["error", "warn", "assert"]) {
    const before = console[level];
    console[level] = (...words) => {
      if (level !== "assert" || !words[0]) probe.errors.push(`console.${level}: ${words.join(" ")}`);
      before.apply(console, words);
    };
  }
  window.probe = probe;
}
