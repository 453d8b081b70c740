//! A separate process that works on the same data, for tests of locks, kills and concurrency.
//!
//! The process is this test program again; an environment variable says what to do. It prints every answer at once, so that
//! a test that kills it knows what was acknowledged.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver};

use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

use crate::cases::numbered;
use crate::world::{MAY, World, lesson};

const VARIABLE: &str = "SIREN_TEST_JOB";
const ANSWER: &str = "answer: ";
const REFUSAL: &str = "refusal: ";

/// The task of a worker.
#[derive(Serialize, Deserialize)]
struct Job {
    directory: PathBuf,
    function: String,
    arguments: Json,
    repeat: u32,
}

/// A running worker. Dropping it ends the process, so that no test leaves one behind.
pub struct Worker {
    child: Child,
    lines: Receiver<String>,
}

/// Starts a worker that makes a call `repeat` times; `{n}` in the arguments is the number of the repetition.
pub fn start(world: &World, function: &str, arguments: Json, repeat: u32) -> Worker {
    let job = Job {
        directory: world.directory().to_owned(),
        function: function.to_owned(),
        arguments,
        repeat,
    };
    let program = std::env::current_exe().expect("the path of this program");
    let mut child = Command::new(program)
        .args([
            "--exact",
            "worker::a_worker_uses_the_same_data",
            "--nocapture",
        ])
        .env(
            VARIABLE,
            serde_json::to_string(&job).expect("a job has a JSON form"),
        )
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("a second process of this program");
    let output = BufReader::new(child.stdout.take().expect("its output is piped"));
    let (heard, lines) = mpsc::channel();
    // Its output is read all the time, because a worker with a full pipe would block.
    std::thread::spawn(move || {
        for line in output.lines().map_while(Result::ok) {
            if heard.send(line).is_err() {
                return;
            }
        }
    });
    Worker { child, lines }
}

impl Worker {
    /// The next answer; `None` when it is done.
    pub fn answer(&mut self) -> Option<Json> {
        while let Ok(line) = self.lines.recv() {
            // The test harness may have written the start of the line.
            if let Some((_, refusal)) = line.split_once(REFUSAL) {
                panic!("a worker was refused: {refusal}");
            }
            if let Some((_, answer)) = line.split_once(ANSWER) {
                return Some(serde_json::from_str(answer).expect("an answer in JSON"));
            }
        }
        None
    }

    /// Waits until it is done; returns all its answers.
    pub fn finish(mut self) -> Vec<Json> {
        let answers = std::iter::from_fn(|| self.answer()).collect();
        let status = self.child.wait().expect("a worker can be waited for");
        assert!(status.success(), "a worker ended with {status}");
        answers
    }

    /// Tells it to stop; returns all its answers.
    pub fn stop(mut self) -> Vec<Json> {
        drop(self.child.stdin.take());
        self.finish()
    }

    /// Whether it has ended by itself.
    pub fn is_done(&mut self) -> bool {
        self.child
            .try_wait()
            .expect("a worker can be asked")
            .is_some()
    }

    /// Kills it; returns the answers that were not read yet.
    pub fn kill(mut self) -> Vec<Json> {
        self.child.kill().expect("a worker can be killed");
        self.child.wait().expect("a worker can be waited for");
        std::iter::from_fn(|| self.answer()).collect()
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        // Both fail if it has ended already, which does not matter.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn work(job: &Job) {
    let world = World::at(&job.directory);
    let told_to_stop = stopped();
    for n in 1..=job.repeat {
        if told_to_stop.load(Ordering::Relaxed) {
            return;
        }
        match world.call(&job.function, numbered(&job.arguments, n)) {
            Ok(answer) => println!("{ANSWER}{answer}"),
            Err(refused) => println!("{REFUSAL}{refused}"),
        }
    }
}

/// Becomes true when the parent closes this process's input or ends.
fn stopped() -> Arc<AtomicBool> {
    let told = Arc::new(AtomicBool::new(false));
    let tell = Arc::clone(&told);
    std::thread::spawn(move || {
        let _ = std::io::copy(&mut std::io::stdin(), &mut std::io::sink());
        tell.store(true, Ordering::Relaxed);
    });
    told
}

#[test]
fn a_worker_uses_the_same_data() {
    if let Ok(job) = std::env::var(VARIABLE) {
        return work(&serde_json::from_str(&job).expect("a job"));
    }
    let world = World::new();
    world.collaborators(1);
    let answers = start(
        &world,
        "siren_record_event",
        lesson("lesson-{n}", 1, 1, MAY),
        3,
    )
    .finish();
    assert_eq!(answers[2], json!({"key": "lesson-3", "status": "accepted"}));
    assert_eq!(world.events(), 3);
}
