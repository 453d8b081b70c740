//! Files that need each other in a circle: none of them can be read, tested or moved without the others.
//!
//! A file points at the files that its paths lead into, and a `mod.rs` at the files below it. That a file uses names of the
//! `mod.rs` above it is no circle: they are one module.

use std::collections::{BTreeMap, BTreeSet};

use super::source::{Kind, Source};

/// Every circle, as the files that reach each other.
pub fn circles(sources: &[Source]) -> Vec<BTreeSet<&str>> {
    let edges = edges(sources);
    let reached: BTreeMap<&str, BTreeSet<&str>> = edges
        .keys()
        .map(|file| (*file, reached_from(file, &edges)))
        .collect();
    let mut circles: Vec<BTreeSet<&str>> = Vec::new();
    for (file, reaches) in &reached {
        let there_and_back =
            |other: &&&str| reached.get(**other).is_some_and(|back| back.contains(file));
        let circle: BTreeSet<&str> = reaches.iter().filter(there_and_back).copied().collect();
        if circle.contains(file) && !circles.contains(&circle) {
            circles.push(circle);
        }
    }
    circles
}

fn reached_from<'s>(file: &str, edges: &BTreeMap<&'s str, BTreeSet<&'s str>>) -> BTreeSet<&'s str> {
    let mut reached = BTreeSet::new();
    let mut next: Vec<&str> = edges.get(file).into_iter().flatten().copied().collect();
    while let Some(file) = next.pop() {
        if reached.insert(file) {
            next.extend(edges.get(file).into_iter().flatten());
        }
    }
    reached
}

fn edges(sources: &[Source]) -> BTreeMap<&str, BTreeSet<&str>> {
    let files: BTreeMap<Vec<&str>, &str> = sources
        .iter()
        .map(|source| (module(&source.path), source.path.as_str()))
        .collect();
    let mut edges: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for source in sources {
        let own = module(&source.path);
        let into = edges.entry(&source.path).or_default();
        for path in paths(source, &own) {
            let mut depths = (1..=path.len()).rev();
            let target = depths.find_map(|depth| files.get_key_value(&path[..depth]));
            if let Some((target, file)) = target
                && !own.starts_with(target)
            {
                into.insert(*file);
            }
        }
        if !own.is_empty() {
            let below =
                |other: &&Vec<&str>| other.len() == own.len() + 1 && other.starts_with(&own);
            into.extend(files.keys().filter(below).map(|below| files[below]));
        }
    }
    edges
}

/// The module of a file: `src/store/load/mod.rs` is `store`, `load`.
fn module(path: &str) -> Vec<&str> {
    let inside = path.strip_prefix("src/").unwrap_or(path);
    let inside = inside.strip_suffix(".rs").unwrap_or(inside);
    let inside = inside.strip_suffix("/mod").unwrap_or(inside);
    inside.split('/').filter(|part| *part != "lib").collect()
}

/// The paths that begin with `crate` or `super`, from the top of the crate, but for those in tests.
fn paths<'s>(source: &'s Source, own: &[&'s str]) -> Vec<Vec<&'s str>> {
    let mut found = Vec::new();
    for index in 0..source.code.len() {
        let piece = &source.code[index];
        let follows_a_path = index > 0 && source.is_at(index - 1, &["::"]);
        if piece.in_test || follows_a_path || !source.is_at(index + 1, &["::"]) {
            continue;
        }
        match piece.text.as_str() {
            "crate" => {
                follow(source, index + 2, Vec::new(), &mut found);
            }
            "super" => {
                let above = own[..own.len().saturating_sub(1)].to_vec();
                follow(source, index + 2, above, &mut found);
            }
            _ => {}
        }
    }
    found
}

/// Follows a path, or the tree of an import, from a place behind `::`; answers where it ends.
fn follow<'s>(
    source: &'s Source,
    mut at: usize,
    mut path: Vec<&'s str>,
    found: &mut Vec<Vec<&'s str>>,
) -> usize {
    loop {
        if source.is_at(at, &["{"]) {
            at += 1;
            while at < source.code.len() && !source.is_at(at, &["}"]) {
                let end = follow(source, at, path.clone(), found);
                // `as`, a name and commas stand between two branches.
                at = end.max(at + 1);
            }
            return at + 1;
        }
        match source.code.get(at) {
            Some(piece) if piece.kind == Kind::Word && piece.text == "super" => {
                path.pop();
            }
            Some(piece) if piece.kind == Kind::Word => path.push(&piece.text),
            _ => {
                found.push(path);
                return at;
            }
        }
        at += 1;
        if !source.is_at(at, &["::"]) {
            found.push(path);
            return at;
        }
        at += 1;
    }
}
