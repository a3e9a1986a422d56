//! Every submission of the authors, as a module, so that the editor, clippy and rustfmt see it.
