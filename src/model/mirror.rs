//! What a pull brings and keeps: rows in columns, how far a list is read, and what a pull did. Only values.

mod coverage;
mod passed;
pub mod reading;
mod rows;
mod shape;
mod standing;

pub use coverage::{Coverage, Span};
pub use passed::{Budget, Flow, ListNews, Pulled, PulledList, Read, RowDoubt, Tally, Usage};
pub use rows::{Cell, Rows, RowsBuilder, Value};
pub use shape::{Kept, Scope, Shape, ShapeColumn};
pub use standing::{Mirrored, PullEnd, Standing};
