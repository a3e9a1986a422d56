//! The page of keys.

use tr::tr;

/// What each key does.
pub(super) fn text() -> String {
    tr!("  Save your file in your editor: it is judged here at once. A save during a
  run ends that run. A save that changes nothing starts nothing.

  s        the statement: what to build
  h        the next hint (there are three)
  r        run again
  v        the whole report, as `cargo xtask check` prints it
  up down  choose a check (also k and j); Tab: the next one that failed
  PgUp PgDn, space, Home, End
           scroll its explanation; left and right: to the side
  n  p     next and previous exercise
  l        the list: / searches, f and t filter, Enter or a click opens
  o        the solution and the note on it, after a pass
  R        put the stub back; your file is kept beside it
  q        quit, also while something runs (also Esc and Ctrl-C)

  On the speed bar, B, S and G mark where bronze, silver and gold begin.")
}
