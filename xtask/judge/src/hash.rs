//! Hashes, as hexadecimal digits.

use sha2::{Digest, Sha256};
use std::fmt::Write;

/// One hash of several parts. No two lists of parts have the same: where a part ends counts, too.
pub fn of_parts<Part: AsRef<[u8]>>(parts: impl IntoIterator<Item = Part>) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update((part.as_ref().len() as u64).to_le_bytes());
        hasher.update(part);
    }
    hex(&hasher.finalize())
}

/// Bytes as hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").expect("writing to a string cannot fail");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_depends_on_where_its_parts_end() {
        assert_eq!(of_parts(["ab", "c"]), of_parts(["ab", "c"]));
        assert_ne!(of_parts(["ab", "c"]), of_parts(["a", "bc"]));
        assert_ne!(of_parts(["ab"]), of_parts(["ab", ""]));
        assert_eq!(of_parts(["x"]).len(), 64);
    }
}
