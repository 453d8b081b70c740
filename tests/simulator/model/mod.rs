//! The oracle: a second, naive implementation of the rules. Every fact stays in a list, and the contents of a period are
//! found by going through all facts again. The calendar is the engine's own; property tests cover it.
//!
//! Modules: `timeline` (periods and rules), `refunds` (what several refunds take from a sale), `division` (who gets what),
//! `persons` (which names mean the same person).

mod division;
mod persons;
mod refunds;
mod timeline;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use num_rational::BigRational;
use num_traits::{Signed, Zero};

use crate::script::{BEGIN, DAY, Line, Name, Rules, Script, Source, Step, Structure, names_of};
use division::{Customer, Divided, Entrant, divide, rounded, split, whole};
use persons::Persons;
use refunds::{Effect, Effects, Told, effects};
use timeline::{Closed, Status, Timeline, permille};

pub fn instant(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(seconds, 0).expect("a date of this century")
}

#[derive(Debug, Clone)]
pub struct Change {
    collaborator: i64,
    at: i64,
    points: BigRational,
    who: Vec<Name>,
}

/// An event as it was recorded, and for whom it counts.
#[derive(Debug, Clone)]
struct Event {
    order: usize,
    at: i64,
    kind: &'static str,
    quantity: i64,
    credits: Vec<i64>,
    who: Vec<Name>,
    /// The price of its line, and of the goods of its sale, in cents.
    sold_for: Option<(i64, i64)>,
}

struct Sale {
    order: usize,
    at: i64,
    who: Vec<Name>,
    lines: Vec<Line>,
    /// The event of each line that has an owner.
    events: Vec<Option<Event>>,
}

/// The effect of a refund on one line of a sale when it was booked.
struct Booking {
    order: usize,
    at: i64,
    sale: i64,
    line: usize,
    effect: Effect,
    /// The period in which it counts for a distributor that had none for its date.
    placed: BTreeMap<usize, usize>,
    /// Whether it is claimed back, if the sale counts in another period. Later edits do not change that.
    claims: BTreeMap<usize, bool>,
    /// The period in which it counts for a distributor, if the period of the sale was still provisional.
    own: BTreeMap<usize, usize>,
}

/// The contents of a period.
#[derive(Default)]
struct Contents {
    points: Vec<Change>,
    /// The exact sum of the sources, in cents.
    sources: BigRational,
    /// The customers whose money it is.
    money: Vec<(Vec<Name>, BigRational)>,
}

#[derive(Debug)]
struct Obligation {
    collaborator: i64,
    amount: i64,
    made: i64,
    /// When it becomes payable.
    payable: i64,
    /// The distributor and period that it is a share of.
    of: Option<(usize, usize)>,
}

pub struct Model {
    order: usize,
    /// The newest heartbeat that was acted upon, and the newest instant of all steps.
    last_run: i64,
    last_sign: i64,
    active: Vec<bool>,
    distributors: Vec<Timeline>,
    persons: Persons,
    keys: BTreeSet<i64>,
    events: Vec<Event>,
    sales: BTreeMap<i64, Sale>,
    told: BTreeMap<i64, Vec<Told>>,
    booked: BTreeMap<i64, Effects>,
    bookings: Vec<Booking>,
    top_ups: BTreeMap<i64, (usize, i64)>,
    /// What is owed and not held.
    pending: Vec<Obligation>,
    /// What is owed to those who were inactive at the division.
    held: Vec<Obligation>,
    /// Sums by distributor, period, collaborator and whether it is a claim.
    pub obligations: BTreeMap<(usize, usize, i64, bool), i64>,
}

impl Model {
    pub fn new(script: &Script) -> Model {
        Model {
            order: 0,
            last_run: BEGIN,
            last_sign: BEGIN,
            active: vec![true; usize::try_from(script.collaborators).expect("a few")],
            distributors: script
                .distributors
                .iter()
                .map(|rules| Timeline::new(rules, BEGIN))
                .collect(),
            persons: Persons::default(),
            keys: BTreeSet::new(),
            events: Vec::new(),
            sales: BTreeMap::new(),
            told: BTreeMap::new(),
            booked: BTreeMap::new(),
            bookings: Vec::new(),
            top_ups: BTreeMap::new(),
            pending: Vec::new(),
            held: Vec::new(),
            obligations: BTreeMap::new(),
        }
    }

    fn is_active(&self, collaborator: i64) -> bool {
        usize::try_from(collaborator - 1)
            .ok()
            .and_then(|i| self.active.get(i))
            .copied()
            .unwrap_or(false)
    }

