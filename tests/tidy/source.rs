//! A Rust file as words, marks, texts and comments. The tokenizer knows just enough of the language to distinguish words
//! in texts and comments from names in the code.

use std::iter::Peekable;
use std::str::Chars;

/// The kind of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A name, a keyword or a number.
    Word,
    /// `::`, or any other single character.
    Mark,
    /// The source between quotes, including raw and byte strings.
    Text,
    /// A comment or a line of documentation, with its slashes.
    Comment,
}

/// A token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Its kind.
    pub kind: Kind,
    /// Its text.
    pub text: String,
    /// The line it starts on, from 1.
    pub line: usize,
    /// Whether it is in code that is only compiled for tests.
    pub in_test: bool,
}

/// A tokenized file.
#[derive(Debug)]
pub struct Source {
    /// Its path from the top of the repository: `src/engine/find.rs`.
    pub path: String,
    /// Its number of lines.
    pub lines: usize,
    /// Its code and its texts.
    pub code: Vec<Piece>,
    /// Its comments.
    pub comments: Vec<Piece>,
}

impl Source {
    /// Reads a file's text.
    pub fn read(path: &str, text: &str) -> Source {
        let mut reader = Reader {
            rest: text.chars().peekable(),
            line: 1,
            pieces: Vec::new(),
        };
        while reader.step() {}
        let (comments, mut code): (Vec<Piece>, Vec<Piece>) = reader
            .pieces
            .into_iter()
            .partition(|piece| piece.kind == Kind::Comment);
        mark_tests(&mut code);
        Source {
            path: path.to_owned(),
            lines: text.lines().count(),
            code,
            comments,
        }
    }

    /// The positions in the code at which this sequence of words and marks starts.
    pub fn places<'s>(&'s self, sequence: &'s [&'s str]) -> impl Iterator<Item = usize> + 's {
        (0..self.code.len()).filter(move |&place| self.is_at(place, sequence))
    }

    /// Whether this sequence of words and marks is at a position of the code.
    pub fn is_at(&self, place: usize, sequence: &[&str]) -> bool {
        is_at(&self.code, place, sequence)
    }

    /// Whether there is a comment on a line or on the one above it.
    pub fn is_explained(&self, line: usize) -> bool {
        self.comments
            .iter()
            .any(|comment| comment.line == line || comment.line + 1 == line)
    }
}

fn is_at(code: &[Piece], place: usize, sequence: &[&str]) -> bool {
    code.get(place..place + sequence.len())
        .is_some_and(|found| {
            found
                .iter()
                .zip(sequence)
                .all(|(piece, wanted)| piece.kind != Kind::Text && piece.text == *wanted)
        })
}

/// Marks every item under `#[cfg(test)]`, up to its closing brace or semicolon.
fn mark_tests(code: &mut [Piece]) {
    let mut place = 0;
    while place < code.len() {
        if !is_at(code, place, &["#", "[", "cfg", "(", "test", ")", "]"]) {
            place += 1;
            continue;
        }
        let mut depth = 0_u32;
        while let Some(piece) = code.get_mut(place) {
            piece.in_test = true;
            place += 1;
            if piece.kind != Kind::Mark {
                continue;
            }
            let mark = piece.text.clone();
            match mark.as_str() {
                "{" | "(" | "[" => depth += 1,
                "}" | ")" | "]" => depth -= 1,
                _ => {}
            }
            let over = match mark.as_str() {
                ";" => depth == 0,
                // A list of imports is closed by a brace and a semicolon.
                "}" => depth == 0 && !is_at(code, place, &[";"]),
                _ => false,
            };
            if over {
                break;
            }
        }
    }
}

struct Reader<'t> {
    rest: Peekable<Chars<'t>>,
    line: usize,
    pieces: Vec<Piece>,
}

