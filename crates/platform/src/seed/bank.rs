//! Where the demo's sellers are paid to: the sandbox's test account. There is no payout yet, because the clock is real
//! and nothing was delivered seven days ago.

use super::people::Desks;
use crate::{Platform, PlatformError};
use domain::Currency;
use domain::bank::{BankAccountInput, BankAccountKind};
use domain::roles::StaffRole;
use payouts::TestAccount;

/// The seller whose account is known from the beginning; the other one has yet to give its own.
const DESK: &str = "guayabo";

pub async fn make(platform: &Platform, desks: &Desks) -> Result<(), PlatformError> {
    let Some(seller) = desks.get(DESK).copied() else { return Ok(()) };
    let mut conn = platform.db.read().await?;
    let known = payouts::account(&mut conn, seller).await?.is_some();
    let staff = sellers::staff(&mut conn, seller).await?;
    drop(conn);
    let owner = staff.iter().find(|member| member.role == StaffRole::Owner);
    let (Some(owner), Some(test), false) = (owner, payouts::TEST_ACCOUNTS.first(), known) else {
        return Ok(());
    };
    let dollars = platform.config.currency == Currency::USD;
    let input = BankAccountInput {
        holder: "Casa Guayabo LLC".to_owned(),
        kind: Some(if dollars { BankAccountKind::Us } else { BankAccountKind::Iban }),
        iban: test.iban.to_owned(),
        routing: TestAccount::ROUTING.to_owned(),
        account: test.us_account.to_owned(),
    };
    platform.payouts.set_account(seller, owner.account_id, &input).await?;
    Ok(())
}
