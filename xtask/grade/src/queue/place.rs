//! Where a queue is: a file of this machine, or a Redis server that several machines reach.

use anyhow::{Context, bail};
use redis::{ConnectionAddr, ConnectionInfo, IntoConnectionInfo};
use std::str::FromStr;
use tr::tr;

/// A Redis server, as it is named on the command line.
#[derive(Debug, Clone)]
pub(crate) struct Server {
    pub(super) info: ConnectionInfo,
}

impl FromStr for Server {
    type Err = anyhow::Error;

    fn from_str(word: &str) -> anyhow::Result<Self> {
        if word.starts_with("rediss://") {
            bail!(tr!(
                "connections with TLS are not built in: use redis:// through a tunnel (ssh -L), or a private network"
            ));
        }
        let help = || tr!("a queue is named like redis://localhost:6379 or redis://:PASSWORD@HOST:6379/1");
        if !word.starts_with("redis://") && !word.starts_with("redis+unix://") {
            bail!(help());
        }
        Ok(Self { info: word.into_connection_info().with_context(help)? })
    }
}

impl Server {
    /// Without the password, which nobody is shown.
    pub(crate) fn name(&self) -> String {
        let number = self.info.redis_settings().db();
        match self.info.addr() {
            ConnectionAddr::Tcp(host, port) => format!("redis://{host}:{port}/{number}"),
            other => format!("{other} ({number})"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_is_named_without_its_password() {
        for (word, name) in [
            ("redis://localhost", "redis://localhost:6379/0"),
            ("redis://:secret@example.org:7000/3", "redis://example.org:7000/3"),
            ("redis://teacher:secret@[::1]:7000", "redis://::1:7000/0"),
        ] {
            assert_eq!(word.parse::<Server>().unwrap().name(), name);
        }
        for word in ["localhost", "http://localhost", "rediss://localhost", "redis://", "queue.sqlite"] {
            assert!(word.parse::<Server>().is_err(), "{word}");
        }
    }
}
