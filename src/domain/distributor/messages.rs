//! The words of a rule.

use crate::domain::message::{List, Message, MonthName, Percent, WeekdayName, messages};
use crate::domain::money::Money;

messages! {
    /// A rule in one sentence: "Every month on the 1st at 00:00 (UTC), | 20% of sales (products) | is shared among all collaborators in proportion to their points |: | 10 points for each course completed |."
    rule(when: Message, pool: Message, divided: Message, measured: List) = "{when}, {pool} {divided}: {measured}.";
    /// As the rule above, where refunds after payment concern only some.
    rule_given_back(when: Message, pool: Message, divided: Message, measured: List) = "{when}, {pool} {divided}: {measured}; what is refunded after payment became final is given back by those whose points were reversed.";
    /// When a period ends. `day` is "Every week on Monday"; `zone` a time zone such as UTC.
    at_time(day: Message, time: String, zone: String) = "{day} at {time} ({zone})";
    every_day() = "Every day";
    every_week(weekday: WeekdayName) = "Every week on {weekday}";
    /// `day` is an ordinal number, such as "1st".
    every_month(day: Message) = "Every month on the {day}";
    /// `day` is an ordinal number, such as "1st".
    every_quarter(day: Message) = "Every quarter on the {day} of its first month";
    every_year(month: MonthName, day: i64) = "Every year on {month} {day}";
    every_days(days: i64) = "Every {days} day" | "Every {days} days";
    /// The day of a month as an ordinal number that ends in 1.
    day_st(day: i64) = "{day}st";
    /// The day of a month as an ordinal number that ends in 2.
    day_nd(day: i64) = "{day}nd";
    /// The day of a month as an ordinal number that ends in 3.
    day_rd(day: i64) = "{day}rd";
    /// The day of a month as an ordinal number.
    day_th(day: i64) = "{day}th";
    /// What fills a pool that has no source.
    added_by_hand() = "what was added by hand";
    /// What fills a pool: several sources.
    sources(sources: List) = "{sources}";
    /// What fills a pool, and its lower limit.
    pool_at_least(pool: Message, least: Money) = "{pool}, at least {least}";
    /// What fills a pool, and its upper limit.
    pool_at_most(pool: Message, most: Money) = "{pool}, at most {most}";
    all_collaborators() = "all collaborators";
    chosen_collaborators(count: i64) = "{count} chosen collaborator" | "{count} chosen collaborators";
    /// For whom a rule is: those in one of some groups.
    all_of_groups(groups: List) = "all collaborators of {groups}";
    /// For whom a rule is. `who` is "all collaborators", `points` a number of points, such as "5 points".
    with_at_least(who: Message, points: Message) = "{who} with at least {points}";
    /// How a pool is divided, and the limit for one collaborator.
    divided_at_most(divided: Message, most: Percent) = "{divided}, at most {most} for one";
    /// What is measured. `points` is a number of points, such as "10 points"; `each` is a type of event, such as "course completed".
    points_for_each(points: Message, each: Message) = "{points} for each {each}";
    /// What is measured: each unit that is sold. `event` is a type of event.
    unit_of(event: Message) = "unit of a {event}";
    /// What is measured: each unit of a currency in the amount of a sale. `event` is a type of event.
    currency_of(currency: String, event: Message) = "{currency} of a {event}";
    /// What is measured: a condition is added to it.
    among_owners_equally(measured: Message) = "{measured}, in equal parts among its owners";
    /// What is measured: a condition is added to it.
    among_owners_by_weight(measured: Message) = "{measured}, among its owners by their weights";
    /// What is measured: a condition is added to it.
    free_ones_too(measured: Message) = "{measured}, free ones too";
    /// What is measured: a condition is added to it.
    in_sales_of_at_least(measured: Message, amount: Money) = "{measured}, in sales of at least {amount}";
    /// What is measured: a condition is added to it.
    once_for_each_customer(measured: Message) = "{measured}, once for each customer";
    /// What is measured: a condition is added to it.
    by_paying_students(measured: Message) = "{measured}, by students who paid or were enrolled by the staff";
}
