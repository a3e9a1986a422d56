//! Which compiler: the one that belongs to the cargo which started us.

use crate::KitError;
use crate::process::{self, Limits, Program};
use std::env;
use std::fs::Metadata;
use std::path::{Path, PathBuf};
use std::time::{Duration, UNIX_EPOCH};

/// Cargo and rustc.
#[derive(Debug, Clone)]
pub struct Toolchain {
    /// Cargo.
    pub cargo: PathBuf,
    /// The compiler.
    pub rustc: PathBuf,
    /// Changes whenever the compiler does.
    pub fingerprint: String,
}

impl Toolchain {
    /// `cargo xtask` says through `CARGO` which cargo it is, and its `rustc` lies beside it. Started
    /// otherwise, both are looked up in `PATH`, where they may only be names for others.
    pub fn find() -> Result<Self, KitError> {
        let cargo = env::var_os("CARGO").map_or_else(|| PathBuf::from("cargo"), PathBuf::from);
        let beside = cargo.with_file_name(rustc_name());
        if let Some(stamp) = stamp(&beside) {
            return Ok(Self { cargo, fingerprint: format!("{} {stamp}", beside.display()), rustc: beside });
        }
        let rustc = env::var_os("RUSTC").map_or_else(|| PathBuf::from("rustc"), PathBuf::from);
        let fingerprint = say(&rustc, &["--version", "--verbose"])?;
        let own = Path::new(say(&rustc, &["--print", "sysroot"])?.trim_end()).join("bin").join(rustc_name());
        Ok(Self { cargo, rustc: if own.is_file() { own } else { rustc }, fingerprint })
    }

    /// What `rustc --version --verbose` says.
    pub fn version(&self) -> Result<String, KitError> {
        say(&self.rustc, &["--version", "--verbose"])
    }
}

fn rustc_name() -> String {
    format!("rustc{}", env::consts::EXE_SUFFIX)
}

/// What the compiler says to these questions.
fn say(rustc: &Path, questions: &[&str]) -> Result<String, KitError> {
    let limits = Limits { deadline: Duration::from_secs(60), output_bytes: 1 << 16, keep_bytes: 1 << 16 };
    let program = Program::new(rustc, env::temp_dir()).args(questions.iter().copied());
    Ok(process::run(&program, &limits)?.stdout.text())
}

/// Size and time of last change of a file: enough to see that it is another one.
pub(super) fn stamp(path: &Path) -> Option<String> {
    path.metadata().ok().filter(Metadata::is_file).map(|metadata| {
        let changed = metadata.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
        format!("{} {}", metadata.len(), changed.unwrap_or_default().as_nanos())
    })
}
