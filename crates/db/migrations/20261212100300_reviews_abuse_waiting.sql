-- Reviews: what waits for a decision is listed and counted from an index alone, however many reports were decided.
CREATE INDEX reviews_abuse_reports_waiting ON reviews_abuse_reports (thing, thing_id, at_us) WHERE decision_id IS NULL;