    /// Whether a step is possible: only an active distributor can be paused, and so on.
    pub fn is_possible(&self, step: &Step) -> bool {
        let status = |number: &usize| self.distributors.get(*number).map(|of| of.status);
        match step {
            Step::TopUp { distributor, .. }
            | Step::Credit { distributor, .. }
            | Step::Edit { distributor, .. } => status(distributor).is_some(),
            Step::Pause { distributor, .. } => status(distributor) == Some(Status::Active),
            Step::Resume { distributor, .. } => status(distributor) == Some(Status::Paused),
            Step::Archive { distributor, .. } => {
                status(distributor).is_some_and(|status| status != Status::Archived)
            }
            _ => true,
        }
    }

    /// Runs a step; false if the engine must refuse it.
    #[allow(clippy::too_many_lines)] // one arm for each step
    pub fn step(&mut self, step: &Step) -> bool {
        self.order += 1;
        self.last_sign = self.last_sign.max(step.now().unwrap_or(BEGIN));
        match step {
            Step::Event {
                key,
                kind,
                owners,
                quantity,
                at,
                who,
                ..
            } => {
                if self.keys.insert(*key) {
                    let event = self.event(kind, owners, *quantity, *at, who);
                    self.events.push(event);
                }
            }
            Step::Sale {
                id,
                at,
                who,
                lines,
                now,
            } => self.sale(*id, *at, who, lines, *now),
            Step::Refund {
                sale,
                id,
                at,
                takes,
                now,
            } => {
                let told = Told {
                    at: *at,
                    id: *id,
                    takes: Some(takes.clone()),
                };
                self.refund(*sale, told, *now);
            }
            Step::Undo { sale, id, at, now } => {
                let told = Told {
                    at: *at,
                    id: *id,
                    takes: None,
                };
                self.refund(*sale, told, *now);
            }
            Step::Status {
                collaborator,
                active,
                ..
            } => {
                self.active[usize::try_from(*collaborator - 1).expect("known")] = *active;
            }
            Step::TopUp {
                key,
                distributor,
                amount,
                now,
            } => return self.top_up(*key, *distributor, *amount, *now),
            Step::Credit {
                distributor,
                collaborator,
                points,
                now,
                ..
            } => return self.credit(*distributor, *collaborator, *points, *now),
            Step::Edit {
                distributor,
                rules,
                apply_now,
                now,
            } => {
                self.distributors[*distributor].edit(rules, *apply_now, *now);
                self.ask_windows_again(*distributor);
            }
            Step::Create { rules, starts, .. } => {
                self.distributors.push(Timeline::new(rules, *starts));
                self.own_from_the_start();
            }
            Step::Pause { distributor, now } => self.pause(*distributor, *now),
            Step::Archive { distributor, now } => {
                if self.distributors[*distributor].status == Status::Active {
                    self.pause(*distributor, *now);
                }
                self.distributors[*distributor].archive();
            }
            Step::Resume { distributor, now } => {
                if let Some((cut, from)) = self.distributors[*distributor].resume(*now) {
                    self.book_anew(*distributor, cut, from);
                }
            }
            Step::LoseRun { now } => self.run(*now, None),
            Step::Run { .. } => unreachable!("whether it is acted upon is asked first"),
            Step::Pay { .. } | Step::Look => {}
        }
        true
    }

    fn event(
        &mut self,
        kind: &'static str,
        owners: &[i64],
        quantity: i64,
        at: i64,
        who: &[Name],
    ) -> Event {
        self.persons.tell(who);
        let person = self.persons.of(who).unwrap_or_default();
        let credits = owners
            .iter()
            .copied()
            .filter(|owner| self.is_active(*owner))
            .filter(|owner| names_of(*owner).iter().all(|name| !person.contains(name)))
            .collect();
        Event {
            order: self.order,
            at,
            kind,
            quantity,
            credits,
            who: who.to_vec(),
            sold_for: None,
        }
    }

    fn sale(&mut self, id: i64, at: i64, who: &[Name], lines: &[Line], now: i64) {
        if self.sales.contains_key(&id) {
            return;
        }
        let goods = lines.iter().filter(|line| !line.shipping);
        let goods: i64 = goods.map(|line| line.amount).sum();
        let mut events = Vec::new();
        for line in lines {
            let owned = !line.owners.is_empty();
            events.push(owned.then(|| Event {
                sold_for: Some((line.amount, goods)),
                ..self.event("product_sold", &line.owners, 1, at, who)
            }));
        }
        self.persons.tell(who);
        let sale = Sale {
            order: self.order,
            at,
            who: who.to_vec(),
            lines: lines.to_vec(),
            events,
        };
        self.sales.insert(id, sale);
        self.book(id, now);
    }

    fn refund(&mut self, sale: i64, told: Told, now: i64) {
        self.told.entry(sale).or_default().push(told);
        self.book(sale, now);
    }

