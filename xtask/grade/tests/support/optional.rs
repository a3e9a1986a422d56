//! Programs that some tests need and not every machine has: found, or told of.

use std::env;
use std::path::PathBuf;
use xtask::skipped;

/// A program that a test cannot do without.
pub(crate) struct Optional {
    /// Its names on different systems.
    pub(crate) names: &'static [&'static str],
    /// Where else it may be.
    pub(crate) places: &'static [&'static str],
    /// The variable that names it.
    pub(crate) variable: &'static str,
    /// The package that has it.
    pub(crate) package: &'static str,
}

/// A Redis server.
pub(crate) const REDIS: Optional =
    Optional { names: &["redis-server"], places: &[], variable: "REDIS_SERVER", package: "redis-server" };

/// A browser.
pub(crate) const CHROMIUM: Optional = Optional {
    names: &[
        "chromium",
        "chromium-browser",
        "google-chrome",
        "google-chrome-stable",
        "chrome",
        "chrome-headless-shell",
    ],
    places: &["/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"],
    variable: "CHROMIUM",
    package: "chromium",
};

impl Optional {
    /// Where it is; where it is nowhere, it is told that this test was skipped, and how to get the program.
    pub(crate) fn find_for(&self, test: &str) -> Option<PathBuf> {
        let found = self.find();
        if found.is_none() {
            let Self { variable, package, .. } = self;
            let how = format!("install it (Debian: apt-get install {package}), or name it in {variable}");
            skipped::tell(&format!("{test} needs {package}: {how}"));
        }
        found
    }

    fn find(&self) -> Option<PathBuf> {
        if let Some(named) = env::var_os(self.variable) {
            return Some(named.into());
        }
        let paths = env::var_os("PATH").unwrap_or_default();
        let on_path = env::split_paths(&paths).flat_map(|folder| {
            self.names.iter().map(move |name| folder.join(name).with_extension(env::consts::EXE_EXTENSION))
        });
        on_path.chain(self.places.iter().map(PathBuf::from)).find(|path| path.is_file())
    }
}
