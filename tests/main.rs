//! End-to-end tests: the real binary, real files, questions over HTTP. One program, so that it is
//! linked once; one module for each thing a user sees.

mod api;
mod architecture;
mod bad_input;
mod cli;
mod files;
mod samples;
mod search;
mod support;
mod web;
