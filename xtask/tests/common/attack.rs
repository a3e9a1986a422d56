//! Puts an attack into a submission, with what its fixture uses.

use std::path::Path;

/// What a fixture prints when something gave way.
pub(crate) const BREACH: &str = "BREACH";

/// A solution that makes an attack once in each process: just before what stands at `place` in it.
pub(crate) fn submission(solution: &str, place: &str, attack: &str, surroundings: &str) -> String {
    assert!(solution.contains(place), "{place}");
    let call = "static ONCE: std::sync::Once = std::sync::Once::new();\n    ONCE.call_once(attack);\n    ";
    solution.replacen(place, &format!("{call}{place}"), 1) + "\n" + surroundings + attack
}

/// What the fixtures use: the names of what they aim at, and how they say that they have reached it.
pub(crate) fn surroundings(workspace: &Path, folder: &Path, port: u16) -> String {
    let quoted = |path: &Path| format!("{:?}", path.to_str().expect("paths of tests are Unicode"));
    let (workspace, folder) = (quoted(workspace), quoted(folder));
    format!(
        "#[allow(unused)]\n\
         mod surroundings {{\n    \
         pub const WORKSPACE: &str = {workspace};\n    \
         pub const FOLDER: &str = {folder};\n    \
         pub const PORT: u16 = {port};\n    \
         macro_rules! WORKSPACE_PATH {{ () => {{ {workspace} }} }}\n    \
         macro_rules! FOLDER_PATH {{ () => {{ {folder} }} }}\n    \
         pub(crate) use {{FOLDER_PATH, WORKSPACE_PATH}};\n    \
         pub fn breach(what: &dyn std::fmt::Debug) {{ println!(\"{BREACH} {{what:?}}\"); }}\n\
         }}\n\
         #[allow(unused)]\n\
         use surroundings::*;\n\n"
    )
}
