//! One request, in both styles: one that keeps its thread until the answer is there, and one that gives it back
//! meanwhile.

use anyhow::Result;
use std::time::Duration;

/// The server is on this machine: an answer that takes longer than its delay and this will never come.
const PATIENCE: Duration = Duration::from_secs(60);

/// A client whose requests block their thread. It keeps its connection for the next request.
pub(crate) fn blocking() -> ureq::Agent {
    // Without the proxy of the environment, which would not find this machine.
    ureq::Agent::config_builder().proxy(None).timeout_global(Some(PATIENCE)).build().into()
}

/// Fetches a page; the thread waits for it.
pub(crate) fn fetch(client: &ureq::Agent, url: &str) -> Result<String> {
    Ok(client.get(url).call()?.into_body().read_to_string()?)
}

/// A client for tasks. It keeps its connections for further requests.
pub(crate) fn asynchronous() -> Result<reqwest::Client> {
    Ok(reqwest::Client::builder().no_proxy().timeout(PATIENCE).build()?)
}

/// Fetches a page; the thread is free for others meanwhile.
pub(crate) async fn fetch_async(client: &reqwest::Client, url: &str) -> Result<String> {
    Ok(client.get(url).send().await?.error_for_status()?.text().await?)
}
