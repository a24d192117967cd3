//! Messages that no host or frame should send do nothing.

use anyhow::{Result, ensure};
use backstory_browser_tests::{Behaviour, Host, Page, each, probed, story};
use serde_json::{Value, json};

use crate::{
    element::{FRAME, script, with_elements},
    frames::{HEARS, frame},
};

pub fn all() -> Vec<Behaviour> {
    vec![
        each!(forged_messages_do_not_reach_the_element),
        each!(malformed_messages_of_a_frame_do_nothing),
        each!(forged_messages_do_nothing_in_the_frame),
    ]
}

/// Least number of forged messages.
const LEAST: usize = 200;

/// Messages that no host or frame should send.
const FORGED: &str = r"
const forged = () => {
  const all = [];
  const heights = [NaN, Infinity, -Infinity, -1, 0, 1e9, 1e308, 1e5, '500', '1e9', null, undefined, {}, [], [777], true, 777n, new Date(), '777px', '<b>777</b>', 'javascript:777',
    '__proto__', '7'.repeat(1e5), {valueOf: 777, toString: 777}, new Map([['height', 777]]), new Uint16Array([777]), 2 ** 53];
  for (const version of [0, 2, '1', null, [1], {}]) all.push({type: 'backstory:height', version, height: 777});
  for (const type of ['Backstory:height', ['backstory:height'], {toString: 'iframe-resized'}, '__proto__', 'constructor', null, 1]) all.push({type, version: 1, height: 777});
  all.push([{type: 'iframe-resized', height: 777}], new Map([['type', 'iframe-resized'], ['height', 777]]), 777, NaN, null, true, new ArrayBuffer(8), {height: 777});
  for (const height of heights) {
    all.push({type: 'backstory:height', version: 1, height},
      {sentinel: 'amp', type: 'embed-size', height}, {type: 'iframe-resized', width: 1, height}, {kind: 'interactive:height', height}, {'datawrapper-height': {x: height}},
      {type: 'set-height', value: height}, {message: 'height', value: height, secret: 'x'});
  }
  for (const text of ['', 'null', '{', '[]', '{}', '\u0000', 'x'.repeat(1e6), 'pymx', 'pymxPYMxxPYMxheightxPYMx', 'pymxPYMxxPYMxheightxPYMx-5', 'pymxPYMxxPYMxheightxPYMx1e9', 'pymxPYMxxPYMxheightxPYMxNaN',
    '[iFrameSizer]', '[iFrameSizer]x:', '[iFrameSizer]x:NaN:1:init', '[iFrameSizer]x:-1:1:init', '[iFrameSizer]x:99999999999:1:init', '<img src=x onerror=alert(1)>', 'javascript:alert(1)',
    JSON.stringify({type: 'set-height', value: '777'}), JSON.stringify({src: 'x', context: 'iframe.resize', height: -1}), JSON.stringify({__proto__: null, type: 'set-height', value: 1e12}), '{\'__proto__\':{\'hacked\':1}}'])
    all.push(text);
  all.push(JSON.parse('{\'__proto__\': {\'hacked\': true}, \'type\': \'backstory:height\', \'version\': 1, \'height\': -3}'.replaceAll(String.fromCharCode(39), String.fromCharCode(34))));
  for (const id of ['<b>', '', 'A', '__proto__', 'a'.repeat(500), 1, null, {}, '../x', 'javascript:alert(1)', '%00', '#x'])
    all.push({type: 'backstory:goto', version: 1, id}, {type: 'backstory:goto', version: 2, id: 'context'}, {type: 'backstory:report', version: 1, what: id, id: 'x'}, {type: 'backstory:report', version: 1, what: 'card', id});
  for (const href of ['javascript:alert(1)', 'data:text/html,x', 'file:///etc/passwd', ' http://x', 'http://x y', '', null, {}, 'h' + 't'.repeat(5000), 'https://x#y', '<script>'])
    all.push({type: 'backstory:host', version: 1, href}, {type: 'backstory:host', version: 2, href: 'https://evil.example/'});
  return all;
};
const send = (to) => { let n = 0; for (const m of forged()) try { to.postMessage(m, '*'); n++ } catch {} return n };
";