    /// Books the difference between what the refunds of a sale take now and took before, each at its own date.
    fn book(&mut self, id: i64, now: i64) {
        let Some(sale) = self.sales.get(&id) else {
            return;
        };
        let told = self.told.get(&id).map_or(&[][..], Vec::as_slice);
        let after = effects(&sale.lines, told);
        let before = self.booked.insert(id, after.clone()).unwrap_or_default();
        let (sold_at, sold_order) = (sale.at, sale.order);
        let keys: BTreeSet<_> = before.keys().chain(after.keys()).cloned().collect();
        let mut keys = keys.into_iter().peekable();
        while let Some(key) = keys.next() {
            let is = after.get(&key).copied().unwrap_or_default();
            let was = before.get(&key).copied().unwrap_or_default();
            let (at, refund, undoes, line) = key;
            let effect = Effect {
                amount: is.amount - was.amount,
                turn: is.turn - was.turn,
            };
            let (mut placed, mut claims) = (BTreeMap::new(), BTreeMap::new());
            let mut provisional = BTreeMap::new();
            for (number, of) in self.distributors.iter_mut().enumerate() {
                of.cover(at.max(sold_at));
                if of.index_of(at).is_none()
                    && of.home(sold_at, sold_order).is_some()
                    && let Some(index) = of.cut_or_next(at, self.order)
                {
                    placed.insert(number, index);
                }
                if let Some((own, index)) = of.home(sold_at, sold_order)
                    && own != index
                {
                    claims.insert(number, of.rules(index).clawback);
                }
                if let Some((_, index)) = of.home(sold_at, sold_order)
                    && of.window_holds(index, at)
                {
                    provisional.insert(number, index);
                }
            }
            self.bookings.push(Booking {
                order: self.order,
                at,
                sale: id,
                line,
                effect,
                placed,
                claims,
                own: provisional,
            });
            // All lines of a refund are claimed back together.
            let belongs = |next: &(i64, String, bool, usize)| {
                (next.0, &next.1, next.2) == (at, &refund, undoes)
            };
            if !keys.peek().is_some_and(belongs) {
                self.settle_claims(now, at);
            }
        }
    }

    /// A distributor that starts in the past pays what it would have paid if it had existed then.
    fn own_from_the_start(&mut self) {
        let number = self.distributors.len() - 1;
        self.cover(number);
        let of = &self.distributors[number];
        for booking in &mut self.bookings {
            let sale = &self.sales[&booking.sale];
            if let Some((_, index)) = of.home(sale.at, sale.order)
                && of.window_holds(index, booking.at)
            {
                booking.own.insert(number, index);
            }
        }
    }

    /// The rules of open periods changed, and with them the end of their refund windows.
    fn ask_windows_again(&mut self, number: usize) {
        self.cover(number);
        let of = &self.distributors[number];
        for booking in &mut self.bookings {
            let sale = &self.sales[&booking.sale];
            if let Some((own, index)) = of.home(sale.at, sale.order)
                && own == index
                && !of.is_closed(index, usize::MAX)
            {
                booking.own.remove(&number);
                if of.window_holds(index, booking.at) {
                    booking.own.insert(number, index);
                }
            }
        }
    }

    fn pause(&mut self, number: usize, now: i64) {
        self.distributors[number].pause(now);
        let of = &self.distributors[number];
        let cut = of.periods.len() - 1;
        let from = of.periods[cut].end;
        // With a clock that was set back, a pause can cut a period before those that were cut earlier, which then vanish.
        for booking in &mut self.bookings {
            if booking.placed.get(&number).is_some_and(|at| *at > cut) {
                booking.placed.remove(&number);
                let next = of.cut_or_next(booking.at, self.order);
                booking.placed.extend(next.map(|index| (number, index)));
            }
        }
        self.book_anew(number, cut, from);
    }

    /// A pause began or ended: refunds dated from then on are booked as if they were recorded now, unless they belong to the
    /// sales of a provisional period or are claimed back already.
    fn book_anew(&mut self, number: usize, cut: usize, from: i64) {
        self.cover(number);
        for index in 0..self.bookings.len() {
            let booking = &self.bookings[index];
            let elsewhere = |period: Option<usize>| period.is_some_and(|period| period != cut);
            if booking.at < from || elsewhere(self.own(number, booking)) {
                continue;
            }
            let is_claimed = elsewhere(self.claimed_from(number, booking));
            let of = &self.distributors[number];
            let sale = &self.sales[&booking.sale];
            let (at, home) = (booking.at, of.home(sale.at, sale.order));
            let lies_in_none = of.index_of(at).is_none() && home.is_some();
            let placed = of
                .cut_or_next(at, self.order)
                .filter(|_| lies_in_none)
                .map(|place| (number, place));
            let own = home
                .filter(|(_, place)| of.window_holds(*place, at))
                .map(|(_, place)| (number, place));
            let claims = home
                .filter(|(own, place)| own != place && !is_claimed)
                .map(|(_, place)| (number, of.rules(place).clawback));
            let booking = &mut self.bookings[index];
            booking.placed.remove(&number);
            booking.placed.extend(placed);
            booking.own.remove(&number);
            booking.own.extend(own);
            booking.claims.extend(claims);
        }
    }

