// Takes the page, its program and its fonts out of the single file. It is joined with the glue of the unpacking program
// (`__wbg_init` and `unpack` are the glue's). Until it is done, and wherever it fails, the story in short is what stands there.
let unpacked;

/** HTML as a document. A request parses it: what would parse a string may not be called under our policy. */
function parsed(html) {
  return new Promise((done, failed) => {
    const address = URL.createObjectURL(new Blob([html], { type: "text/html" }));
    const request = new XMLHttpRequest();
    request.open("GET", address);
    request.responseType = "document";
    request.onloadend = () => {
      URL.revokeObjectURL(address);
      request.response ? done(request.response) : failed(request.status);
    };
    request.send();
  });
}

try {
  const tool = Uint8Array.from(atob(document.getElementById("unpack").textContent), (letter) => letter.charCodeAt(0));
  const stream = new Blob([tool]).stream().pipeThrough(new DecompressionStream("gzip"));
  await __wbg_init({ module_or_path: new Response(stream, { headers: { "content-type": "application/wasm" } }) });
  const packed = document.getElementById("packed");
  const all = unpack(packed.textContent);
  let at = 0;
  const [html, wasm, ...fonts] = packed.dataset.lengths.split(" ").map((length) => all.subarray(at, (at += +length)));
  const address = (font) => "data:font/woff2;base64," + btoa(Array.from(font, (byte) => String.fromCharCode(byte)).join(""));
  const whole = fonts.reduce((text, font, n) => text.replaceAll(`font:${n}/`, address(font)), new TextDecoder().decode(html));
  const page = await parsed(whole);
  document.querySelector("style").replaceWith(page.querySelector("style"));
  document.body.replaceWith(page.body);
  // What the address names is there only now: going to it once more scrolls there, and opens what is closed around it.
  if (location.hash) location.replace(location.hash);
  unpacked = wasm;
} catch {
  document.documentElement.dataset.state = "failed";
}
