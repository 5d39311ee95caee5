//! End-to-end tests: the real binary, real files, questions over HTTP. One program, so that it is
//! linked once; one module for each thing a user sees.

mod api;
mod architecture;
mod backup;
mod bad_input;
mod cli;
mod containers;
mod disks;
mod files;
mod hostile;
mod kills;
mod logs;
mod pace;
mod power;
mod samples;
mod scans;
mod search;
mod support;
mod unreadable;
mod web;
