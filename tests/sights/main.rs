//! What cross-checks find in both simulated PSAs, and that nothing a server answers makes them raise a false alarm.

mod between;
mod hostile;
mod scenarios;
mod world;
