//! Walks of the line face: the real conversation, the real wizard and engine, answers from a script, and the whole
//! transcript at its end.

mod desk;
mod mended;
mod resumed;
mod saved;
mod transcripts;