    fn top_up(&mut self, key: i64, distributor: usize, amount: i64, now: i64) -> bool {
        if let Some(before) = self.top_ups.get(&key) {
            return *before == (distributor, amount);
        }
        let of = &mut self.distributors[distributor];
        of.cover(now);
        let Some((_, index)) = of.home(now, self.order) else {
            return false;
        };
        of.periods[index].top_ups += amount;
        self.top_ups.insert(key, (distributor, amount));
        true
    }

    fn credit(&mut self, distributor: usize, collaborator: i64, points: i64, now: i64) -> bool {
        if !self.is_active(collaborator) {
            return false;
        }
        let of = &mut self.distributors[distributor];
        of.cover(now);
        let Some((_, index)) = of.home(now, self.order) else {
            return false;
        };
        of.periods[index].given.push(Change {
            collaborator,
            at: now,
            points: whole(points),
            who: Vec::new(),
        });
        true
    }

    /// Creates all periods that contain a fact.
    fn cover(&mut self, number: usize) {
        let events = self.events.iter().map(|event| event.at);
        let sales = self.sales.values().map(|sale| sale.at);
        let bookings = self.bookings.iter().map(|booking| booking.at);
        if let Some(last) = events.chain(sales).chain(bookings).max() {
            self.distributors[number].cover(last);
        }
    }

    /// The contents of a period. All periods that contain facts exist already.
    fn contents(&self, number: usize, index: usize) -> Contents {
        let of = &self.distributors[number];
        let mut all = Contents {
            points: of.given(index),
            ..Contents::default()
        };
        for source in &of.rules(index).sources {
            if let Source::Fixed(amount) = source {
                all.sources += whole(*amount);
            }
        }
        for event in &self.events {
            if let Some((own, counts_in)) = of.home(event.at, event.order)
                && counts_in == index
            {
                all.count(of.rules(own), event, event.at, 1);
            }
        }
        for sale in self.sales.values() {
            let Some((own, counts_in)) = of.home(sale.at, sale.order) else {
                continue;
            };
            if counts_in != index {
                continue;
            }
            for (line, event) in sale.lines.iter().zip(&sale.events) {
                if let Some(event) = event {
                    all.count(of.rules(own), event, sale.at, 1);
                }
                all.pool(of.rules(own), line, &sale.who, line.amount);
            }
        }
        for booking in &self.bookings {
            let sale = &self.sales[&booking.sale];
            let Some((own, _)) = of.home(sale.at, sale.order) else {
                continue;
            };
            if self.counts_in(number, booking) != Some(index) {
                continue;
            }
            if let Some(event) = &sale.events[booking.line] {
                all.count(of.rules(own), event, booking.at, booking.effect.turn);
            }
            if self.claimed_from(number, booking).is_none() {
                let line = &sale.lines[booking.line];
                all.pool(of.rules(own), line, &sale.who, -booking.effect.amount);
            }
        }
        all
    }

    /// The period in which a refund counts: that of its date, or the one that was open when it was recorded.
    fn counts_in(&self, number: usize, booking: &Booking) -> Option<usize> {
        let of = &self.distributors[number];
        if let Some(own) = self.own(number, booking) {
            return Some(own);
        }
        if let Some(placed) = booking.placed.get(&number) {
            return Some(*placed);
        }
        match of.index_of(booking.at) {
            Some(_) => of.home(booking.at, booking.order).map(|(_, index)| index),
            // From before the distributor existed.
            None => of.cut_or_next(booking.at, booking.order),
        }
    }

    /// The period of the sale, if the refund was booked there.
    fn own(&self, number: usize, booking: &Booking) -> Option<usize> {
        let sale = &self.sales[&booking.sale];
        let (_, index) = self.distributors[number].home(sale.at, sale.order)?;
        (booking.own.get(&number) == Some(&index)).then_some(index)
    }

    /// The period whose collaborators a refund is claimed back from, now or when it is closed.
    fn claimed_from(&self, number: usize, booking: &Booking) -> Option<usize> {
        let of = &self.distributors[number];
        let sale = &self.sales[&booking.sale];
        let (_, index) = of.home(sale.at, sale.order)?;
        if self.own(number, booking).is_some() {
            return None;
        }
        let period = &of.periods[index];
        // A refund during the pause that cut the period lowers its pool until that is divided.
        let over = period.end <= booking.at && booking.placed.get(&number) != Some(&index);
        let claims = match &period.closed {
            None => over,
            Some(closed) => closed.reason.is_none() && (closed.order < booking.order || over),
        };
        let chosen = booking.claims.get(&number).copied();
        let claims = claims && chosen.unwrap_or_else(|| of.rules(index).clawback);
        claims.then_some(index)
    }