impl Reader<'_> {
    /// Reads one token; false at the end.
    fn step(&mut self) -> bool {
        let line = self.line;
        let Some(first) = self.next() else {
            return false;
        };
        let (kind, text) = match first {
            blank if blank.is_whitespace() => return true,
            '/' if self.rest.peek() == Some(&'/') => (Kind::Comment, self.comment_to_line_end()),
            '/' if self.rest.peek() == Some(&'*') => (Kind::Comment, self.comment_in_stars()),
            '"' => (Kind::Text, self.quoted()),
            '\'' => match self.character() {
                Some(text) => (Kind::Text, text),
                None => return true,
            },
            ':' if self.rest.peek() == Some(&':') => {
                self.next();
                (Kind::Mark, "::".to_owned())
            }
            first if is_of_word(first) => self.word(first),
            mark => (Kind::Mark, mark.to_string()),
        };
        self.pieces.push(Piece {
            kind,
            text,
            line,
            in_test: false,
        });
        true
    }

    fn next(&mut self) -> Option<char> {
        let next = self.rest.next();
        self.line += usize::from(next == Some('\n'));
        next
    }

    fn comment_to_line_end(&mut self) -> String {
        let mut text = "/".to_owned();
        while let Some(next) = self.rest.next_if(|next| *next != '\n') {
            text.push(next);
        }
        text
    }

    /// Comments in stars nest.
    fn comment_in_stars(&mut self) -> String {
        let mut text = "/".to_owned();
        let mut depth = 0_u32;
        while let Some(next) = self.next() {
            text.push(next);
            if text.ends_with("/*") {
                depth += 1;
            } else if text.ends_with("*/") {
                depth -= 1;
                if depth == 0 {
                    break;
                }
            }
        }
        text
    }

    /// The text after an opening quote, without the closing one.
    fn quoted(&mut self) -> String {
        let mut text = String::new();
        while let Some(next) = self.next() {
            match next {
                '"' => break,
                '\\' => {
                    text.push(next);
                    text.extend(self.next());
                }
                next => text.push(next),
            }
        }
        text
    }

    /// The text after the `r` of a raw string, which ends with a quote and as many hashes as it started with.
    fn raw(&mut self, hashes: usize) -> String {
        let end = format!("\"{}", "#".repeat(hashes));
        let mut text = String::new();
        while let Some(next) = self.next() {
            text.push(next);
            if let Some(inside) = text.strip_suffix(&end) {
                return inside.to_owned();
            }
        }
        text
    }

    /// A character; `None` if the quote started a lifetime.
    fn character(&mut self) -> Option<String> {
        let mut ahead = self.rest.clone();
        let first = ahead.next()?;
        if first != '\\' && ahead.next() != Some('\'') {
            return None;
        }
        let mut text = String::new();
        while let Some(next) = self.next() {
            match next {
                '\'' => break,
                '\\' => {
                    text.push(next);
                    text.extend(self.next());
                }
                next => text.push(next),
            }
        }
        Some(text)
    }

    /// A word, or the text it is the prefix of: `b"…"`, `c"…"`, `r#"…"#`. A number includes its decimals.
    fn word(&mut self, first: char) -> (Kind, String) {
        let mut text = String::from(first);
        let after_a_dot = self.pieces.last().is_some_and(|piece| piece.text == ".");
        loop {
            if let Some(next) = self.rest.next_if(|next| is_of_word(*next)) {
                text.push(next);
            } else if first.is_ascii_digit() && !after_a_dot && self.decimals_follow(&text) {
                text.extend(self.next());
            } else {
                break;
            }
        }
        let raw = matches!(text.as_str(), "r" | "br" | "cr");
        if matches!(text.as_str(), "b" | "c") && self.rest.next_if_eq(&'"').is_some() {
            return (Kind::Text, self.quoted());
        }
        if raw {
            let ahead = self.rest.clone();
            let hashes = ahead.clone().take_while(|next| *next == '#').count();
            if ahead.clone().nth(hashes) == Some('"') {
                self.rest.nth(hashes);
                return (Kind::Text, self.raw(hashes));
            }
            if hashes == 1 {
                // A raw name, `r#type`: the name is what counts.
                self.rest.next();
                text.clear();
                while let Some(next) = self.rest.next_if(|next| is_of_word(*next)) {
                    text.push(next);
                }
            }
        }
        (Kind::Word, text)
    }

    fn decimals_follow(&self, number: &str) -> bool {
        let mut ahead = self.rest.clone();
        !number.contains('.')
            && ahead.next() == Some('.')
            && ahead.next().is_some_and(|next| next.is_ascii_digit())
    }
}

fn is_of_word(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

mod tests {
    use super::{Kind, Source};

    fn check(text: &str, expected: &[(Kind, &str)]) {
        let source = Source::read("src/some.rs", text);
        let found: Vec<(Kind, &str)> = source
            .code
            .iter()
            .map(|piece| (piece.kind, piece.text.as_str()))
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn names_in_texts_and_comments_are_not_names_in_the_code() {
        use Kind::{Mark, Text, Word};
        check("a::b // c", &[(Word, "a"), (Mark, "::"), (Word, "b")]);
        check("/* a /* b */ c */ d", &[(Word, "d")]);
        check(r#""a \" b" c"#, &[(Text, r#"a \" b"#), (Word, "c")]);
        check(r##"r#"a " b"# c"##, &[(Text, "a \" b"), (Word, "c")]);
        check(
            r#"b"a" c"b" 'c' '"'"#,
            &[(Text, "a"), (Text, "b"), (Text, "c"), (Text, "\"")],
        );
        check(r"'\'' '\\'", &[(Text, r"\'"), (Text, r"\\")]);
        check("&'a r#type", &[(Mark, "&"), (Word, "a"), (Word, "type")]);
    }

    #[test]
    fn decimals_belong_to_their_number_and_nested_fields_are_no_decimals() {
        use Kind::{Mark, Word};
        check("1.5_f64", &[(Word, "1.5_f64")]);
        check(
            "0..9",
            &[(Word, "0"), (Mark, "."), (Mark, "."), (Word, "9")],
        );
        let dot = (Mark, ".");
        check("a.0.1", &[(Word, "a"), dot, (Word, "0"), dot, (Word, "1")]);
    }

    #[test]
    fn test_code_is_recognised() {
        let source = Source::read(
            "src/some.rs",
            "one #[cfg(test)] mod tests { fn two() { {} } } three #[cfg(test)] use four::{five}; six",
        );
        let product: Vec<&str> = source
            .code
            .iter()
            .filter(|piece| !piece.in_test)
            .map(|piece| piece.text.as_str())
            .collect();
        assert_eq!(product, ["one", "three", "six"]);
    }

    #[test]
    fn lines_are_counted_through_everything() {
        let source = Source::read("src/some.rs", "\"\n\"\n/*\n*/ r#\"\n\"#\n// x\nlast");
        assert_eq!(source.code.last().map(|last| last.line), Some(7));
        assert_eq!(source.lines, 7);
    }
}
