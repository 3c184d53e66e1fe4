//! What a rotation notices and compares.