    /// What the refunds claimed back of a period would have contributed.
    fn claims(&self, number: usize, index: usize) -> BigRational {
        let of = &self.distributors[number];
        let mut all = Contents::default();
        for booking in &self.bookings {
            if self.claimed_from(number, booking) == Some(index) {
                let sale = &self.sales[&booking.sale];
                let (own, _) = of.home(sale.at, sale.order).expect("it is claimed");
                let line = &sale.lines[booking.line];
                all.pool(of.rules(own), line, &sale.who, -booking.effect.amount);
            }
        }
        all.sources
    }

    /// The sum of a period's sources within floor and cap, plus what was carried over or added by hand.
    fn balance(&self, number: usize, index: usize, sources: &BigRational) -> i64 {
        let rules = self.distributors[number].rules(index);
        let period = &self.distributors[number].periods[index];
        let mut held = sources.clone();
        if let Some(floor) = rules.floor {
            held = held.max(whole(floor));
        }
        if let Some(cap) = rules.cap {
            held = held.min(whole(cap));
        }
        rounded(&held) + period.opening + period.top_ups
    }

    /// Whether an unconfirmed heartbeat may be acted upon. If only records show that time has passed, both are right, because
    /// a wrong clock writes records too.
    pub fn may_act(&self, now: i64) -> &'static [bool] {
        let silence = 90 * DAY;
        if now <= self.last_run + silence {
            &[true]
        } else if now > self.last_sign + silence {
            &[false]
        } else {
            &[true, false]
        }
    }

    /// Runs a heartbeat that is acted upon.
    pub fn run(&mut self, now: i64, limit: Option<i64>) {
        self.last_run = self.last_run.max(now);
        self.last_sign = self.last_sign.max(now);
        self.release(now);
        let limit = limit.unwrap_or(i64::MAX);
        let mut done = 0;
        for number in 0..self.distributors.len() {
            if self.distributors[number].status == Status::Paused {
                continue;
            }
            loop {
                let of = &mut self.distributors[number];
                of.cover(now);
                let Some(index) = of.first_open(usize::MAX) else {
                    break;
                };
                if done >= limit || of.due_at(index) > now {
                    break;
                }
                self.order += 1;
                self.close(number, index, now);
                done += 1;
            }
        }
    }

    /// How the period would be divided now.
    fn work_out(&self, number: usize, index: usize) -> (Contents, i64, Divided) {
        let contents = self.contents(number, index);
        let balance = self.balance(number, index, &contents.sources);
        let rules = self.distributors[number].rules(index);
        let mut line: Vec<Entrant> = contents
            .everybody()
            .into_iter()
            .filter(|id| self.took_part(number, index, *id) || rules.hold_inactive)
            .map(|id| Entrant {
                id,
                score: contents.score(id),
                reached: contents.reached(id),
            })
            .filter(|one| one.score.is_positive() && one.score >= whole(rules.minimum))
            .collect();
        line.sort_by(|a, b| b.score.cmp(&a.score).then(a.id.cmp(&b.id)));
        let persons = self.customers(number, index, &contents);
        let divided = divide(rules, balance.max(0), &line, &persons);
        (contents, balance, divided)
    }

    /// Whether a collaborator is active, or was when the period was closed.
    fn took_part(&self, number: usize, index: usize, id: i64) -> bool {
        match &self.distributors[number].periods[index].closed {
            Some(closed) => closed.active[usize::try_from(id - 1).expect("known")],
            None => self.is_active(id),
        }
    }

    fn customers(&self, number: usize, index: usize, contents: &Contents) -> Vec<Customer> {
        let period = &self.distributors[number].periods[index];
        let mut nobody = Customer {
            money: whole(period.opening + period.top_ups),
            ..Customer::default()
        };
        let mut customers: BTreeMap<BTreeSet<Name>, Customer> = BTreeMap::new();
        for (who, amount) in &contents.money {
            match self.persons.of(who) {
                Some(person) => customers.entry(person).or_default().money += amount,
                None => nobody.money += amount,
            }
        }
        for change in &contents.points {
            if let Some(person) = self.persons.of(&change.who) {
                let engaged = &mut customers.entry(person).or_default().engaged;
                *engaged.entry(change.collaborator).or_default() += &change.points;
            }
        }
        customers.into_values().chain([nobody]).collect()
    }

    fn close(&mut self, number: usize, index: usize, now: i64) {
        self.cover(number);
        let (contents, balance, divided) = self.work_out(number, index);
        let from = self.divided(number, index, &contents);
        let rules = self.distributors[number].rules(index).clone();
        let (reason, carried, scores_too) = judged(&rules, balance, &divided);
        let of = &mut self.distributors[number];
        let is_last = of.status != Status::Active && index + 1 == of.periods.len();
        let paid: Vec<(i64, i64)> = if reason.is_none() {
            let parts = divided.parts.into_iter();
            parts.filter(|(_, part)| *part != 0).collect()
        } else {
            Vec::new()
        };
        let is_held = rules.hold_days > 0 && reason.is_none();
        of.periods[index].closed = Some(Closed {
            order: self.order,
            rules,
            reason,
            pool: balance.max(0),
            paid: paid.clone(),
            carried: if is_last { 0 } else { carried },
            claimed: 0,
            claimed_from_carried: 0,
            at: now,
            active: self.active.clone(),
            divided: from,
            is_final: !is_held,
        });
        let of = &mut self.distributors[number];
        if !is_last {
            let next_begins = of.periods[index].end;
            of.cover(next_begins);
            let next = &mut of.periods[index + 1];
            next.opening += carried;
            for collaborator in contents.everybody() {
                let points = contents.score(collaborator);
                if scores_too || points.is_negative() {
                    next.given.push(contents.carried(collaborator, points));
                }
            }
        }
        for (collaborator, amount) in paid {
            self.owe((number, index, collaborator, false), amount, now);
        }
        // The carried amount is in the next period.
        let end = self.distributors[number].periods[index].end;
        self.order += 1;
        self.claim(number, index, now, end);
    }

    fn divided(&self, number: usize, index: usize, contents: &Contents) -> timeline::Divided {
        let everybody = contents.everybody().into_iter();
        let mut customers = match self.distributors[number].rules(index).structure {
            Structure::UserCentric => self.customers(number, index, contents),
            _ => Vec::new(),
        };
        customers.sort_by(|a, b| a.partial_cmp(b).expect("numbers"));
        timeline::Divided {
            sources: contents.sources.clone(),
            scores: everybody.map(|id| (id, contents.score(id))).collect(),
            customers,
        }
    }

    /// The refund window of a period ends: it is divided again if refunds changed it.
    fn end_window(&mut self, number: usize, index: usize, now: i64) {
        self.cover(number);
        let end = self.distributors[number].window_ends(index);
        self.distributors[number].cover(end);
        let of = &self.distributors[number];
        let home = of.home(end, self.order).map(|(_, home)| home);
        let open = home
            .or(of.cut_or_next(end, self.order))
            .or(of.first_open(usize::MAX));
        let before = of.periods[index].closed.clone().expect("it is closed");
        let (contents, balance, divided) = self.work_out(number, index);
        let from = self.divided(number, index, &contents);
        let refunded = self.bookings.iter().any(|booking| {
            booking.order > before.order && self.own(number, booking) == Some(index)
        });
        if refunded && from != before.divided {
            self.divide_again((number, index, open), &contents, balance, divided, now);
        }
        let closed = self.distributors[number].periods[index].closed.as_mut();
        closed.expect("it is closed").is_final = true;
        self.order += 1;
        let at = match open {
            Some(open) => self.distributors[number].periods[open].start,
            None => end,
        };
        self.claim(number, index, now, at);
    }

    fn divide_again(
        &mut self,
        (number, index, open): (usize, usize, Option<usize>),
        contents: &Contents,
        balance: i64,
        divided: Divided,
        now: i64,
    ) {
        let before = self.distributors[number].periods[index].closed.clone();
        let before = before.expect("it is closed");
        let (reason, carried, scores_too) = judged(&before.rules, balance, &divided);
        let paid: Vec<(i64, i64)> = if reason.is_none() {
            let parts = divided.parts.into_iter();
            parts.filter(|(_, part)| *part != 0).collect()
        } else {
            Vec::new()
        };
        self.held.retain(|one| one.of != Some((number, index)));
        for (collaborator, _) in &before.paid {
            self.obligations
                .remove(&(number, index, *collaborator, false));
        }
        let of = &mut self.distributors[number];
        let closed = of.periods[index].closed.as_mut().expect("it is closed");
        (closed.reason, closed.pool) = (reason, balance.max(0));
        closed.paid.clone_from(&paid);
        for (collaborator, amount) in paid {
            self.owe((number, index, collaborator, false), amount, now);
        }
        let of = &mut self.distributors[number];
        let Some(open) = open else {
            return;
        };
        of.periods[open].opening += carried - before.carried;
        of.periods[index]
            .closed
            .as_mut()
            .expect("it is closed")
            .carried = carried;
        for collaborator in contents.everybody() {
            let score = contents.score(collaborator);
            let known = before
                .divided
                .scores
                .iter()
                .find(|(id, _)| *id == collaborator);
            let was = known.map(|(_, score)| score.clone()).unwrap_or_default();
            let was = was.min(BigRational::zero());
            let is = if scores_too {
                score
            } else {
                score.min(BigRational::zero())
            };
            if is != was {
                of.periods[open]
                    .given
                    .push(contents.carried(collaborator, is - was));
            }
        }
    }

    fn owe(&mut self, key: (usize, usize, i64, bool), amount: i64, now: i64) {
        *self.obligations.entry(key).or_default() += amount;
        let closed = self.distributors[key.0].periods[key.1].closed.as_ref();
        let is_held = |closed: &Closed| !key.3 && !closed.is_final;
        let held_until = closed.filter(|closed| is_held(closed));
        let payable = held_until.map(|closed| closed.at + closed.rules.hold_days * DAY);
        let obligation = Obligation {
            collaborator: key.2,
            amount,
            made: now,
            payable: payable.unwrap_or(now),
            of: (!key.3).then_some((key.0, key.1)),
        };
        // The share of an inactive collaborator is held.
        if key.3 || (payable.is_none() && self.is_active(key.2)) {
            self.pending.push(obligation);
        } else {
            self.held.push(obligation);
        }
    }

    /// What is held for a collaborator who has become active is payable from the next run on.
    fn release(&mut self, now: i64) {
        let due = self.held.iter().filter(|one| one.payable <= now);
        let over: BTreeSet<(usize, usize)> = due.filter_map(|one| one.of).collect();
        for (number, index) in over {
            let closed = self.distributors[number].periods[index].closed.as_ref();
            if closed.is_some_and(|closed| !closed.is_final) {
                self.end_window(number, index, now);
            }
        }
        for one in std::mem::take(&mut self.held) {
            if one.payable <= now && self.is_active(one.collaborator) {
                self.pending.push(one);
            } else {
                self.held.push(one);
            }
        }
    }

    /// Claims back what refunds took from divided pools and was not claimed yet.
    fn settle_claims(&mut self, now: i64, at: i64) {
        for number in 0..self.distributors.len() {
            for index in 0..self.distributors[number].periods.len() {
                self.claim(number, index, now, at);
            }
        }
    }

    fn claim(&mut self, number: usize, index: usize, now: i64, at: i64) {
        let Some(closed) = self.distributors[number].periods[index].closed.clone() else {
            return;
        };
        let mut chosen = self.bookings.iter().map(|one| one.claims.get(&number));
        let may = closed.rules.clawback || chosen.any(|claims| claims == Some(&true));
        if !may || closed.reason.is_some() || !closed.is_final {
            return;
        }
        let sources = self.contents(number, index).sources + self.claims(number, index);
        let without = self.balance(number, index, &sources).max(0);
        let given: i64 = closed.paid.iter().map(|(_, part)| part).sum();
        // Those who were paid return only their part; the rest comes from what was carried on, and the house bears its own
        // part.
        let house = closed.pool - given - closed.carried;
        let parts = split(
            closed.pool - without,
            &[whole(given), whole(closed.carried), whole(house)],
        );
        let (from_paid, from_carried) = (parts[0], parts[1]);
        let weights: Vec<BigRational> = closed.paid.iter().map(|(_, part)| whole(*part)).collect();
        for ((collaborator, _), part) in closed
            .paid
            .iter()
            .zip(split(closed.claimed - from_paid, &weights))
        {
            if part != 0 {
                self.owe((number, index, *collaborator, true), part, now);
            }
        }
        let of = &mut self.distributors[number];
        let home = of.home(at, self.order).map(|(_, home)| home);
        if let Some(open) = home.or(of.cut_or_next(at, self.order)) {
            of.periods[open].opening -= from_carried - closed.claimed_from_carried;
        }
        let closed = of.periods[index].closed.as_mut().expect("it is closed");
        closed.claimed = from_paid;
        closed.claimed_from_carried = from_carried;
    }

    /// Pays what is owed at an instant to those who are active; returns how much to whom.
    pub fn pay(&mut self, now: i64) -> BTreeMap<i64, i64> {
        let mut sums: BTreeMap<i64, i64> = BTreeMap::new();
        let due = |one: &Obligation| one.made < now + 60;
        for one in self.pending.iter().filter(|one| due(one)) {
            if self.is_active(one.collaborator) {
                *sums.entry(one.collaborator).or_default() += one.amount;
            }
        }
        sums.retain(|_, sum| *sum > 0);
        self.pending
            .retain(|one| !due(one) || !sums.contains_key(&one.collaborator));
        sums
    }

    /// Every closed period: distributor, first second, reason if it was skipped, and pool.
    pub fn closed(&self) -> BTreeMap<(usize, i64), (Option<&'static str>, i64)> {
        let mut all = BTreeMap::new();
        for (number, of) in self.distributors.iter().enumerate() {
            for period in &of.periods {
                if let Some(closed) = &period.closed {
                    all.insert((number, period.start), (closed.reason, closed.pool));
                }
            }
        }
        all
    }

    pub fn distributors(&self) -> usize {
        self.distributors.len()
    }

    pub fn start(&self, number: usize, index: usize) -> i64 {
        self.distributors[number].periods[index].start
    }

    /// The oldest open period of a distributor: its pool, the scores that are not zero, and what everyone would get.
    #[allow(clippy::type_complexity)] // three things that are compared one by one
    pub fn open(
        &mut self,
        number: usize,
    ) -> Option<(i64, BTreeMap<i64, BigRational>, BTreeMap<i64, i64>)> {
        self.distributors[number].cover(BEGIN);
        self.cover(number);
        let index = self.distributors[number].first_open(usize::MAX)?;
        let (contents, balance, divided) = self.work_out(number, index);
        let scores = contents
            .everybody()
            .into_iter()
            .map(|id| (id, contents.score(id).max(BigRational::zero())))
            .filter(|(_, score)| !score.is_zero());
        let parts = divided.parts.into_iter().filter(|(_, part)| *part != 0);
        Some((balance.max(0), scores.collect(), parts.collect()))
    }

    /// What was refunded of each sale, in cents.
    pub fn refunded(&self) -> BTreeMap<i64, i64> {
        let sum = |effects: &Effects| effects.values().map(|effect| effect.amount).sum();
        self.booked
            .iter()
            .map(|(id, effects)| (*id, sum(effects)))
            .collect()
    }
}

