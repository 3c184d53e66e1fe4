//! What people paste, and what is made of it.
