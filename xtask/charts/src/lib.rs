//! Charts of measurements, as SVG text. What is drawn is plain data; nothing is measured, read or written here.

pub mod bars;
pub mod lines;
