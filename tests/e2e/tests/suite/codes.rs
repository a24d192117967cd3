//! The codes that the dialog "Embed or share" offers work where they are pasted.

use anyhow::{Context, Result, ensure};
use backstory_browser_tests::{Behaviour, Host, Page, each, probed, shared, story};
use serde_json::{Value, json};

use crate::element::{FRAME, enter_element, script};

pub fn all() -> Vec<Behaviour> {
    vec![
        each!(the_dialogs_integrity_is_that_of_the_script),
        each!(the_dialogs_code_works_where_it_is_pasted),
        each!(the_dialogs_frozen_and_dark_code_says_so),
    ]
}

/// Opens the dialog with some of its fields set, and takes the code.
pub async fn code(page: &Page, fields: &[(&str, &str)]) -> Result<String> {
    let is_open: bool = page.run("return $('.embed-dialog').open").await?;
    if !is_open {
        page.click(".embed-button").await?;
        page.until("the dialog is open", "visible($('.embed-dialog'))").await?;
    }
    for (name, value) in fields {
        page.run_with::<Value>(
            "const [name, value] = arguments; const e = $(`.embed-tools [name=${name}]`); e.value = value; e.dispatchEvent(new Event('change', {bubbles: true})); \
             if (e.value !== value) throw new Error(`${name} cannot be ${value}`)",
            json!([name, value]),
        )
        .await?;
    }
    page.until("there is a code", "$('.embed-code').value.length > 20").await?;
    page.run("return $('.embed-code').value").await
}

async fn the_dialogs_integrity_is_that_of_the_script(page: &Page) -> Result<()> {
    let host = shared()?;
    page.open_ready(&host.mounted("")).await?;
    let code = code(page, &[("kind", "script")]).await?;
    let (path, integrity) = script()?;
    ensure!(code.contains(&format!("src=\"{}\"", host.mounted(&path))), "the script of {code} is not {path}");
    ensure!(code.contains(&format!("integrity=\"{integrity}\"")), "the integrity of {code} is not {integrity}");
    page.click("[data-act='copy-code']").await?;
    page.until("copying is said", "text($('.embed-dialog .said')).length > 0").await
}

async fn the_dialogs_code_works_where_it_is_pasted(page: &Page) -> Result<()> {
    let story_host = Host::new(probed()?).start()?;
    page.open_ready(&story_host.mounted("")).await?;
    let claim = &story()?.claims[0];
    let mut host = Host::new(probed()?);
    for (n, (form, kind)) in [
        ("embed/timeline.html", "frame"),
        ("embed/timeline.html", "script"),
        (&*format!("embed/{claim}.html"), "script"),
        ("embed/whole.html", "frame"),
    ]
    .into_iter()
    .enumerate()
    {
        let code = code(page, &[("form", form), ("kind", kind)]).await?;
        host = host.with_page(
            &format!("/{n}.html"),
            format!("<!DOCTYPE html><meta charset=utf-8><title>host</title><body>{code}"),
            &[],
        );
    }
    let host = host.start()?;
    for (n, is_interactive, in_element) in [(0, true, false), (1, true, true), (2, false, true), (3, true, false)] {
        page.open(&format!("{}/{n}.html", host.other_origin())).await?;
        if in_element {
            page.until("the element is shown", &format!("visible({FRAME}) && !visible($('backstory-embed a'))"))
                .await
                .with_context(|| format!("code {n}"))?;
            enter_element(page, 0).await?;
        } else {
            page.enter("iframe").await?;
        }
        if is_interactive {
            page.ready().await.with_context(|| format!("code {n}"))?;
        }
        page.until("it can be read", "visible($('h1, h2, h3, h4, .entry-body, summary'))")
            .await
            .with_context(|| format!("code {n}"))?;
        page.leave().await?;
    }
    Ok(())
}

/// The address of the dialog's preview, and the `data-state` of the page in it.
const PREVIEW: &str = "$('.embed-preview iframe').contentWindow.location";

const PREVIEW_STATE: &str = "$('.embed-preview iframe').contentDocument.documentElement?.dataset.state";

async fn the_dialogs_frozen_and_dark_code_says_so(page: &Page) -> Result<()> {
    let host = shared()?;
    page.open_ready(&host.mounted("")).await?;
    let code =
        code(page, &[("form", "embed/timeline.html"), ("version", "frozen"), ("theme", "dark"), ("accent", "#004488")])
            .await?;
    let address = host.mounted(&format!("{}embed/timeline.html#theme=dark&amp;accent=004488", story()?.frozen));
    ensure!(code.contains(&address), "{code} does not name {address}");
    page.until(
        "the preview shows it",
        &format!(
            "{PREVIEW}.href.endsWith('embed/timeline.html#theme=dark&accent=004488') && ['waiting', 'ready'].includes({PREVIEW_STATE})"
        ),
    )
    .await?;
    page.press(&["Escape"]).await?;
    page.until(
        "closed, nothing goes on in the preview",
        &format!("!$('.embed-dialog').open && {PREVIEW}.href === 'about:blank'"),
    )
    .await
}