/// Why a period is skipped, what it carries over, and whether the scores are carried too.
fn judged(rules: &Rules, balance: i64, divided: &Divided) -> (Option<&'static str>, i64, bool) {
    let given: i64 = divided.parts.iter().map(|(_, part)| part).sum();
    let left = if rules.house { 0 } else { divided.left };
    if balance < 0 {
        let owed = if rules.write_off { 0 } else { balance };
        (Some("pool_below_zero"), owed, true)
    } else if balance == 0 {
        (Some("pool_empty"), 0, true)
    } else if divided.too_little.is_some() {
        (divided.too_little, balance, true)
    } else if given == 0 {
        (Some("nobody_scored"), left + divided.unclaimed, false)
    } else {
        (None, left + divided.unclaimed, false)
    }
}

impl Contents {
    /// Counts an event `times` times, by the rules of its own period.
    fn count(&mut self, rules: &Rules, event: &Event, at: i64, times: i64) {
        let metric = rules.metrics.iter().find(|(kind, ..)| *kind == event.kind);
        let Some((_, points, split)) = metric.filter(|_| times != 0 && !event.credits.is_empty())
        else {
            return;
        };
        if let Some((line, goods)) = event.sold_for
            && ((line == 0 && !rules.count_free)
                || rules.minimum_amount.is_some_and(|least| goods < least))
        {
            return;
        }
        let owners = if *split {
            i64::try_from(event.credits.len()).expect("a few")
        } else {
            1
        };
        for collaborator in &event.credits {
            self.points.push(Change {
                collaborator: *collaborator,
                at,
                points: whole(points * event.quantity * times) / whole(owners),
                who: event.who.clone(),
            });
        }
        for source in &rules.sources {
            if let Source::PerEvent(kind, amount) = source
                && *kind == event.kind
            {
                self.sources += whole(amount * times);
            }
        }
    }

