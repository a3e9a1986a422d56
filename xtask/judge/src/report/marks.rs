//! What a terminal can show: its signs and its width.

/// What the terminal can show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Marks {
    passed: &'static str,
    failed: &'static str,
    open: &'static str,
    active: &'static str,
    ready: &'static str,
    asleep: &'static str,
    next: &'static str,
    ahead: &'static str,
    cut: &'static str,
    full: &'static str,
    half: &'static str,
    ideal: &'static str,
}

impl Marks {
    /// Signs that need a Unicode font.
    pub const UNICODE: Self = Self {
        passed: "✓",
        failed: "✗",
        open: "?",
        active: "●",
        ready: "│",
        asleep: "z",
        next: "▸",
        ahead: "·",
        cut: "…",
        full: "█",
        half: "▌",
        ideal: "│",
    };
    /// For terminals without one.
    pub const ASCII: Self = Self {
        passed: "+",
        failed: "x",
        open: "?",
        active: "*",
        ready: "|",
        asleep: "z",
        next: ">",
        ahead: ".",
        cut: "...",
        full: "#",
        half: " ",
        ideal: "|",
    };

    /// In front of what nobody can say.
    pub fn open(self) -> &'static str {
        self.open
    }

    /// In front of what is as it should be.
    pub fn passed(self) -> &'static str {
        self.passed
    }

    /// In front of what is not.
    pub fn failed(self) -> &'static str {
        self.failed
    }

    /// In a timeline: the thread that does something.
    pub(super) fn active(self) -> &'static str {
        self.active
    }

    /// In a timeline: a thread that could go on.
    pub(super) fn ready(self) -> &'static str {
        self.ready
    }

    /// In a timeline: a thread that waits.
    pub(super) fn asleep(self) -> &'static str {
        self.asleep
    }

    /// In a list: what is next.
    pub(super) fn next(self) -> &'static str {
        self.next
    }

    /// In a list: what is not done yet.
    pub(super) fn ahead(self) -> &'static str {
        self.ahead
    }

    /// At the end of what does not fit.
    pub fn cut(self) -> &'static str {
        self.cut
    }

    /// In a bar: a whole column.
    pub fn full(self) -> &'static str {
        self.full
    }

    /// In a bar: the left half of a column.
    pub fn half(self) -> &'static str {
        self.half
    }

    /// In a bar: where it would end if it were ideal.
    pub fn ideal(self) -> &'static str {
        self.ideal
    }
}

/// What a report is written for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Screen {
    /// Which signs it shows.
    pub marks: Marks,
    /// Its width in characters. Sentences keep to 80; timelines use all of it.
    pub width: usize,
}
