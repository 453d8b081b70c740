//! The data directory belongs to one site and one user, and symbolic links do not lead out of it.

use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown, symlink};
use std::path::Path;

use serde_json::{Value as Json, json};
use siren::engine::Ledger;
use siren::engine::json::from_json;

use crate::verbs;
use crate::world::{CLOCK, MAY, World, instant};

fn open(directory: &Path, options: Json) -> Ledger {
    let dsn = format!("sqlite:{}", directory.display());
    Ledger::open(&dsn, &from_json(options)).expect("an absolute directory and known options")
}

fn call(site: &Ledger, function: &str, arguments: Json) -> Result<Json, verbs::Refused> {
    verbs::call(site, function, arguments, instant(CLOCK))
}

fn lesson(site: &Ledger, key: &str) -> Result<Json, verbs::Refused> {
    let event = json!({"key": key, "collaborator": 1, "occurred_at": MAY});
    call(
        site,
        "siren_record_event",
        json!(["lesson_completed", event]),
    )
}

fn refused(answer: Result<Json, verbs::Refused>, words: &[&str]) {
    let refused = answer.expect_err("a refusal");
    assert_eq!(refused.class, "StorageFailure");
    for word in words {
        assert!(refused.message.contains(word), "{refused}");
    }
}

fn mode(path: &Path) -> u32 {
    fs::symlink_metadata(path).expect("a file").mode() & 0o7777
}

#[test]
fn a_ledger_of_another_site_is_refused_by_every_call() {
    let home = tempfile::tempdir().expect("a directory");
    let directory = home.path().join("data");
    let ours = open(&directory, json!({"site": "academy.1"}));
    lesson(&ours, "a").expect("our own ledger");
    let log = fs::read(directory.join("journal.log")).expect("the journal");

    let other = open(&directory, json!({"site": "shop.1"}));
    let words = ["another site", "\"academy.1\"", "\"shop.1\""];
    // Before there is a database, and after.
    for _ in 0..2 {
        refused(lesson(&other, "b"), &words);
        refused(call(&other, "siren_find", json!(["events"])), &words);
        refused(
            call(&other, "siren_save_collaborator", json!([{"name": "Eve"}])),
            &words,
        );
        assert_eq!(fs::read(directory.join("journal.log")).expect("it"), log);
        let events = call(&ours, "siren_find", json!(["events"])).expect("our own ledger");
        assert_eq!(events["total"], 1);
    }
}

#[test]
fn a_database_moved_into_another_sites_directory_is_refused() {
    let home = tempfile::tempdir().expect("a directory");
    let (one, two) = (home.path().join("one"), home.path().join("two"));
    let first = open(&one, json!({"site": "one"}));
    call(&first, "siren_save_collaborator", json!([{"name": "Ada"}])).expect("a new ledger");
    fs::create_dir(&two).expect("a directory");
    for entry in fs::read_dir(&one).expect("the directory") {
        let path = entry.expect("an entry").path();
        if path.file_name().is_some_and(|name| name != "site") {
            fs::copy(&path, two.join(path.file_name().expect("a name"))).expect("a copy");
        }
    }
    let second = open(&two, json!({"site": "two"}));
    refused(
        call(&second, "siren_find", json!(["collaborators"])),
        &["another site"],
    );
    refused(
        call(&second, "siren_save_collaborator", json!([{"name": "Eve"}])),
        &["another site"],
    );
}

#[test]
fn a_read_only_ledger_answers_questions_and_refuses_changes() {
    let world = World::new();
    world.collaborators(1);
    world.lesson("folded", 1, 1, MAY);
    world.site.fold().expect("a fold");
    world.lesson("waiting", 1, 1, MAY);
    let files = || -> Vec<(String, Vec<u8>)> {
        ["siren.sqlite3", "siren.sqlite3-wal", "journal.log"]
            .into_iter()
            .map(|name| {
                let path = world.directory().join(name);
                (name.to_owned(), fs::read(path).unwrap_or_default())
            })
            .collect()
    };
    let before = files();
    let reader = open(world.directory(), json!({"read_only": true}));
    let found = call(&reader, "siren_find", json!(["events"])).expect("what is folded");
    assert_eq!(found["total"], 1);
    assert_eq!(
        call(&reader, "siren_verify", json!([])).expect("a proof")["ok"],
        true
    );
    for (function, arguments) in [
        (
            "siren_record_event",
            json!(["lesson_completed", {"key": "b", "collaborator": 1}]),
        ),
        ("siren_save_collaborator", json!([{"name": "Eve"}])),
        ("siren_run_due", json!([MAY])),
        ("siren_roll_up", json!([MAY])),
    ] {
        refused(call(&reader, function, arguments), &["for reading only"]);
    }
    assert!(files() == before, "a file was changed");
    let away = world.directory().join("none");
    let none = open(&away, json!({"read_only": true}));
    call(&none, "siren_find", json!(["events"])).expect_err("there is nothing to read");
    assert!(!away.exists());
}

