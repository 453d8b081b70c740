//! The coupons and the referral of an amended sale.

use std::collections::BTreeSet;

use super::{Amending, Referrer};
use crate::domain::event::{AliasKind, COUPON_USED};
use crate::domain::ids::EventId;
use crate::domain::money;
use crate::domain::refunding;
use crate::engine::Result;
use crate::engine::fold::Batch;
use crate::engine::fold::sales::{coupon_codes, coupon_object};
use crate::engine::fold::worth::{products_of, sold_for};
use crate::store::transactions::{self, Standing};
use crate::store::{events, json};

impl Batch<'_> {
    /// Replaces the events of coupons and referral that changed. Answers those that count now.
    pub(super) fn amend_earned(
        &mut self,
        amending: &mut Amending<'_>,
        standing: &Standing,
        referrer: Option<Referrer>,
        was: &refunding::Books,
        books: &refunding::Books,
    ) -> Result<Vec<EventId>> {
        let sale = amending.sale;
        let same_value = products_of(was) == sold_for(sale);
        let value = money::to_text(sold_for(sale), standing.units);
        let credits_same_referrer = sale.credit_referrer
            && !amending.other_referral
            && standing.referrers == json::text(&sale.referrers)?;
        let codes = coupon_codes(sale);
        let mut missing: BTreeSet<&str> = codes.iter().map(|code| &**code).collect();
        let mut is_referred = false;
        let (whole_before, whole) = (was.is_whole(), books.is_whole());
        let mut kept = Vec::new();
        let mut earned_codes = BTreeSet::new();
        for event in transactions::earned(self.db, amending.sold.transaction)? {
            let (kind, object) = events::kind_and_object(self.db, event)?;
            if kind == COUPON_USED {
                earned_codes.extend(object.clone());
            }
            let stays = same_value
                && if kind == COUPON_USED {
                    let known = missing.iter().copied();
                    let mut known =
                        known.filter(|code| object.as_deref() == Some(&coupon_object(code)));
                    known.next().is_some_and(|code| missing.remove(code))
                } else {
                    is_referred |= credits_same_referrer;
                    credits_same_referrer
                };
            let sign = match (stays, whole_before, whole) {
                (false, false, _) | (true, false, true) => -1,
                (true, true, false) => 1,
                _ => 0,
            };
            if sign != 0 {
                self.turn(event, sign, &mut amending.booking)?;
            }
            if stays {
                kept.push(event);
            }
        }
        let mut come = Vec::new();
        let coupons_before = transactions::coupons(self.db, amending.sold.transaction)?;
        let coupons_before: BTreeSet<_> = coupons_before
            .iter()
            .map(|code| AliasKind::Coupon.folded(code))
            .collect();
        // A code that was unknown when the sale was recorded stays unknown: whoever got it since did not bring this customer.
        for code in missing {
            if coupons_before.contains(code) && !earned_codes.contains(&coupon_object(code)) {
                continue;
            }
            come.extend(self.coupon_used(sale, &amending.sold, code, &value)?);
        }
        if !is_referred {
            come.extend(self.sale_referred(sale, &amending.sold, referrer, &value)?);
        }
        self.loader.write(self.db)?;
        if whole {
            for event in &come {
                self.turn(*event, -1, &mut amending.booking)?;
            }
        }
        kept.append(&mut come);
        Ok(kept)
    }
}
