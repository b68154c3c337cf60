-- A shop that is closed keeps no card for fees: those of shops that were closed before that was so go now.
DELETE FROM fees_cards WHERE seller_id IN (SELECT id FROM sellers_sellers WHERE status = 'closed');