#[test]
fn permissions_for_other_users_are_removed_and_reported() {
    let world = World::new();
    world.collaborators(1);
    world.lesson("a", 1, 1, MAY);
    let names = ["", "siren.sqlite3", "journal.log", "write.lock"];
    for name in names {
        fs::set_permissions(world.directory().join(name), Permissions::from_mode(0o777))
            .expect("a mode");
    }
    let status = world.ok("siren_status", json!([MAY]));
    assert_eq!(mode(world.directory()), 0o700);
    for name in &names[1..] {
        assert_eq!(mode(&world.directory().join(name)), 0o600, "{name}");
    }
    // The clock of these tests is behind that of the file system, so the change is recent.
    let problem = &status["problems"][0];
    assert_eq!(problem["code"], "was_open");
    let message = problem["message"].as_str().expect("a sentence");
    for name in names {
        let path = world.directory().join(name).display().to_string();
        assert!(message.contains(path.trim_end_matches('/')), "{message}");
    }
}

#[test]
fn a_directory_that_everyone_may_rename_is_reported() {
    let home = tempfile::tempdir().expect("a directory");
    let world = World::at(&home.path().join("data"));
    assert_eq!(
        world.ok("siren_status", json!([MAY]))["problems"],
        json!([])
    );
    fs::set_permissions(home.path(), Permissions::from_mode(0o777)).expect("a mode");
    let problems = &world.ok("siren_status", json!([MAY]))["problems"];
    assert_eq!(problems[0]["code"], "open_above");
}

#[test]
fn files_of_another_user_are_refused() {
    let words = ["belongs to user", "and PHP runs as user"];
    if !rustix::process::geteuid().is_root() {
        // Only root can change the owner of a file, and the root directory belongs to root.
        refused(lesson(&open(Path::new("/"), json!({})), "a"), &words);
        return;
    }
    let world = World::new();
    world.collaborators(1);
    for name in ["", "siren.sqlite3", "write.lock"] {
        let path = world.directory().join(name);
        chown(&path, Some(1234), None).expect("root may");
        let site = verbs::open(world.directory());
        refused(call(&site, "siren_find", json!(["events"])), &words);
        refused(lesson(&site, "a"), &words);
        chown(&path, Some(0), None).expect("root may");
    }
    assert_eq!(world.ok("siren_find", json!(["events"]))["total"], 0);
}

#[test]
fn symbolic_links_are_not_followed_and_nothing_is_created_behind_them() {
    for name in ["siren.sqlite3", "write.lock", "journal.log"] {
        let home = tempfile::tempdir().expect("a directory");
        let (directory, away) = (home.path().join("data"), home.path().join("away"));
        fs::create_dir(&directory).expect("a directory");
        symlink(&away, directory.join(name)).expect("a link that leads nowhere");
        let site = open(&directory, json!({}));
        refused(
            call(&site, "siren_find", json!(["events"])),
            &["is not a regular file"],
        );
        refused(lesson(&site, "a"), &["is not a regular file"]);
        assert!(!away.exists(), "{name}");
    }
    let home = tempfile::tempdir().expect("a directory");
    fs::create_dir(home.path().join("away")).expect("a directory");
    symlink(home.path().join("away"), home.path().join("data")).expect("a link");
    let site = open(&home.path().join("data"), json!({}));
    refused(lesson(&site, "a"), &["is not a directory"]);
    assert_eq!(
        fs::read_dir(home.path().join("away")).expect("it").count(),
        0
    );
}

#[test]
fn symbolic_links_above_the_directory_are_allowed() {
    let home = tempfile::tempdir().expect("a directory");
    fs::create_dir(home.path().join("disk")).expect("a directory");
    symlink(home.path().join("disk"), home.path().join("srv")).expect("a link");
    let world = World::at(&home.path().join("srv/data"));
    world.collaborators(1);
    assert_eq!(world.ok("siren_find", json!(["collaborators"]))["total"], 1);
}

#[test]
fn an_invalid_site_identity_is_refused() {
    let long = "x".repeat(65);
    for site in ["", "a b", "../x", long.as_str()] {
        let Err(error) = Ledger::open("sqlite:/data", &from_json(json!({"site": site}))) else {
            panic!("{site:?} was taken");
        };
        assert!(error.to_string().contains("1 to 64 letters"), "{error}");
    }
}
