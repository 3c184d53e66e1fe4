//! A language that nobody speaks: every letter of the English texts has an accent, and every text is longer by a good third.