    /// Adds a part of a line to the pool, by the rules of its own period.
    fn pool(&mut self, rules: &Rules, line: &Line, who: &[Name], amount: i64) {
        for source in &rules.sources {
            if let Source::Share {
                permille: share,
                shipping,
                only,
            } = source
                // Shipping has no type of product.
                && if line.shipping { *shipping } else { only.is_none_or(|only| only == line.product) }
            {
                let brings = whole(amount) * permille(*share);
                self.sources += &brings;
                self.money.push((who.to_vec(), brings));
            }
        }
    }

    /// Points that are carried into another period.
    fn carried(&self, collaborator: i64, points: BigRational) -> Change {
        let changes = self.points.iter();
        let at = changes.filter(|change| change.collaborator == collaborator);
        Change {
            collaborator,
            at: at.map(|change| change.at).max().expect("it has points"),
            points,
            who: Vec::new(),
        }
    }

    fn everybody(&self) -> BTreeSet<i64> {
        self.points.iter().map(|p| p.collaborator).collect()
    }

    fn score(&self, collaborator: i64) -> BigRational {
        let points = self.points.iter();
        points
            .filter(|p| p.collaborator == collaborator)
            .map(|p| &p.points)
            .sum()
    }

    /// When the running sum first equalled the final score.
    fn reached(&self, collaborator: i64) -> i64 {
        let goal = self.score(collaborator);
        let points = self.points.iter();
        let mut steps: Vec<&Change> = points.filter(|p| p.collaborator == collaborator).collect();
        steps.sort_by(|a, b| a.at.cmp(&b.at).then(b.points.cmp(&a.points)));
        let mut sum = BigRational::zero();
        for step in steps {
            sum += &step.points;
            if sum >= goal {
                return step.at;
            }
        }
        i64::MAX
    }
}