async fn forged_messages_do_not_reach_the_element(page: &Page) -> Result<()> {
    let view = story()?.claims[0].clone();
    let (_story, host) = with_elements(&[&view], "<iframe id=\"other\" srcdoc=\"<p>another frame\"></iframe>", &[])?;
    page.open(&format!("{}/host.html", host.other_origin())).await?;
    page.until("shown", &format!("visible({FRAME}) && !visible($('backstory-embed a'))")).await?;
    let high: Value = page.rests(&format!("{FRAME}.style.height")).await?;
    // Sent by the host itself, and by another frame, which also sends many messages that would be valid from our frame.
    let all = "const w = $('#other').contentWindow; const [forge] = arguments; \
               window.postMessage({type: 'backstory:height', version: 1, height: 777}, '*'); \
               new w.Function('p', \"for (let n = 0; n < 2000; n++) p.postMessage({type: 'backstory:height', version: 1, height: 700 + n % 50}, '*')\")(window); \
               return [new Function(forge + 'return send(window)')(), new w.Function('p', forge + 'return send(p)')(window)]";
    let sent: (usize, usize) = page.run_with(all, json!([FORGED])).await?;
    ensure!(sent.0 >= LEAST && sent.1 >= LEAST, "only {sent:?} messages could be sent");
    page.rests(&format!("{FRAME}.style.height")).await?;
    page.equals("the height is as it was", &format!("{FRAME}.style.height"), high).await?;
    page.is("nothing is polluted", "({}).hacked === undefined").await?;
    page.quiet().await
}

async fn malformed_messages_of_a_frame_do_nothing(page: &Page) -> Result<()> {
    let (path, integrity) = script()?;
    let story = Host::new(probed()?)
        .with_page("/evil.html", format!("<!DOCTYPE html><title>evil</title><script>{FORGED} parent.postMessage({{sent: send(parent)}}, '*')</script>"), &[("content-type", "text/html")])
        .start()?;
    let html = format!(
        "<!DOCTYPE html><title>host</title><script src=\"/probe.js\"></script><body>\
         <script>window.sent = 0; window.told = []; addEventListener('message', (e) => {{ sent ||= e.data?.sent }}); document.addEventListener('backstory', (e) => told.push(e.detail))</script>\
         <backstory-embed src=\"{0}/evil.html\" heights=\"320:400\"><a href=\"{0}/\">The whole story</a></backstory-embed>\
         <script async src=\"{0}/{path}\" integrity=\"{integrity}\" crossorigin=\"anonymous\"></script>",
        story.origin()
    );
    let host = Host::new(probed()?).with_page("/host.html", html, &[]).start()?;
    page.open(&format!("{}/host.html", host.other_origin())).await?;
    page.until("all was sent", "window.sent > 0").await?;
    let sent: usize = page.run("return sent").await?;
    ensure!(sent >= LEAST, "only {sent} messages could be sent");
    page.rests(&format!("{FRAME}.style.height")).await?;
    page.equals("no height was taken", &format!("{FRAME}.style.height"), "").await?;
    page.is("the link is still there", "visible($('backstory-embed a'))").await?;
    page.is(
        "only what is well-formed was told",
        "told.every((d) => /^(open|section|card|event)$/.test(d.what) && /^[a-z0-9-]{0,80}$/.test(d.id))",
    )
    .await?;
    page.is("nothing is polluted", "({}).hacked === undefined && !$('img')").await?;
    page.quiet().await
}

async fn forged_messages_do_nothing_in_the_frame(page: &Page) -> Result<()> {
    let story_host = Host::new(probed()?).start()?;
    let html = frame(&format!("{}/embed/timeline.html", story_host.origin()), "")
        + "<iframe id=\"other\" srcdoc=\"<p>another frame\"></iframe>";
    let host = Host::new(probed()?)
        .with_page("/hears.js", HEARS, &[])
        .with_page("/host", html, &[("content-type", "text/html")])
        .start()?;
    page.open(&format!("{}/host", host.other_origin())).await?;
    page.enter("#f").await?;
    page.ready().await?;
    page.leave().await?;
    let event = &story()?.events[2];
    // Another frame sends what only the host may send; the host sends what nobody may.
    let sent: usize = page
        .run(&format!(
            "{FORGED} const to = $('#f').contentWindow; const w = $('#other').contentWindow; \
             new w.Function('to', \"to.postMessage({{type: 'backstory:goto', version: 1, id: '{event}'}}, '*')\")(to); \
             for (let n = 0; n < 500; n++) to.postMessage({{type: 'backstory:goto', version: 1, id: 'A' + n}}, '*'); \
             for (const version of [0, 2, '1', null, [1]]) to.postMessage({{type: 'backstory:goto', version, id: '{event}'}}, '*'); \
             for (const id of [['{event}'], {{id: '{event}'}}, '#{event}', '{event} ']) to.postMessage({{type: 'backstory:goto', version: 1, id}}, '*'); \
             return send(to)"
        ))
        .await?;
    ensure!(sent >= LEAST, "only {sent} messages could be sent");
    page.enter("#f").await?;
    page.rests("[location.hash, document.documentElement.dataset.host ?? '']").await?;
    page.equals("the frame stays where it was", "location.hash", "").await?;
    page.is(
        "and believes no such host",
        "!/evil|javascript|data:|file:|[<# ]/.test(document.documentElement.dataset.host ?? '')",
    )
    .await?;
    page.is("nothing is polluted", "({}).hacked === undefined").await?;
    page.quiet().await?;
    page.leave().await
}
