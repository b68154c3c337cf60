-- A payout says under which terms it was reckoned, as JSON with the smallest payout that was looked at; nothing for what was
-- paid before there were others than the usual ones.
ALTER TABLE payouts_payouts ADD COLUMN terms TEXT;
