//! What only a server can be: away, locked, of another program, too old in its words, or somebody else's.
